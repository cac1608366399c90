/** What benches of a whole Forewarn share: starting it, loading it, looking at it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadReport } from '../../simulators/load/run-load.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'
import { type InfluxServer, startInfluxdb } from '../services/influxdb.ts'

export interface Bench {
  place: Place
  influxdb: InfluxServer | undefined
  forewarn: RunningForewarn
  env: Record<string, string>
}

/** A fresh Forewarn in a directory of its own; the path is measured, not its limits. */
export async function startBench(store: string): Promise<Bench> {
  const where = await place()
  const influxdb = store === 'influxdb' ? await startInfluxdb() : undefined
  await influxdb?.query('create database forewarn')
  const env: Record<string, string> = {
    DEVICE_MESSAGES_PER_S: '1000000',
    DEVICE_BYTES_PER_S: '1000000000',
    ...(influxdb && { INFLUX_URL: influxdb.url }),
  }
  return { place: where, influxdb, env, forewarn: await startForewarn(where, { env }) }
}

export async function stopBench({ forewarn, influxdb, place: where }: Bench): Promise<void> {
  await forewarn.end('SIGTERM')
  await influxdb?.stop()
  await where.remove()
}

/** Figures of /metrics by name, all labels added up. */
export async function metricsOf({ forewarn }: Pick<Bench, 'forewarn'>): Promise<Map<string, number>> {
  const text = await (await fetch(`${forewarn.httpUrl}/metrics`)).text()
  const figures = new Map<string, number>()
  for (const [, name = '', value] of text.matchAll(/^([a-z_]+)(?:\{.*\})? (\S+)$/gm))
    figures.set(name, (figures.get(name) ?? 0) + Number(value))
  return figures
}

export async function lagOf(bench: Pick<Bench, 'forewarn'>): Promise<{ writer: number; detection: number }> {
  const figures = await metricsOf(bench)
  const read = (name: string) => figures.get(name) ?? Number.NaN
  return { writer: read('forewarn_writer_lag_messages'), detection: read('forewarn_detection_lag_messages') }
}

export async function untilDrained(bench: Pick<Bench, 'forewarn'>, withinMs = 600_000): Promise<void> {
  await eventually(
    async () => {
      const { writer, detection } = await lagOf(bench)
      return writer === 0 && detection === 0 ? true : undefined
    },
    { withinMs, what: 'an empty log' },
  )
}

export type Report = Omit<LoadReport, 'ledger'>

/** A load generator as a process of its own. */
export interface Generator {
  process: ChildProcess
  /** Settles when all devices are connected and the time counts. */
  started: Promise<void>
  report: Promise<Report>
}

export interface Load {
  devices: number
  seconds: number
  prefix: string
  /** Messages a second; as fast as acknowledged when undefined. */
  rate?: number | undefined
  /** File for what was acknowledged. */
  ledger?: string
}

export function loadForewarn({ forewarn }: Pick<Bench, 'forewarn'>, load: Load): Generator {
  return generate([
    ...['main/cli.ts', 'load', '--json', '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl],
    ...['--devices', `${load.devices}`, '--seconds', `${load.seconds}`, '--prefix', load.prefix],
    ...(load.rate === undefined ? [] : ['--rate', `${load.rate}`]),
    ...(load.ledger === undefined ? [] : ['--ledger', load.ledger]),
  ])
}

/** `args` of a program that prints a line of JSON when it starts and its report at its end. */
export function generate(args: readonly string[]): Generator {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ADMIN_TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the generator has ended without a report')
    return JSON.parse(value)
  }
  const started = next().then(() => undefined)
  const report = started.then(next).then(async (value: Report) => {
    if (child.exitCode === null) await once(child, 'exit')
    return value
  })
  report.catch(() => undefined) // awaited later
  return { process: child, started, report }
}

/** What is stored a second when it comes as fast as it is acknowledged: the measure of the other loads. */
export async function peakRate(bench: Bench, devices: number, seconds: number): Promise<number> {
  const generator = loadForewarn(bench, { devices, seconds, prefix: 'peak' })
  await generator.started
  const beganAtMs = performance.now()
  const { acknowledged } = await generator.report
  await untilDrained(bench)
  return Math.round(acknowledged / ((performance.now() - beganAtMs) / 1000))
}

/** Readers that are no further behind than this after a minute keep up. */
const BEHIND_S = 2

/**
 * What is stored a second for as long as it comes. Each try is offered what was stored during the one before, from the
 * peak on, until the writer and the detectors keep up with it.
 */
export async function sustainedRate(bench: Bench, devices: number, seconds: number): Promise<number> {
  let rate = await peakRate(bench, devices, 15)
  for (;;) {
    const load = loadForewarn(bench, { devices, seconds, prefix: 'sustained', rate })
    await load.started
    await sleep(seconds * 1000)
    const { writer, detection } = await lagOf(bench)
    const { acknowledgedPerS } = await load.report
    await untilDrained(bench)
    const behind = Math.max(writer, detection)
    const storedPerS = Math.round(acknowledgedPerS - behind / seconds)
    console.log(`${rate}/s offered for ${seconds} s: ${storedPerS}/s stored, ${behind} behind at the end`)
    if (behind < BEHIND_S * rate) return storedPerS
    rate = storedPerS
  }
}
