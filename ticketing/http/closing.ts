import type { Socket } from 'node:net'
import type { Api } from './parts.ts'

/** Requests in flight get this long when the server closes. */
const GRACE_MS = 5_000

/**
 * Lets `close` end in bounded time. Node closes connections that are idle after a request, and waits for the others;
 * those that browsers open in advance never had one, so they are cut at once, and what is left after the grace too.
 */
export function boundClosing(app: Api): void {
  const unused = new Set<Socket>()
  app.server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.server.on('request', request => unused.delete(request.socket))
  let timer: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy()
    timer = setTimeout(() => app.server.closeAllConnections(), GRACE_MS)
  })
  app.addHook('onClose', async () => clearTimeout(timer))
}
