import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

interface ReceivedMail {
  to: string[]
  user: string | null
  /** As it came over the wire. */
  text: string
}

const script = fileURLToPath(new URL('smtp-process.ts', import.meta.url))

/** A real mail server, as a process; with `quiet` it counts only. */
export async function startSmtp({ quiet = false } = {}) {
  const child = spawn(process.execPath, [script, ...(quiet ? ['--quiet'] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const [first] = await once(lines, 'line')
  const { port } = JSON.parse(first) as { port: number }
  const mails: ReceivedMail[] = []
  let counted: (taken: number) => void = () => undefined
  lines.on('line', line => {
    const said = JSON.parse(line)
    if ('taken' in said) counted(said.taken)
    else mails.push(said)
  })
  return {
    port,
    mails,
    count(): Promise<number> {
      const { promise, resolve } = Promise.withResolvers<number>()
      counted = resolve
      child.stdin.write('count\n')
      return promise
    },
    async stop(): Promise<void> {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}
