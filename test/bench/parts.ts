/** CPU time per message of the parts behind the log, without disk and database: `node test/bench/parts.ts [DEVICES]`. */
import type { LogEntry } from '../../contracts/message-log.ts'
import type { AssetRegistry } from '../../contracts/registry.ts'
import type { Sample } from '../../contracts/sample.ts'
import { detectors } from '../../detectors/index.ts'
import { DetectionTable } from '../../detectors/table.ts'
import { noAnnouncements } from '../../ingest/announcements/testing.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { loadMessage, loadMetrics } from '../../simulators/load/message.ts'

const DEVICES = Number(process.argv[2] ?? 100)
const MESSAGES = 400_000
const BATCH = 256
const START_MS = 1_767_225_600_000

const equipmentClass = { id: 'load', name: 'Load', metrics: loadMetrics, acceptsAnyMetric: false }
const devices = new Map(
  Array.from({ length: DEVICES }, (_, i) => {
    const id = `load-${i + 1}`
    return [id, { id, site: 'load', asset: id, criticality: 'C', class: equipmentClass }] as const
  }),
)
const registry: AssetRegistry = {
  device: id => devices.get(id),
  resolve: async () => {},
  verifySecret: async () => true,
}
const decoder = createDecoder({
  registry,
  codecs,
  formats: { current: () => [] },
  announcements: noAnnouncements,
})
const table = new DetectionTable({ registry, detectors, onFailure: console.error })

/** As they come out of the log: new strings and bytes for every message. */
function entries(from: number): LogEntry[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const number = from + i
    const device = `load-${(number % DEVICES) + 1}`
    const sequence = Math.floor(number / DEVICES)
    const payload = Buffer.from(loadMessage(number % DEVICES, sequence, START_MS + sequence))
    const topic = `telemetry/load/${device}`
    return { offset: BigInt(number), topic, publisher: device, payload, receivedAtMs: START_MS + sequence }
  })
}

function detect(samples: readonly Sample[]): void {
  for (const sample of samples) table.take(sample)
}

const spentUs = { decoding: 0, detection: 0 }
async function spend(part: keyof typeof spentUs, work: () => Promise<void> | void): Promise<void> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  spentUs[part] += user + system
}

for (let from = 0; from < MESSAGES; from += BATCH) {
  const batch = entries(from)
  let samples: Sample[] = []
  await spend('decoding', async () => {
    samples = (await decoder.decode(batch)).samples
  })
  await spend('detection', () => detect(samples))
}
console.log(`${DEVICES} devices; ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB of memory at the end`)
for (const [part, us] of Object.entries(spentUs)) {
  console.log(`${part}: ${(us / MESSAGES).toFixed(2)} µs CPU a message of ${loadMetrics.length} values`)
}
