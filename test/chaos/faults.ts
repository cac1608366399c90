import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '../services/forewarn.ts'
import type { Load } from './loss.ts'
import type { Rig, RigOptions } from './rig.ts'

export interface FaultOptions {
  /** How often. */
  rounds: number
  /** How long each outage lasts. */
  seconds: number
}

export interface Fault {
  what: string
  rig?: RigOptions
  /** Instead of the ordinary load. */
  load?: Load
  run(rig: Rig, options: FaultOptions): Promise<void>
}

const MEGABYTE = 1024 ** 2
/** Between two rounds the service is at work for up to so long. */
const AT_WORK_MS = 4_000

const each = async (rounds: number, round: () => Promise<void>) => {
  for (let done = 0; done < rounds; done += 1) {
    await sleep(Math.random() * AT_WORK_MS) // random on purpose: no two runs kill at the same instruction
    await round()
  }
}

export const faults = {
  kill: {
    what: 'kill -9 of the service at random moments',
    run: (rig, { rounds }) => each(rounds, () => rig.killForewarn()),
  },
  influxdb: {
    what: 'InfluxDB stopped',
    async run({ influxdb }, { seconds }) {
      await influxdb.halt()
      await sleep(seconds * 1_000)
      await influxdb.resume()
    },
  },
  postgres: {
    what: 'PostgreSQL restarted',
    run: (rig, { rounds }) => each(rounds, () => rig.restartPostgres()),
  },
  network: {
    what: 'the network between devices and broker cut, and stalled',
    run: ({ network }, { rounds }) =>
      each(rounds, async () => {
        network.cut()
        await sleep(1_000)
        network.heal()
        await sleep(AT_WORK_MS / 2)
        network.stall()
        await sleep(1_000)
        network.heal()
      }),
  },
  disk: {
    what: 'the disk of the message log full, while InfluxDB is stopped',
    rig: { diskBytes: 48 * MEGABYTE },
    load: { devices: 50 },
    async run(rig) {
      await rig.influxdb.halt()
      await eventually(async () => ((await refusedForFull(rig)) > 0 ? true : undefined), {
        withinMs: 300_000,
        what: 'a full disk',
      })
      await rig.influxdb.resume()
      const before = await stored(rig)
      await eventually(async () => ((await stored(rig)) > before + 1_000 ? true : undefined), {
        withinMs: 120_000,
        what: 'messages that are stored again',
      })
    },
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as FaultName[]

const refusedForFull = (rig: Rig) =>
  metric(rig, /^forewarn_broker_refused_total\{.*reason="log_full".*\} (\d+)$/m)
const stored = (rig: Rig) => metric(rig, /^forewarn_broker_messages_stored_total(?:\{.*\})? (\d+)$/m)

async function metric({ forewarn }: Rig, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${forewarn.httpUrl}/metrics`)).text()
  return Number(pattern.exec(text)?.[1] ?? 0)
}
