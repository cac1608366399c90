import type { Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { quoted } from '../contracts/text.ts'
import type { Connections } from './connections.ts'
import type { Peer } from './peers.ts'
import type { Refusal } from './refusals.ts'
import { socketOptions } from './socket-options.ts'

/** The contents of PEM files. */
export interface TlsFiles {
  /** The certificate of the broker, with what leads from it to the authority that the devices trust. */
  cert: string
  key: string
  /** The authorities whose client certificates are believed. */
  clientCa?: string
}

/**
 * MQTT over TLS. With `clientCa` a client may show a certificate: a valid one is its login, any other ends the
 * connection; a client without one logs in with its password.
 */
export function createTlsListener({ cert, key, clientCa }: TlsFiles, connections: Connections): Server {
  /** Connections that shake hands; Node does not say which TCP connection is below a TLS socket. */
  const shaking = new Map<string, Peer>()

  const server = createServer({
    ...socketOptions,
    cert,
    key,
    ...(clientCa !== undefined && { ca: clientCa, requestCert: true }),
    rejectUnauthorized: false, // decided below, with a reason in the log
  })
  server.on('connection', (socket: Socket) => {
    const peer = connections.open(socket)
    if (!peer) return
    const end = farEnd(socket)
    shaking.set(end, peer)
    socket.once('close', () => {
      if (shaking.get(end) === peer) shaking.delete(end)
    })
  })
  server.on('secureConnection', stream => {
    const end = farEnd(stream)
    const peer = shaking.get(end)
    shaking.delete(end)
    if (!peer || stream.destroyed) return void stream.destroy()
    stream.on('error', () => {}) // Aedes listens as well; a connection that is cut here has nobody else
    const client = clientCa === undefined ? {} : clientCertificate(stream)
    if ('refusal' in client) connections.cut(peer, client.refusal)
    else connections.start(peer, stream, client.name)
  })
  server.on('tlsClientError', (error: Error & { code?: string; reason?: string }, stream) => {
    const peer = shaking.get(farEnd(stream))
    if (!peer || !error.code?.startsWith('ERR_SSL')) connections.broke(error)
    else connections.cut(peer, handshakeFailed(error.reason ?? error.message))
  })
  return server
}

const farEnd = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`

/** The name in a valid certificate, nothing without one, or why the one that was shown is not believed. */
function clientCertificate(stream: TLSSocket): { name?: string } | { refusal: Refusal } {
  const { subject } = stream.getPeerCertificate()
  // Ask for the certificate first: a resumed session without one counts as authorized for Node.
  if (!subject) return {}
  const name: string | string[] | undefined = subject.CN
  if (!stream.authorized) return { refusal: notBelieved(name, String(stream.authorizationError)) }
  if (typeof name !== 'string' || name === '')
    return { refusal: notBelieved(name, 'it has no name (CN), or several') }
  return { name }
}

const notBelieved = (name: string | string[] | undefined, why: string): Refusal => ({
  reason: 'certificate_not_valid',
  message: `A connection with the client certificate ${quoted(String(name ?? ''))} was cut: ${why}. It must be signed by an authority in TLS_CLIENT_CA_FILE, be valid now, and name the device (CN).`,
})
const handshakeFailed = (why: string): Refusal => ({
  reason: 'tls_handshake',
  message: `A TLS handshake failed: ${why}. Does the client speak TLS, and does it trust the authority of the certificate in TLS_CERT_FILE?`,
})
