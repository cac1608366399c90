/**
 * The segment log of one thread, read and committed to from another one. The thread that has the log reads bytes and
 * hands them over; checking and decoding them is work of the other thread.
 */
import { type Calls, Transfer } from '../../../contracts/calls.ts'
import { pause } from '../../../contracts/hold.ts'
import type { Message, MessageLog, Offset, ReadLimit } from '../../../contracts/message-log.ts'
import { cursorAt, type Place } from './cursor.ts'
import { entriesOf, type Page } from './frames.ts'
import type { SharedLog } from './segment-log.ts'

/** The log as functions that another thread may call. */
export type LogCalls = ReturnType<typeof logCalls>

/** For `answerCalls`, in the thread that has the log. */
export function logCalls(log: SharedLog) {
  const places = new Map<string, Place>()
  const open = async (name: string): Promise<Place> => {
    const place = await log.place(name)
    places.set(name, place)
    return place
  }
  return {
    append: (messages: readonly Message[]) => log.append(messages),
    async read({ from, limit }: { from: Offset; limit: ReadLimit }) {
      const page = await log.readPage(from, limit)
      return new Transfer(
        page,
        page.frames.map(({ bytes }) => bytes.buffer as ArrayBuffer), // each of its own, see readFully
      )
    },
    waitFor: (offset: Offset, signal: AbortSignal) => log.waitFor(offset, signal),
    async place(name: string) {
      const { committed, start } = await open(name)
      return { committed, start }
    },
    async commit({ name, offset }: { name: string; offset: Offset }) {
      const place = places.get(name) ?? (await open(name))
      await place.commit(offset)
      return place.committed
    },
    trim: (before: Offset) => log.trim(before),
    size: (_: undefined) => log.size(),
  }
}

/**
 * The log of the thread that answers; closing it closes the port and leaves the log itself open. A consumer that has
 * caught up gets what is new at most every `gatherMs`: many small batches cost far more than a few larger ones.
 */
export function openPortLog(
  { call, wait, close }: Calls<LogCalls>,
  { gatherMs = 0 }: { gatherMs?: number } = {},
): MessageLog {
  /** What is known to be there needs no asking. */
  let end: Offset | undefined
  const isBehind = (offset: Offset) => end !== undefined && offset < end
  const log: MessageLog = {
    durability: 'fsync',
    append: messages => call('append', messages.map(owned)),
    async read(from, limit) {
      const page: Page = await call('read', { from, limit })
      end = page.end
      return entriesOf(page, from, limit)
    },
    async waitFor(offset, signal) {
      if (!isBehind(offset)) await wait('waitFor', offset, signal)
    },
    async cursor(name) {
      const place = await call('place', name)
      const commit = async (offset: Offset) => {
        place.committed = await call('commit', { name, offset })
      }
      let gatheredAtMs = 0
      const gather = async (offset: Offset, signal: AbortSignal) => {
        if (isBehind(offset)) return
        const waitMs = gatheredAtMs - performance.now()
        if (waitMs > 0) await pause(waitMs, signal)
        await log.waitFor(offset, signal)
        gatheredAtMs = performance.now() + gatherMs
      }
      return cursorAt(
        { read: log.read, waitFor: gather },
        {
          start: place.start,
          commit,
          get committed() {
            return place.committed
          },
        },
      )
    },
    trim: before => call('trim', before),
    size: () => call('size', undefined),
    close,
  }
  return log
}

/** A payload is often a view of far more bytes, which would be copied with it. */
const owned = (message: Message): Message => ({ ...message, payload: new Uint8Array(message.payload) })
