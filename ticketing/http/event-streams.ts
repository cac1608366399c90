import type { Logger } from '../../contracts/logger.ts'
import type { Pool } from '../store/database.ts'
import { listen } from '../store/listener.ts'
import { TICKETS_CHANNEL } from '../store/tickets.ts'

const MAX_STREAMS = 200
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

/** One LISTEN connection for any number of browsers. */
export function openEventStreams(options: { pool: Pool; logger: Logger }) {
  const streams = new Set<Stream>()
  const listener = listen({
    ...options,
    channel: TICKETS_CHANNEL,
    onNotify: number => send(`event: ticket\ndata: {"number": ${Number(number)}}\n\n`),
    onConnect: () => send('event: resync\ndata: {}\n\n'),
  })
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)

  function send(text: string): void {
    for (const stream of streams) {
      if (stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy()
      else stream.write(text)
    }
  }

  return {
    hasRoom: () => streams.size < MAX_STREAMS,
    add(stream: Stream): void {
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
      stream.write('retry: 2000\n\n')
    },
    async close(): Promise<void> {
      clearInterval(heartbeat)
      for (const stream of streams) stream.end()
      await listener.close()
    },
  }
}
