import { createServer } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws'
import type { Connections } from './connections.ts'
import type { BrokerLimits } from './limits.ts'
import type { Peer } from './peers.ts'
import type { Refusal } from './refusals.ts'
import { socketOptions } from './socket-options.ts'

/** 3.1.1, section 6: `mqtt`; clients of 3.1 asked for the other one. */
const PROTOCOLS = ['mqtt', 'mqttv3.1']
/** The fixed header of an MQTT packet, which its remaining length does not count. */
const HEADER_BYTES = 5

/** MQTT over WebSocket (3.1.1, section 6), on any path. */
export function createWebSocketListener(
  connections: Connections,
  limits: Pick<BrokerLimits, 'packetBytes'>,
): Server {
  const shaking = new WeakMap<Duplex, Peer>()
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.packetBytes + HEADER_BYTES,
    perMessageDeflate: false, // memory of every connection, and a small message that inflates to a big one
    handleProtocols: offered => PROTOCOLS.find(protocol => offered.has(protocol)) ?? false,
  })
  const server = createServer(socketOptions, (_, response) => {
    response.writeHead(426, { connection: 'close', upgrade: 'websocket', 'content-type': 'text/plain' })
    response.end('This port speaks MQTT over WebSocket, with the subprotocol "mqtt".\n')
  })
  server.on('connection', (socket: Socket) => {
    const peer = connections.open(socket)
    if (peer) shaking.set(socket, peer)
  })
  server.on('upgrade', (request, socket, head) => {
    const peer = shaking.get(socket)
    if (!peer) return socket.destroy()
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
    if (!offered.some(name => PROTOCOLS.includes(name))) return connections.cut(peer, notMqtt)
    webSockets.handleUpgrade(request, socket, head, webSocket => {
      webSocket.once('error', (error: Error & { code?: string }) => {
        if (error.code?.startsWith('WS_ERR')) connections.cut(peer, notWebSocket(error))
      })
      connections.start(peer, mqttStream(webSocket))
    })
  })
  return server
}

function mqttStream(webSocket: WebSocket): Duplex {
  const stream = createWebSocketStream(webSocket, {
    // Aedes corks the pieces of a packet; without this each of them would be a WebSocket message of its own.
    writev(chunks, done) {
      webSocket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
    },
  })
  webSocket.on('message', (_, isBinary) => {
    if (!isBinary) stream.destroy() // [MQTT-6.0.0-1]
  })
  return stream
}

const notMqtt: Refusal = {
  reason: 'not_mqtt',
  message: 'A WebSocket connection was cut: it does not ask for the subprotocol "mqtt".',
}
const notWebSocket = (error: Error & { code?: string }): Refusal => ({
  reason: error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'packet_too_big' : 'malformed_packet',
  message: `A WebSocket connection was cut: ${error.message}.`,
})
