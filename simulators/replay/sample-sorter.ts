import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ForewarnError } from '../../contracts/errors.ts'

/** A value at a time; which metric of which device it is of, its slot says. */
export interface Entry {
  ts: number
  slot: number
  value: number
}

interface SorterOptions {
  /** For the temporary file. */
  directory: string
  /** Entries of the same time come by this, so that those of one device are together. */
  deviceOf(slot: number): number
  /** Entries in memory. */
  capacity?: number
}

const CAPACITY = 262_144
/** Time, value, slot. */
const ENTRY_BYTES = 20
const MERGE_ENTRIES = 1_048_576
const [FEWEST_READ, MOST_READ] = [256, 4_096]

interface Run {
  /** Of its first entry in the file. */
  position: number
  count: number
}

/**
 * Puts values into the order of their time, then device; what is of the same slot and time stays in the order in which it
 * came. Memory is bounded: what does not fit goes in sorted runs to a temporary file, 20 bytes a value, that has no name
 * any more once it is open, so that nothing is left behind however this ends.
 */
export class SampleSorter {
  readonly #options: SorterOptions
  readonly #capacity: number
  readonly #times: Float64Array
  readonly #values: Float64Array
  readonly #slots: Uint32Array
  readonly #order: Uint32Array
  /** Of the run that is written, as large as one can be. */
  #bytes: Buffer | undefined
  readonly #runs: Run[] = []
  #count = 0
  #isInOrder = true
  #file: FileHandle | undefined

  constructor(options: SorterOptions) {
    this.#options = options
    this.#capacity = options.capacity ?? CAPACITY
    this.#times = new Float64Array(this.#capacity)
    this.#values = new Float64Array(this.#capacity)
    this.#slots = new Uint32Array(this.#capacity)
    this.#order = new Uint32Array(this.#capacity)
  }

