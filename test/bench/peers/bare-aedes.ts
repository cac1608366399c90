/**
 * The least that can acknowledge after storing: Aedes in one process, the PUBACK held in `authorizePublish` until
 * InfluxDB has the point, batches of up to 5,000. No log, no registry, no detection. `bare-aedes.ts INFLUX_URL`
 */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { Aedes, type AuthorizePublishHandler } from 'aedes'

const BATCH = 5_000
const [influxUrl = ''] = process.argv.slice(2)
const writeUrl = `${influxUrl}/write?db=bench&precision=ms`

interface Waiting {
  line: string
  acknowledge(error?: Error | null): void
}
let waiting: Waiting[] = []
let isWriting = false

const authorizePublish: AuthorizePublishHandler = (_client, { topic, payload }, acknowledge) => {
  const { ts, values } = JSON.parse(payload.toString())
  const fields = Object.entries(values).map(([metric, value]) => `${metric}=${value}`)
  waiting.push({ line: `load,device=${topic.split('/')[2]} ${fields.join()} ${ts}`, acknowledge })
  if (!isWriting) setImmediate(write)
}

async function write(): Promise<void> {
  if (isWriting) return
  isWriting = true
  while (waiting.length > 0) {
    const batch = waiting.slice(0, BATCH)
    waiting = waiting.slice(BATCH)
    const { status } = await fetch(writeUrl, {
      method: 'POST',
      body: batch.map(({ line }) => line).join('\n'),
    })
    const error = status === 204 ? null : new Error(`InfluxDB answered ${status}`)
    for (const { acknowledge } of batch) acknowledge(error)
  }
  isWriting = false
}

const aedes = await Aedes.createBroker({ concurrency: 0, authorizePublish })
const server = createServer(stream => aedes.handle(stream)).listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })),
)
process.on('SIGTERM', () => process.exit())
