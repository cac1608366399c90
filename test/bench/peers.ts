/**
 * From PUBLISH to InfluxDB, side by side with Node-RED and with a bare script, in turn on the same machine:
 * `node test/bench/peers.ts --help`. Needs Debian's `influxdb` and `mosquitto`; Node-RED comes from npm into a
 * temporary directory.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { place, startForewarn } from '../services/forewarn.ts'
import { type InfluxServer, startInfluxdb } from '../services/influxdb.ts'
import { generate, loadForewarn, untilDrained } from './harness.ts'
import { median, optionsOf, report } from './options.ts'
import { installNodeRed, startNodeRed } from './peers/node-red.ts'
import { type Peer, startBareScript } from './peers/peer.ts'
import { usageOf } from './processes.ts'

/*
 * Mosquitto acknowledges whatever comes and drops what Node-RED does not take. Far more than it can would bring it to a
 * standstill, so it is offered somewhat more; the others acknowledge what they can, and are offered everything.
 */
const options = optionsOf('Messages a second from PUBLISH to InfluxDB, beside Node-RED and a bare script.', {
  devices: { default: '10,100,1000', help: 'numbers of devices, one after the other' },
  seconds: { default: '15', help: 'of each load, as fast as it is acknowledged' },
  naive: { default: '3500', help: 'messages/s offered to Node-RED naive' },
  practice: { default: '8000', help: 'messages/s offered to Node-RED best practice' },
  runs: { default: '3', help: 'rounds; each takes all systems in turn' },
})
const SYSTEMS = ['Node-RED naive', 'Node-RED best practice', 'bare script', 'Forewarn'] as const
type System = (typeof SYSTEMS)[number]
const offeredPerS: Partial<Record<System, number>> = {
  'Node-RED naive': Number(options.naive),
  'Node-RED best practice': Number(options.practice),
}
/** A system that stores nothing new for so long is done. */
const SETTLED_MS = 4_000

interface Figures {
  acknowledgedPerS: number
  /** Readable in the end, over the time until the last one was. */
  storedPerS: number
  lostPercent: number
  cpuUsPerMessage: number
  pubackP50Ms: number
}

async function storedIn(influxdb: InfluxServer, database: string): Promise<number> {
  const q = `select count(temperature) from ${database}.autogen.load`
  const answer = (await influxdb.query(q)) as { results: { series?: { values: [string, number][] }[] }[] }
  return answer.results[0]?.series?.[0]?.values[0]?.[1] ?? 0
}

/** Resolves when the number stands still, with when it began to. */
async function settled(count: () => Promise<number>): Promise<{ stored: number; atMs: number }> {
  let [stored, atMs] = [await count(), performance.now()]
  while (performance.now() - atMs < SETTLED_MS) {
    await sleep(200)
    const now = await count()
    if (now !== stored) [stored, atMs] = [now, performance.now()]
  }
  return { stored, atMs }
}

const cpuOf = (pids: readonly number[]) =>
  pids.reduce((sum, pid) => sum + usageOf(pid, () => false).own.cpuS, 0)

async function measurePeer(
  influxdb: InfluxServer,
  start: () => Promise<Peer>,
  { devices, rate }: { devices: number; rate: number | undefined },
): Promise<Figures> {
  await influxdb.query('create database bench')
  const peer = await start()
  try {
    const pids = [...peer.pids, influxdb.pid]
    const load = generate([
      ...['test/bench/generator.ts', '--mqtt', peer.mqttUrl],
      ...['--devices', `${devices}`, '--seconds', options.seconds],
      ...(rate === undefined ? [] : ['--rate', `${rate}`]),
    ])
    await load.started
    const [beganAtMs, cpuBefore] = [performance.now(), cpuOf(pids)]
    const { acknowledged, acknowledgedPerS, latencyMs } = await load.report
    const { stored, atMs } = await settled(() => storedIn(influxdb, 'bench'))
    return {
      acknowledgedPerS,
      storedPerS: stored / ((atMs - beganAtMs) / 1000),
      lostPercent: (100 * (acknowledged - stored)) / acknowledged,
      cpuUsPerMessage: (1e6 * (cpuOf(pids) - cpuBefore)) / stored,
      pubackP50Ms: latencyMs.p50,
    }
  } finally {
    await peer.stop()
  }
}

