import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { createWebSocketStream, WebSocket } from 'ws'
import { socketOptions } from '../socket-options.ts'

/** Opens the connection that the URL names: `mqtt`, `mqtts`, `ws` or `wss`. What is written before it is open waits. */
export function dial(url: URL): Duplex {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = (byDefault: number) => Number(url.port || byDefault)
  switch (url.protocol) {
    case 'mqtt:':
      return connect({ ...socketOptions, host, port: port(1883) })
    case 'mqtts:':
      return connectTls({ host, port: port(8883), servername: host })
    default:
      return createWebSocketStream(new WebSocket(url, 'mqtt', { handshakeTimeout: 10_000 }))
  }
}
