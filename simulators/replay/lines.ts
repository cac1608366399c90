import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { setImmediate } from 'node:timers/promises'
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib'
import { ForewarnError } from '../../contracts/errors.ts'

/** A line of a file without its line break, or why it is none. */
export interface TextLine {
  /** Of the file, the first is line 1. */
  line: number
  text: string
  problem?: string
}

const BEGINNING_BYTES = 65_536
const LONGEST_LINE = 65_536

/**
 * The lines of a text file, as many at a time as a part of the file has, in constant memory. A file that begins as gzip
 * does is unpacked, whatever it is called. `invalid`: it cannot be read.
 */
export async function* readLines(file: string, longest = LONGEST_LINE): AsyncGenerator<TextLine[]> {
  const decoder = new StringDecoder('utf8')
  let line = 0
  let rest = ''
  /** The line that is being read is too long: what comes up to its end is dropped. */
  let isTooLong = false
  const next = (text: string): TextLine => {
    line++
    const plain = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text
    if (!isTooLong && plain.length <= longest)
      return { line, text: plain.endsWith('\r') ? plain.slice(0, -1) : plain }
    isTooLong = false
    return {
      line,
      text: '',
      problem: `the line is longer than ${longest} characters; right would be a shorter one`,
    }
  }
  let ending: string | undefined
  for await (const part of unpackedParts(file)) {
    if ('problem' in part) {
      ending = part.problem
      break
    }
    const texts = (rest + decoder.write(part.bytes)).split('\n')
    rest = texts.pop() ?? ''
    yield texts.map(next)
    if (rest.length <= longest) continue
    rest = ''
    isTooLong = true
  }
  rest += decoder.end()
  // The last line of a file that was cut is not a whole one.
  if (ending !== undefined) yield [{ line: line + 1, text: '', problem: ending }]
  else if (rest !== '' || isTooLong) yield [next(rest)]
}

/** What the file begins with, unpacked, for a look at it. */
export async function readBeginning(file: string): Promise<string> {
  const handle = await open(file).catch(error => unreadable(file, error))
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
    const bytes = buffer.subarray(0, bytesRead)
    if (!isGzip(bytes)) return bytes.toString('utf8')
    const text = gunzipSync(bytes, { finishFlush: zlib.Z_SYNC_FLUSH }).toString('utf8')
    return text.slice(0, BEGINNING_BYTES)
  } catch (error) {
    return unreadable(file, error as Error)
  } finally {
    await handle.close()
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

function unreadable(file: string, cause: Error): never {
  throw new ForewarnError('invalid', `${file} cannot be read: ${cause.message}`, { field: '/file', cause })
}

type Part = { bytes: Buffer } | { problem: string }

async function* unpackedParts(file: string): AsyncGenerator<Part> {
  const parts = partsOf(file)
  const first = await parts.next()
  if (first.done) return
  const whole = startingWith(first.value, parts)
  if (isGzip(first.value)) yield* gunzipped(whole)
  else for await (const bytes of whole) yield { bytes }
}

async function* partsOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of createReadStream(file)) yield bytes
  } catch (error) {
    unreadable(file, error as Error)
  }
}

async function* startingWith<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* others
}

/**
 * A stream that fails forgets what it still holds, so the parts are written one by one: of a file that was cut, as by a
 * kill, everything before the cut is read, and then a problem says so.
 */
async function* gunzipped(parts: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const gunzip = createGunzip()
  const unpacked: Buffer[] = []
  let failure: Error | undefined
  gunzip.on('data', bytes => unpacked.push(bytes))
  gunzip.on('error', error => {
    failure = error
  })
  const taken = function* (): Generator<Part> {
    for (const bytes of unpacked.splice(0)) yield { bytes }
  }
  try {
    for await (const part of parts) {
      await new Promise(resolve => gunzip.write(part, resolve))
      await setImmediate() // what has been unpacked is given out in a later tick
      yield* taken()
      if (failure) break
    }
    if (!failure) {
      const closed = new Promise(resolve => gunzip.once('close', resolve))
      gunzip.end()
      await closed
    }
    yield* taken()
    if (failure)
      yield { problem: `the compression ends here or is damaged (${failure.message}); the rest is not read` }
  } finally {
    gunzip.destroy()
  }
}
