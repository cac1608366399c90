import { Link } from '@tanstack/react-router'
import { Empty } from '../components/pieces.tsx'

export function NotFound() {
  return (
    <Empty title="There is no such page">
      <p>
        <Link to="/">Back to the tickets</Link>
      </p>
    </Empty>
  )
}
