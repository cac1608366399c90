import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network that can break between a client and a server on loopback. */
export interface TcpProxy {
  port: number
  /** Connections from now on go there. */
  to(port: number): void
  /** Ends every connection without a word of goodbye, and refuses new ones until `heal`. */
  cut(): void
  /** Carries nothing, and ends nothing, until `heal`. */
  stall(): void
  heal(): void
  close(): Promise<void>
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let port = target
  let state: 'well' | 'stalled' | 'cut' = 'well'
  const server = createServer({ noDelay: true }, client => {
    client.on('error', () => {}) // broken connections are what it is for
    if (state === 'cut') return void client.resetAndDestroy()
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true })
    upstream.on('error', () => {})
    const pair = [client, upstream] as const
    pairs.add(pair)
    client.pipe(upstream)
    upstream.pipe(client)
    const end = () => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.on('close', end)
    if (state === 'stalled') stop(pair)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const stop = ([client, upstream]: readonly [Socket, Socket]) => {
    client.unpipe(upstream).pause()
    upstream.unpipe(client).pause()
  }
  const go = ([client, upstream]: readonly [Socket, Socket]) => {
    client.pipe(upstream)
    upstream.pipe(client)
  }
  const reset = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  return {
    port: (server.address() as AddressInfo).port,
    to(other) {
      port = other
    },
    cut() {
      state = 'cut'
      reset()
    },
    stall() {
      state = 'stalled'
      for (const pair of pairs) stop(pair)
    },
    heal() {
      if (state === 'stalled') for (const pair of pairs) go(pair)
      state = 'well'
    },
    async close() {
      server.close()
      reset()
      await once(server, 'close')
    },
  }
}
