/**
 * Random and mutated packets, frames of 256 MB and slow sockets against a whole Forewarn, while an ordinary device goes on:
 * `node test/conformance/fuzz.ts [--seconds 20] [--sockets 40] [--seed 1]`
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import mqtt from 'mqtt'
import { place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'
import { createRandom, type FuzzTarget, fuzzers } from './fuzzers.ts'

export interface FuzzReport {
  connections: number
  /** Of the ordinary device. */
  acknowledged: number
  slowestMs: number
  refused: number
  rssMb: { before: number; highest: number; after: number }
}

export interface FuzzOptions {
  seconds: number
  sockets: number
  seed: number
}

/** Rejects when the ordinary device is not served, or the service ends. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const here = await place()
  const forewarn = await startForewarn(here, { env: { LOG_LEVEL: 'error' } })
  try {
    const report = await fuzz(forewarn, options)
    const { code } = await forewarn.end('SIGTERM')
    if (code !== 0) throw new Error(`Forewarn ended with ${code}:\n${forewarn.output()}`)
    return report
  } finally {
    await forewarn.end('SIGKILL') // harmless after its end
    await here.remove()
  }
}

async function fuzz(forewarn: RunningForewarn, { seconds, sockets, seed }: FuzzOptions): Promise<FuzzReport> {
  const register = async (id: string) => {
    await forewarn.api('POST', '/assets', { id, site: 'plant', class: 'generic', criticality: 'C' })
    const { body } = await forewarn.api<{ secret: string }>('POST', '/devices', {
      id,
      site: 'plant',
      asset: id,
    })
    return { user: id, secret: body.secret }
  }
  const port = Number(new URL(forewarn.mqttUrl).port)
  const login = await register('fuzzed')
  const target: FuzzTarget = { host: '127.0.0.1', port, login, topic: 'telemetry/plant/fuzzed' }
  const good = await register('good')
  const endsAtMs = performance.now() + seconds * 1_000
  const device = publishUntil(endsAtMs, forewarn.mqttUrl, good)
  await sleep(500)
  const before = rssMb(forewarn.pid)
  let highest = before
  const watch = setInterval(() => {
    highest = Math.max(highest, rssMb(forewarn.pid))
  }, 100)
  let connections = 0
  const lane = async (number: number) => {
    const random = createRandom(seed * 1_000 + number)
    while (performance.now() < endsAtMs) {
      const fuzzer = fuzzers[random(fuzzers.length)]
      await fuzzer?.attack(target, random)
      connections += 1
      await sleep(random(20))
    }
  }
  const lanes = Promise.all(Array.from({ length: sockets }, (_, number) => lane(number)))
  const served = await device
  await lanes
  clearInterval(watch)
  await sleep(1_000)
  const after = rssMb(forewarn.pid)
  const metrics = await (await fetch(`${forewarn.httpUrl}/metrics`)).text()
  const refused = [...metrics.matchAll(/^forewarn_broker_refused_total\{.*\} (\d+)$/gm)]
  return {
    connections,
    ...served,
    refused: refused.reduce((sum, [, count]) => sum + Number(count), 0),
    rssMb: { before, highest, after },
  }
}

async function publishUntil(
  endsAtMs: number,
  url: string,
  { user, secret }: FuzzTarget['login'],
): Promise<{ acknowledged: number; slowestMs: number }> {
  const client = await mqtt.connectAsync(url, { username: user, password: secret, reconnectPeriod: 0 })
  const lost = new Promise<never>((_, reject) =>
    client.once('close', () => reject(new Error('the ordinary device was disconnected'))),
  )
  lost.catch(() => undefined) // also at its end, when nobody waits for it
  let acknowledged = 0
  let slowestMs = 0
  while (performance.now() < endsAtMs) {
    const sentAtMs = performance.now()
    const late = sleep(20_000, undefined, { ref: false }).then(() => {
      throw new Error(`the ordinary device got no PUBACK within 20 s, after ${acknowledged}`)
    })
    late.catch(() => undefined)
    const body = JSON.stringify({ values: { temperature: acknowledged } })
    await Promise.race([client.publishAsync(`telemetry/plant/${user}`, body, { qos: 1 }), late, lost])
    acknowledged += 1
    slowestMs = Math.max(slowestMs, performance.now() - sentAtMs)
    await sleep(10)
  }
  await client.endAsync()
  return { acknowledged, slowestMs }
}

const rssMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '20' },
      sockets: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
    },
  })
  const report = await runFuzz({
    seconds: Number(values.seconds),
    sockets: Number(values.sockets),
    seed: Number(values.seed),
  })
  const { before, highest, after } = report.rssMb
  console.log(
    `${report.connections} connections, ${report.refused} refusals; an ordinary device beside them: ` +
      `${report.acknowledged} acknowledged, the slowest after ${report.slowestMs.toFixed(0)} ms; ` +
      `memory ${before.toFixed(0)} MB before, ${highest.toFixed(0)} MB at most, ${after.toFixed(0)} MB after`,
  )
}
