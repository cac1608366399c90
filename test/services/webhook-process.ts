/**
 * Webhooks in a process of their own: says its port, and on a line `{"path": {"count", "most"}}`, how many each path took
 * and how many at once at most. What is for `/slow` is answered after `--slow` ms.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const slowMs = Number(process.argv[2] ?? 0)
/** What a receiver takes that does something. */
const OTHERS_MS = 3
const paths = new Map<string, { count: number; most: number; now: number }>()

const server = createServer(async (request, response) => {
  const path = request.url ?? ''
  const state = paths.get(path) ?? { count: 0, most: 0, now: 0 }
  paths.set(path, state)
  state.most = Math.max(state.most, ++state.now)
  for await (const _ of request); // read whole
  await sleep(path === '/slow' ? slowMs : OTHERS_MS)
  state.now--
  state.count++
  response.end('ok')
})
server.keepAliveTimeout = 60_000
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }))
process.stdin.on('data', () => say(Object.fromEntries(paths)))
process.stdin.on('end', () => process.exit())
