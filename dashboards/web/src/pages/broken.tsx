import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { sentence } from '../api/problem.ts'
import { Empty } from '../components/pieces.tsx'

/** A fault of the page itself, or a part of it that a newer build has replaced. Faro hears of it. */
export function Broken({ error }: { error: unknown }) {
  useEffect(() => reportError(error), [error])
  return (
    <Empty title="This page has failed">
      <p>{sentence(error)}</p>
      <Button onClick={() => location.reload()}>Load it again</Button>
    </Empty>
  )
}
