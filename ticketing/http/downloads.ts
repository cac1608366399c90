import type { ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/*
 * Files leave as fast as their client reads, which may take longer than a handler may: the answer is taken away from
 * Fastify, and has times of its own. What breaks off, for whatever reason, resets the connection, so that no client and
 * no proxy takes half of a file for a whole one.
 */

/** How long a client may take. */
export interface Patience {
  /** Without taking a piece (64 KiB of a file, a page of a list). */
  idleMs: number
  /** For all of it. */
  wholeMs: number
}

const IDLE_MS = 60_000
const MINUTE_MS = 60_000

/** A file costs a descriptor; a list a connection of the pool, and old rows that are not cleared away meanwhile. */
export const patienceFor = {
  attachment: { idleMs: IDLE_MS, wholeMs: 60 * MINUTE_MS },
  list: { idleMs: IDLE_MS, wholeMs: 15 * MINUTE_MS },
  /** Ten million events at the pace of a slow line. */
  dump: { idleMs: IDLE_MS, wholeMs: 60 * MINUTE_MS },
} satisfies Record<string, Patience>

/** Pieces as a stream that breaks where they are not taken in time; one is asked for when the one before is gone. */
export function impatient(
  pieces: AsyncIterable<Uint8Array | string>,
  { idleMs, wholeMs }: Patience,
): Readable {
  const breakAfter = (ms: number, why: string) => setTimeout(() => file.destroy(new Error(why)), ms)

  async function* taken() {
    for await (const bytes of pieces) {
      const stall = breakAfter(idleMs, `the client takes nothing for ${idleMs / 1000} s`)
      try {
        yield bytes
      } finally {
        clearTimeout(stall)
      }
    }
  }

  const file = Readable.from(taken(), { objectMode: true, highWaterMark: 1 })
  const late = breakAfter(wholeMs, `the client takes longer than ${wholeMs / 1000} s for all of it`)
  return file.once('close', () => clearTimeout(late))
}

/** Answers with the stream, and the headers that the reply has. */
export function pour(reply: FastifyReply, file: Readable): void {
  const { raw, request } = reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value)
  }
  file.once('error', (error: NodeJS.ErrnoException) => {
    const hasLeft = error.code === 'ERR_STREAM_PREMATURE_CLOSE'
    request.log[hasLeft ? 'info' : 'warn']({ err: error }, 'a download broke off')
    breakOff(raw)
  })
  pipeline(file, raw, () => undefined) // what breaks either is told above
}

/**
 * With a reset and not with an orderly end: who speaks HTTP/1.0 (many a proxy) knows the end of an answer by the end of
 * its connection.
 */
function breakOff({ socket }: ServerResponse): void {
  if (socket && 'resetAndDestroy' in socket) socket.resetAndDestroy()
}
