import { Alert, Button, Group } from '@mantine/core'
import { ApiError, sentence } from '../api/problem.ts'

/** Says what failed in the server's words, with the id that finds it in the server's log, and offers another try. */
export function LoadError({ what, error, retry }: { what: string; error: unknown; retry(): void }) {
  const requestId = error instanceof ApiError ? error.problem.requestId : undefined
  return (
    <Alert color="red" variant="light" title={what} role="alert">
      {sentence(error)}
      {requestId && <span className="muted"> Request {requestId}.</span>}
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      </Group>
    </Alert>
  )
}
