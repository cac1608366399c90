import { Alert, Button, Group } from '@mantine/core'
import { ApiError, sentence } from '../api/problem.ts'

interface LoadErrorProps {
  /** What was to be loaded, as the subject of a sentence. */
  what: string
  query: { error: unknown; data: unknown; refetch(): unknown }
}

/**
 * Nothing, or what failed in the server's words, with the id that finds it in the server's log, and another try.
 * Where an earlier answer is still shown, it says that this may be old.
 */
export function LoadError({ what, query: { error, data, refetch } }: LoadErrorProps) {
  if (!error) return null
  const requestId = error instanceof ApiError ? error.problem.requestId : undefined
  const title = data ? 'What you see may be old or incomplete' : `${what} could not be loaded`
  return (
    <Alert color="red" variant="light" title={title} role="alert" mb="md">
      {sentence(error)}
      {requestId && <span className="muted"> Request {requestId}.</span>}
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={() => void refetch()}>
          Try again
        </Button>
      </Group>
    </Alert>
  )
}
