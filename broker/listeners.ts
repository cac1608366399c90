import { createServer, type Server } from 'node:net'
import { ForewarnError } from '../contracts/errors.ts'
import type { Logger } from '../contracts/logger.ts'
import type { Connections } from './connections.ts'
import type { BrokerLimits } from './limits.ts'
import { socketOptions } from './socket-options.ts'
import { createTlsListener, type TlsFiles } from './tls.ts'
import { createWebSocketListener } from './web-socket.ts'

export interface ListenerOptions {
  host: string
  /** Of plain TCP; 0 takes a free one, as everywhere here. */
  port: number
  /** MQTT over TLS; with `clientCa` client certificates are asked for and take the place of passwords. */
  tls?: TlsFiles & { port: number }
  /** MQTT over WebSocket, without TLS. */
  webSocketPort?: number
}

export interface Ports {
  port: number
  tlsPort?: number
  webSocketPort?: number
}

export interface Listeners {
  ports: Ports
  /** Takes no new connections; resolves when the last one is closed. */
  close(): Promise<void>
}

/**
 * Listens on every address that is configured, or on none.
 * @throws ForewarnError `conflict` when one of them cannot be listened on
 */
export async function openListeners(
  options: ListenerOptions & {
    connections: Connections
    limits: Pick<BrokerLimits, 'packetBytes'>
    logger: Logger
  },
): Promise<Listeners> {
  const { host, tls, webSocketPort, connections, limits, logger } = options
  const servers: Server[] = []

  async function listen(server: Server, name: string, port: number): Promise<number> {
    const real = await listening(server, { name, host, port })
    servers.push(server)
    server.on('error', error =>
      logger.error({ err: error }, `the listener of ${name} met an unexpected error`),
    )
    logger.info({ host, port: real }, `${name} is listening on ${host}:${real}`)
    return real
  }
  const close = async () => {
    await Promise.all(servers.map(server => new Promise<void>(resolve => server.close(() => resolve()))))
  }

  try {
    const ports: Ports = { port: await listen(createTcpListener(connections), 'MQTT', options.port) }
    if (tls) ports.tlsPort = await listen(createTlsListener(tls, connections), 'MQTT over TLS', tls.port)
    if (webSocketPort !== undefined) {
      const server = createWebSocketListener(connections, limits)
      ports.webSocketPort = await listen(server, 'MQTT over WebSocket', webSocketPort)
    }
    return { ports, close }
  } catch (error) {
    void close()
    throw error
  }
}

function createTcpListener(connections: Connections): Server {
  return createServer(socketOptions, socket => {
    const peer = connections.open(socket)
    if (peer) connections.start(peer, socket)
  })
}

async function listening(
  server: Server,
  { name, host, port }: { name: string; host: string; port: number },
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const failed = (cause: Error) =>
      reject(
        new ForewarnError('conflict', `${name} cannot listen on ${host}:${port}: ${cause.message}`, {
          cause,
        }),
      )
    server.once('error', failed)
    // After a restart all devices come at once; the default backlog of 511 would make most of them wait a second.
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off('error', failed)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}
