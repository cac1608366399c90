import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { DeviceActivity } from '../contracts/device-ledger.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import type { Sample } from '../contracts/sample.ts'
import { type Activity, startActivity } from './activity.ts'

const T = Date.UTC(2026, 0, 31)
const NOW = T + 100_000

let activity: Activity | undefined
afterEach(() => activity?.stop())

/** A log of which the first `committed` entries are stored, and a ledger that keeps what it is told. */
function fixture(log: { committed: bigint; receivedAtMs: number[] }) {
  const records: [DeviceActivity[], number][] = []
  const told: string[] = []
  const state = { failing: false }
  activity = startActivity({
    ledger: {
      async recordActivity(devices, untilMs) {
        if (state.failing) throw new Error('away')
        records.push([[...devices], untilMs])
      },
      async recordReports(reports) {
        told.push(...reports.map(({ device }) => device))
      },
      async recordStrangers(strangers) {
        told.push(...strangers.map(({ name }) => name))
      },
    },
    log: {
      size: async () => ({ first: 0n, next: BigInt(log.receivedAtMs.length), bytes: 0 }),
      read: async from => ({
        entries: log.receivedAtMs
          .slice(Number(from), Number(from) + 1)
          .map(receivedAtMs => entry('', receivedAtMs)),
        next: from + 1n,
      }),
    },
    committed: () => log.committed,
    clock: { nowMs: () => NOW },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    everyMs: 5,
  })
  return { note: activity.note, told, records, state }
}
const entry = (publisher: string, receivedAtMs: number): LogEntry => ({
  ...{ publisher, receivedAtMs, topic: '', payload: new Uint8Array(), offset: 0n },
})
const sample = (device: string, observedAtMs: number, receivedAtMs: number): Sample => ({
  ...{ device, observedAtMs, receivedAtMs, site: '', asset: '', class: '', values: {} },
})
const said = (...samples: Sample[]) => ({ samples, reports: [], strangers: [] })
async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('did not hold within 10 s')
    await sleep(2)
  }
}

test('samples and publishers have spoken, the administrator and the external broker have not', async () => {
  const { note, records } = fixture({ committed: 0n, receivedAtMs: [] })
  await note(said(sample('a', T - 90, T), sample('a', T - 9_000, T + 10), sample('b', T + 3, T + 3)), [
    ...['gateway-1', 'admin', '$external'].map(publisher => entry(publisher, T)),
    entry('gateway-1', T - 5),
  ])
  await until(() => records.length > 0)
  expect(records[0]).toEqual([
    [
      { device: 'gateway-1', lastSeenMs: T, lastObservedMs: undefined, clockAheadMs: undefined, samples: 0 },
      { device: 'a', lastSeenMs: T + 10, lastObservedMs: T - 90, clockAheadMs: -90, samples: 2 },
      { device: 'b', lastSeenMs: T + 3, lastObservedMs: T + 3, clockAheadMs: undefined, samples: 1 },
    ],
    NOW - 5_000, // all is stored; a message may be on its way
  ])
  await until(() => records.length > 2)
  expect(records[1]?.[0]).toEqual([])
})

test('with a backlog it is recorded until the oldest message that is not stored', async () => {
  const log = { committed: 1n, receivedAtMs: [T, T + 1_000, T + 2_000] }
  const { records } = fixture(log)
  await until(() => records.at(-1)?.[1] === T + 1_000)
  log.committed = 2n
  await until(() => records.at(-1)?.[1] === T + 2_000)
  log.committed = 3n
  await until(() => records.at(-1)?.[1] === NOW - 5_000)
})

test('what could not be recorded is recorded later, with what came meanwhile', async () => {
  const { note, records, state } = fixture({ committed: 0n, receivedAtMs: [] })
  state.failing = true
  await note(said(sample('a', T, T + 1)), [])
  await sleep(20)
  await note(said(sample('a', T - 5, T + 2), sample('b', T, T + 2)), [])
  state.failing = false
  await until(() => records.some(([devices]) => devices.length > 0))
  const [devices] = records.find(([recorded]) => recorded.length > 0) ?? []
  expect(devices).toEqual([
    { device: 'a', lastSeenMs: T + 2, lastObservedMs: T, clockAheadMs: -1, samples: 2 },
    { device: 'b', lastSeenMs: T + 2, lastObservedMs: T, clockAheadMs: -2, samples: 1 },
  ])
})

test('what is left is recorded at the stop', async () => {
  const { note, records } = fixture({ committed: 0n, receivedAtMs: [] })
  await note(said(sample('a', T, T + 1)), [])
  await activity?.stop()
  expect(records.flatMap(([devices]) => devices.map(({ device }) => device))).toEqual(['a'])
})

test('reports and strangers are in the ledger at once', async () => {
  const { note, told } = fixture({ committed: 0n, receivedAtMs: [] })
  const stranger = {
    ...{ name: 'new-1', site: undefined, publisher: 'admin', topic: '', receivedAtMs: T },
    ...{ sample: new Uint8Array(), metrics: [] },
  }
  await note({ ...said(), reports: [{ device: 'a', receivedAtMs: T }], strangers: [stranger] }, [])
  expect(told).toEqual(['a', 'new-1'])
})
