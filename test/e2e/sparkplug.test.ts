import { afterAll, expect, test } from 'vitest'
import type { DeadLetter } from '../../contracts/dead-letters.ts'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { connectEdgeNode } from '../services/edge-node.ts'
import { eventually, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const here = await place()
afterAll(() => here.remove())

const T0 = Date.UTC(2026, 0, 1)

test('a Sparkplug edge node: its birth outlives kill -9, and what it does not explain it is asked for', async () => {
  let forewarn = await startForewarn(here)
  const node = {
    group: 'Plant 1',
    id: 'edge-1',
    secret: await register(forewarn),
    metrics: ['Motor/Temperature'],
  }
  const first = await connectEdgeNode({ ...node, url: forewarn.mqttUrl, bdSeq: 0 })
  await first.send({ 'Motor/Temperature': 71 }, T0)
  await untilStored(forewarn, 'Motor.Temperature', [71])
  await forewarn.end('SIGKILL')
  await first.die()

  forewarn = await startForewarn(here)
  const second = await connectEdgeNode({ ...node, url: forewarn.mqttUrl, bdSeq: 1, goesOnAt: 2 })
  await second.send({ 'Motor/Temperature': 72 }, T0 + 1_000)
  await untilStored(forewarn, 'Motor.Temperature', [71, 72])

  second.addMetric('Motor/Pressure')
  await second.send({ 'Motor/Pressure': 3 }, T0 + 2_000)
  await eventually(async () => (second.rebirths() > 0 ? true : undefined), {
    what: 'the request for a birth',
  })
  await second.send({ 'Motor/Pressure': 4 }, T0 + 3_000)
  await untilStored(forewarn, 'Motor.Pressure', [4])
  const { items } = (await forewarn.api<{ items: DeadLetter[] }>('GET', '/dead-letters')).body
  expect(items.map(({ reason }) => reason)).toEqual(['unknown_alias'])
  await second.die()
  await forewarn.end('SIGTERM')
}, 120_000)

async function register(forewarn: RunningForewarn): Promise<string> {
  await forewarn.api('POST', '/assets', { id: 'press', site: 'plant', class: 'generic', criticality: 'B' })
  const device = { id: 'edge-1', site: 'plant', asset: 'press' }
  return (await forewarn.api<{ secret: string }>('POST', '/devices', device)).body.secret
}

async function untilStored(forewarn: RunningForewarn, metric: string, values: number[]): Promise<void> {
  const path = `/devices/edge-1/series?metric=${metric}&from=${T0}&to=${T0 + 10_000}`
  await eventually(
    async () => {
      const { body } = await forewarn.api<{ items?: SeriesPoint[] }>('GET', path)
      const stored = body.items?.map(({ value }) => value)
      return JSON.stringify(stored) === JSON.stringify(values) ? true : undefined
    },
    { what: `${metric} = ${values}` },
  )
}
