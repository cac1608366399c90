/** What the segment log takes and gives: `node test/bench/segment-log.ts [DIRECTORY]`, by default in the system's temporary one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessageLog } from '../../contracts/message-log.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'

const SECONDS = 4
const message = {
  topic: 'telemetry/demo/pump-101',
  publisher: 'pump-101',
  receivedAtMs: 1_767_225_600_000,
  payload: Buffer.alloc(120, 'x'),
}
const parent = process.argv[2] ?? tmpdir()
const directory = await mkdtemp(join(parent, 'segment-log-'))
const open = () => openSegmentLog({ directory, maxBytes: 2 ** 33 })
const thousand = (perSecond: number) => (perSecond / 1000).toFixed(1)

/** Each publisher sends one message, waits until it is on disk, and sends the next. */
async function publish(log: MessageLog, publishers: number): Promise<string> {
  const latencies: number[] = []
  const endsAtMs = performance.now() + SECONDS * 1000
  await Promise.all(
    Array.from({ length: publishers }, async () => {
      for (let sentAtMs = performance.now(); sentAtMs < endsAtMs; sentAtMs = performance.now()) {
        await log.append([message])
        latencies.push(performance.now() - sentAtMs)
      }
    }),
  )
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(share * latencies.length)]?.toFixed(2)
  return `${thousand(latencies.length / SECONDS)} thousand/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

/** Reads everything, a thousand a batch, each batch committed. */
async function consume(log: MessageLog, name: string): Promise<number> {
  const cursor = await log.cursor(name)
  const { next: end } = await log.size()
  const beganAtMs = performance.now()
  let count = 0
  while (cursor.committed < end) {
    const batch = await cursor.next({ count: 1000, bytes: 2 ** 20 }, new AbortController().signal)
    await batch?.commit()
    count += batch?.entries.length ?? 0
  }
  return (1000 * count) / (performance.now() - beganAtMs)
}

let log = await open()
await Promise.all(['one', 'other'].map(name => log.cursor(name))) // nothing is trimmed before they have read it
for (const publishers of [1, 100, 2000]) {
  console.log(`publishers, ${publishers}: ${await publish(log, publishers)}`)
}
await log.close()
const beganAtMs = performance.now()
log = await open()
console.log(`opening: ${(performance.now() - beganAtMs).toFixed(1)} ms`)
const rates = await Promise.all(['one', 'other'].map(name => consume(log, name)))
console.log(`two cursors that read everything: ${rates.map(thousand).join(' and ')} thousand/s`)
await log.close()
await rm(directory, { recursive: true })
