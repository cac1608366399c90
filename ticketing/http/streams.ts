import type { FastifyReply } from 'fastify'
import type { Logger } from '../../contracts/logger.ts'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import type { Pool } from '../store/database.ts'
import { listen } from '../store/listener.ts'

const MAX_STREAMS = 200
/** Of one account or token: some browser windows on some devices. */
const MAX_OF_ONE = 20
const HEARTBEAT_MS = 15_000
/** A client that does not read costs memory; beyond this it is cut off and may come again. */
const MAX_BUFFERED_BYTES = 64 * 1024

/** The part of an HTTP answer that a stream needs. */
interface Stream {
  readonly writableLength: number
  write(text: string): boolean
  end(): void
  destroy(): void
  once(event: 'close', gone: () => void): void
}

export interface Listening {
  stream: Stream
  /** Who listens: the id of the principal. */
  principal: string
  /** Whether who listens still may, with the same roles: asked with every heartbeat. */
  stillMay(): Promise<boolean>
}

interface Options<Of extends Listening> {
  pool: Pool
  logger: Logger
  /** What PostgreSQL is listened to for. */
  channel: string
  heartbeatMs?: number
  /** Says it to those whom it concerns. */
  tell(payload: string, streams: ReadonlySet<Of>): void
}

/** One LISTEN connection for any number of browsers. */
export function openStreams<Of extends Listening>({
  tell,
  heartbeatMs = HEARTBEAT_MS,
  ...options
}: Options<Of>) {
  const streams = new Set<Of>()
  const listener = listen({
    ...options,
    onNotify: payload => tell(payload, streams),
    onConnect: () => resync(streams),
  })
  const heartbeat = setInterval(() => {
    for (const each of streams) say(each, ': still here\n\n')
    for (const each of streams) void endIfMayNot(each)
  }, heartbeatMs)
  const countOf = (principal: string) => [...streams].filter(each => each.principal === principal).length

  return {
    /** Whether one more of whoever this is may listen. */
    hasRoom: (principal: string) =>
      streams.size < MAX_STREAMS && (principal === ADMINISTRATOR || countOf(principal) < MAX_OF_ONE),
    add(listening: Of): void {
      const { stream } = listening
      streams.add(listening)
      stream.once('close', () => streams.delete(listening))
      stream.write('retry: 2000\n\n')
    },
    async close(): Promise<void> {
      clearInterval(heartbeat)
      for (const { stream } of streams) stream.end()
      await listener.close()
    },
  }
}

/** Something may have been missed: whoever listens reads again what is shown. */
export function resync(listening: Iterable<Listening>): void {
  for (const each of listening) say(each, 'event: resync\ndata: {}\n\n')
}

/** It may come again, and is asked then who it is. */
async function endIfMayNot({ stream, stillMay }: Listening): Promise<void> {
  if (!(await stillMay().catch(() => true))) stream.end()
}

export function say({ stream }: Listening, text: string): void {
  if (stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy()
  else stream.write(text)
}

/** Makes the answer a stream of server-sent events, and hands over what writes to it. */
export function streamed(reply: FastifyReply): Stream {
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close', // else the socket outlives the stream's end, and holds up our closing
    'x-accel-buffering': 'no',
  })
  reply.hijack() // from here the answer is ours: no time-out, no serializer
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  return reply.raw
}
