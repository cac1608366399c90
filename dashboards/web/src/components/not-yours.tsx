import { Link } from '@tanstack/react-router'
import { Empty } from './pieces.tsx'

/** A page of somebody else's work, for who follows a link to it: whose it is, and the way back. */
export function NotYours({ title }: { title: string }) {
  return (
    <Empty title={title}>
      <p>Ask one of them if you need it.</p>
      <Link to="/">Back to the tickets</Link>
    </Empty>
  )
}
