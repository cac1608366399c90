import type { IncomingMessage } from 'node:http'
import { ForewarnError } from '../../../contracts/errors.ts'

/** Of all that is being read at once. */
const MAX_IN_FLIGHT_BYTES = 256 * 1024 ** 2

/** Reads bodies of any kind whole, no more of each than its intake takes, and not more of all than there is room for. */
export function bodyReader(): (payload: IncomingMessage, maxBytes: number) => Promise<Buffer> {
  let inFlight = 0
  return async (payload, maxBytes) => {
    const length = payload.headers['content-length']
    const announced = length === undefined ? maxBytes : Number(length)
    if (announced > maxBytes) throw tooLarge(maxBytes)
    if (inFlight + announced > MAX_IN_FLIGHT_BYTES) {
      throw new ForewarnError('overloaded', 'Too much is being sent at once; send it again.', {
        retryable: true,
      })
    }
    inFlight += announced
    try {
      return await read(payload, maxBytes)
    } finally {
      inFlight -= announced
    }
  }
}

async function read(payload: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of payload) {
    bytes += piece.length
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    pieces.push(piece)
  }
  return Buffer.concat(pieces, bytes)
}

const tooLarge = (maxBytes: number) =>
  new ForewarnError('too_large', `Send at most ${maxBytes} bytes, as the intake says in maxBytes.`)