async function measureForewarn(influxdb: InfluxServer, devices: number): Promise<Figures> {
  await influxdb.query('create database forewarn')
  const where = await place()
  const env = { INFLUX_URL: influxdb.url, DEVICE_MESSAGES_PER_S: '1000000', DEVICE_BYTES_PER_S: '1000000000' }
  const forewarn = await startForewarn(where, { env })
  try {
    const pids = [forewarn.pid, influxdb.pid]
    const load = loadForewarn({ forewarn }, { devices, seconds: Number(options.seconds), prefix: 'load' })
    await load.started
    const [beganAtMs, cpuBefore] = [performance.now(), cpuOf(pids)]
    const { acknowledged, acknowledgedPerS, latencyMs } = await load.report
    await untilDrained({ forewarn })
    const atMs = performance.now()
    const stored = await storedIn(influxdb, 'forewarn')
    return {
      acknowledgedPerS,
      storedPerS: stored / ((atMs - beganAtMs) / 1000),
      lostPercent: (100 * (acknowledged - stored)) / acknowledged,
      cpuUsPerMessage: (1e6 * (cpuOf(pids) - cpuBefore)) / stored,
      pubackP50Ms: latencyMs.p50,
    }
  } finally {
    await forewarn.end('SIGTERM')
    await where.remove()
  }
}

async function measure(system: System, devices: number, nodeRed: string): Promise<Figures> {
  const influxdb = await startInfluxdb()
  try {
    if (system === 'Forewarn') return await measureForewarn(influxdb, devices)
    const start = {
      'Node-RED naive': () => startNodeRed(nodeRed, 'naive', influxdb.url),
      'Node-RED best practice': () => startNodeRed(nodeRed, 'best practice', influxdb.url),
      'bare script': () => startBareScript(influxdb.url),
    }
    return await measurePeer(influxdb, start[system], { devices, rate: offeredPerS[system] })
  } finally {
    await influxdb.stop()
  }
}

const nodeRed = await installNodeRed()
const rows = []
const figures: Record<string, Record<string, Figures[]>> = {}
try {
  for (const devices of options.devices.split(',').map(Number)) {
    const bySystem: Record<string, Figures[]> = {}
    for (let run = 1; run <= Number(options.runs); run++) {
      for (const system of SYSTEMS) {
        const measured = await measure(system, devices, nodeRed.directory)
        bySystem[system] = [...(bySystem[system] ?? []), measured]
        console.log(`${devices} devices, ${system}, run ${run}: ${JSON.stringify(measured)}`)
      }
    }
    figures[devices] = bySystem
    const middle = (system: string, name: keyof Figures) =>
      median((bySystem[system] ?? []).map(measured => measured[name]))
    for (const system of SYSTEMS) {
      rows.push({
        devices,
        system,
        'acknowledged/s': Math.round(middle(system, 'acknowledgedPerS')),
        'stored/s': Math.round(middle(system, 'storedPerS')),
        'lost %': middle(system, 'lostPercent'),
        'CPU µs a message': middle(system, 'cpuUsPerMessage'),
        'PUBACK p50 ms': middle(system, 'pubackP50Ms'),
        'Forewarn is × as fast': middle('Forewarn', 'storedPerS') / middle(system, 'storedPerS'),
      })
    }
  }
} finally {
  await nodeRed.remove()
}
await report(`From PUBLISH to InfluxDB 1.6.7, medians of ${options.runs}`, rows, options.json, figures)
