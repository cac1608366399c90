import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../contracts/clock.ts'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { pause } from '../pace.ts'
import { Connection } from './connection.ts'
import { LatencyHistogram } from './histogram.ts'
import { type LedgerEntry, Runs } from './ledger.ts'
import { loadMessage, STEP_MS } from './message.ts'
import { createRelease } from './release.ts'

export interface LoadDevice {
  id: string
  /** Who logs in: the device itself, or the administrator. */
  user: string
  secret: string
}

export interface LoadOptions {
  host: string
  port: number
  site: string
  /** A connection for each of them. */
  devices: readonly LoadDevice[]
  seconds: number
  /** Messages per second of all devices together; without it as many as are acknowledged. */
  rate?: number
  /** Unacknowledged messages of one device. */
  window: number
  clock: Clock
  /** Ends the load early; what is under way is still waited for. */
  signal: AbortSignal
  /** All devices are connected and the time counts. */
  onStarted?(): void
}

export interface LoadReport {
  devices: number
  /** From the first message to the end of the load, without the wait for the last acknowledgements. */
  seconds: number
  sent: number
  acknowledged: number
  /** Neither acknowledged nor refused when the generator gave up waiting. */
  unacknowledged: number
  /** Acknowledged during `seconds`, per second. */
  acknowledgedPerS: number
  latencyMs: { p50: number; p99: number; max: number }
  /** Connections that were closed by the other side; each was opened again. */
  lostConnections: number
  ledger: LedgerEntry[]
}

/** A broker with a backlog accepts no more than so many logins at a time. */
const LOGINS_AT_ONCE = 100
/** Finer than a device can be expected to be. */
const TICK_MS = 2
const LAST_ACKNOWLEDGEMENTS_MS = 30_000

/** Publishes for the given time from all devices at once. Rejects when the first login of a device is refused. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { devices, clock } = options
  const firstTs = clock.nowMs()
  const latencies = new LatencyHistogram()
  const acknowledged = devices.map(() => new Runs())
  let lostConnections = 0
  const connections = devices.map((device, index) => {
    const runs = acknowledged[index] ?? new Runs()
    return connectionOf(device, options, {
      message: sequence => loadMessage(index, sequence, firstTs + sequence * STEP_MS),
      onAcknowledged(sequence, latencyMs) {
        runs.add(sequence)
        latencies.record(latencyMs)
      },
      onLost: () => {
        lostConnections++
      },
    })
  })
  try {
    await openAll(connections)
    options.onStarted?.()
    const beganAtMs = performance.now()
    await publish(connections, options)
    const seconds = (performance.now() - beganAtMs) / 1000
    const acknowledgedPerS = latencies.count / seconds
    await untilAcknowledged(connections)
    return {
      devices: devices.length,
      seconds,
      sent: total(connections.map(({ sent }) => sent)),
      acknowledged: latencies.count,
      unacknowledged: total(connections.map(({ unacknowledged }) => unacknowledged)),
      acknowledgedPerS,
      latencyMs: {
        p50: latencies.percentileMs(0.5),
        p99: latencies.percentileMs(0.99),
        max: latencies.maxMs,
      },
      lostConnections,
      ledger: devices.map(({ id }, index) => {
        const runs = acknowledged[index]?.toJSON() ?? []
        return { device: id, firstTs, stepMs: STEP_MS, acknowledged: runs }
      }),
    }
  } finally {
    for (const connection of connections) connection.end()
  }
}

function connectionOf(
  { id, user, secret }: LoadDevice,
  { host, port, site, window }: LoadOptions,
  events: Pick<ConstructorParameters<typeof Connection>[0], 'message' | 'onAcknowledged' | 'onLost'>,
): Connection {
  // A client id belongs to who logs in; the administrator is here many times and lets the broker choose.
  const clientId = user === ADMINISTRATOR ? '' : user
  return new Connection({
    host,
    port,
    clientId,
    user,
    secret,
    window,
    topic: `telemetry/${site}/${id}`,
    ...events,
  })
}

async function openAll(connections: readonly Connection[]): Promise<void> {
  const waiting = connections.values()
  const openEach = async () => {
    for (const connection of waiting) await connection.open()
  }
  await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, openEach))
}

async function publish(
  connections: readonly Connection[],
  { seconds, rate, signal }: LoadOptions,
): Promise<void> {
  if (rate === undefined) {
    for (const connection of connections) connection.releaseAll()
    await pause(seconds * 1000, signal)
  } else await publishAt(rate, connections, { seconds, signal })
  for (const connection of connections) connection.hold()
}

/** Device after device in turn, so that the messages of a tick come from different ones. */
async function publishAt(
  rate: number,
  connections: readonly Connection[],
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<void> {
  const release = createRelease(rate)
  const beganAtMs = performance.now()
  let turn = 0
  for (let elapsedMs = 0; elapsedMs < seconds * 1000 && !signal.aborted; ) {
    elapsedMs = Math.min(performance.now() - beganAtMs, seconds * 1000) // a late timer at the end sends nothing more
    for (let due = release(elapsedMs); due > 0; due--) {
      connections[turn]?.release(beganAtMs + elapsedMs)
      turn = (turn + 1) % connections.length
    }
    await pause(TICK_MS, signal)
  }
}

async function untilAcknowledged(connections: readonly Connection[]): Promise<void> {
  const deadlineMs = performance.now() + LAST_ACKNOWLEDGEMENTS_MS
  while (connections.some(({ unacknowledged }) => unacknowledged > 0) && performance.now() < deadlineMs)
    await sleep(TICK_MS)
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)