  /** Takes a value; where it answers a promise, the next one may come when that is done. */
  add(ts: number, slot: number, value: number): Promise<void> | undefined {
    const at = this.#count++
    this.#times[at] = ts
    this.#values[at] = value
    this.#slots[at] = slot
    if (at > 0 && this.#compare(at - 1, at) > 0) this.#isInOrder = false
    return this.#count === this.#capacity ? this.#writeRun() : undefined
  }

  /** All that was added, in order. */
  async *sorted(): AsyncGenerator<Entry> {
    if (!this.#file) {
      for (const at of this.#inOrder()) yield this.#entry(at)
      return
    }
    if (this.#count > 0) await this.#writeRun()
    yield* merge(this.#runs, this.#file, this.#options.deviceOf)
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  #entry(at: number): Entry {
    return {
      ts: this.#times[at] as number,
      slot: this.#slots[at] as number,
      value: this.#values[at] as number,
    }
  }

  /** Negative where the first comes first; also what came first among those that are alike. */
  #compare(a: number, b: number): number {
    const byTime = (this.#times[a] as number) - (this.#times[b] as number)
    if (byTime !== 0) return byTime
    const { deviceOf } = this.#options
    return deviceOf(this.#slots[a] as number) - deviceOf(this.#slots[b] as number) || a - b
  }

  #inOrder(): Uint32Array {
    const order = this.#order.subarray(0, this.#count)
    for (let at = 0; at < this.#count; at++) order[at] = at
    return this.#isInOrder ? order : order.sort((a, b) => this.#compare(a, b))
  }

  async #writeRun(): Promise<void> {
    this.#bytes ??= Buffer.allocUnsafe(this.#capacity * ENTRY_BYTES)
    const bytes = this.#bytes.subarray(0, this.#count * ENTRY_BYTES)
    let at = 0
    for (const index of this.#inOrder()) {
      bytes.writeDoubleLE(this.#times[index] as number, at)
      bytes.writeDoubleLE(this.#values[index] as number, at + 8)
      bytes.writeUInt32LE(this.#slots[index] as number, at + 16)
      at += ENTRY_BYTES
    }
    const last = this.#runs.at(-1)
    const position = last ? last.position + last.count * ENTRY_BYTES : 0
    try {
      this.#file ??= await openNameless(this.#options.directory)
      for (let written = 0; written < bytes.length; )
        written += (await this.#file.write(bytes, written, bytes.length - written, position + written))
          .bytesWritten
    } catch (cause) {
      throw noRoom(this.#options.directory, cause as Error)
    }
    this.#runs.push({ position, count: this.#count })
    this.#count = 0
    this.#isInOrder = true
  }
}

async function openNameless(directory: string): Promise<FileHandle> {
  const folder = await mkdtemp(join(directory, 'forewarn-replay-'))
  try {
    return await open(join(folder, 'runs'), 'wx+', 0o600)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function noRoom(directory: string, cause: Error): ForewarnError {
  const detail = `${directory} does not take the values that are to be sorted (${cause.message}). Let TMPDIR name a directory with room for 20 bytes a value, or give --order file.`
  return new ForewarnError('store_unavailable', detail, { cause })
}

/** A run on its way out: some of its entries at a time. */
class RunReader {
  readonly #file: FileHandle
  readonly #run: Run
  readonly #buffer: Buffer
  #taken = 0
  #at = 0
  #end = 0

  constructor(file: FileHandle, run: Run, entries: number) {
    this.#file = file
    this.#run = run
    this.#buffer = Buffer.allocUnsafe(Math.min(entries, run.count) * ENTRY_BYTES)
  }

  /** The next entry where it is in memory already. */
  ready(): Entry | undefined {
    if (this.#at === this.#end) return undefined
    const bytes = this.#buffer
    const at = this.#at
    this.#at += ENTRY_BYTES
    return {
      ts: bytes.readDoubleLE(at),
      value: bytes.readDoubleLE(at + 8),
      slot: bytes.readUInt32LE(at + 16),
    }
  }

  /** Reads on; false at the end of the run. */
  async fill(): Promise<boolean> {
    const wanted = Math.min(this.#buffer.length, (this.#run.count - this.#taken) * ENTRY_BYTES)
    const position = this.#run.position + this.#taken * ENTRY_BYTES
    for (let read = 0; read < wanted; ) {
      const { bytesRead } = await this.#file.read(this.#buffer, read, wanted - read, position + read)
      if (bytesRead === 0) throw new ForewarnError('store_unavailable', 'the temporary file was cut')
      read += bytesRead
    }
    this.#at = 0
    this.#end = wanted
    this.#taken += wanted / ENTRY_BYTES
    return wanted > 0
  }
}

interface Head {
  entry: Entry
  device: number
  /** Runs are in the order in which their entries came. */
  run: number
}

const comesBefore = (a: Head, b: Head): boolean =>
  (a.entry.ts - b.entry.ts || a.device - b.device || a.run - b.run) < 0

async function* merge(
  runs: readonly Run[],
  file: FileHandle,
  deviceOf: (slot: number) => number,
): AsyncGenerator<Entry> {
  const entries = Math.max(FEWEST_READ, Math.min(MOST_READ, Math.floor(MERGE_ENTRIES / runs.length)))
  const readers = runs.map(run => new RunReader(file, run, entries))
  /** The smallest is first; each is before the two at twice its place. */
  const heap: Head[] = []
  for (const [run, reader] of readers.entries()) {
    await reader.fill()
    const entry = reader.ready()
    if (entry) heap.push({ entry, device: deviceOf(entry.slot), run })
  }
  for (let at = heap.length >> 1; at >= 0; at--) sink(heap, at)
  for (let head = heap[0]; head; head = heap[0]) {
    yield head.entry
    const reader = readers[head.run] as RunReader
    const entry = reader.ready() ?? ((await reader.fill()) ? reader.ready() : undefined)
    const last = entry ? undefined : heap.pop()
    if (entry) heap[0] = { entry, device: deviceOf(entry.slot), run: head.run }
    else if (last && heap.length > 0) heap[0] = last
    sink(heap, 0)
  }
}

/** Lets the head at a place go down to where it belongs. */
function sink(heap: Head[], from: number): void {
  for (let at = from; ; ) {
    const left = 2 * at + 1
    const right = left + 1
    let first = at
    for (const child of [left, right]) {
      const candidate = heap[child]
      if (candidate && comesBefore(candidate, heap[first] as Head)) first = child
    }
    if (first === at) return
    const moved = heap[at] as Head
    heap[at] = heap[first] as Head
    heap[first] = moved
    at = first
  }
}
