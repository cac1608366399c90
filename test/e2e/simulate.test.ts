import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDevice } from '../../simulators/device.ts'
import { readTruthFile } from '../../simulators/plant/truth-file.ts'
import { surveyRecording } from '../../simulators/record/played-recording.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Verification } from '../../ticketing/domain/verification.ts'
import { runCli } from '../services/cli.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'
import { inherited } from '../services/inherited.ts'

let here: Place
let forewarn: RunningForewarn

beforeAll(async () => {
  here = await place()
  forewarn = await startForewarn(here)
})
afterAll(async () => {
  await forewarn.end('SIGTERM')
  await here.remove()
})

/** More than two weeks in which the pumps are well, then a strainer fills up, and people who need seconds for what takes others hours. */
const scenario = `name: A pump with a strainer
seed: 3
start: now-24d
step: 5m
liveStep: 200ms
sites:
  - { id: works, name: Works, timeZone: UTC }
fleet:
  - { kind: pump, id: pump, count: 2, name: Pump, criticality: A }
faults:
  planned:
    - { asset: pump-1, mode: clogging, onset: now-60h, failure: now+4h }
people:
  planner: { reviewMinutes: 0.01, leaves: [] }
  teams:
    - { id: fitters, name: Fitters }
  technicians:
    - { id: anna, name: Anna, team: fitters, skills: [mechanical] }
  routing: { team: fitters, routes: [] }
  respondMinutes: 0.01
  travelMinutes: 0.01
  repairMinutes: 0.02
`

/** Runs the command as a user would; what it prints, and how it ends. */
function simulate(args: string[]) {
  const child = spawn(process.execPath, ['main/cli.ts', 'simulate', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...inherited, DATA_DIR: here.dataDir, ADMIN_TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk))
  return { child, printed: () => printed, ended: once(child, 'exit') as Promise<[number | null]> }
}

test('a fault is found, the crew goes and repairs it, and the repair begins to be watched', async () => {
  const file = join(here.dataDir, 'works.yaml')
  const truthFile = join(here.dataDir, 'truth.jsonl')
  await writeFile(file, scenario)
  const { child, printed, ended } = simulate([
    ...[file, '--truth', truthFile, '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl],
  ])
  const tickets = await eventually(
    async () => {
      const { items } = (await forewarn.api<{ items: Ticket[] }>('GET', '/tickets?asset=pump-1')).body
      return items.length > 0 && items.every(({ state }) => state === 'verifying') ? items : undefined
    },
    { what: `a repaired machine, after\n${printed()}` },
  )
  for (const ticket of tickets)
    expect(ticket).toMatchObject({ source: 'finding', team: 'fitters', assignee: 'anna', failureCode: 'PLU' })
  const details = await Promise.all(
    tickets.map(async ({ number }) => (await forewarn.api<TicketDetail>('GET', `/tickets/${number}`)).body),
  )
  const stepsOf = ({ events }: TicketDetail) =>
    events.filter(({ type }) => type === 'transition').map(({ to }) => to)
  // What else was known of the machine by the time of the visit is answered with it.
  const ticket = details.find(detail => stepsOf(detail).includes('on_site')) as TicketDetail
  expect(ticket.outcome).toBe('found_as_predicted')
  expect(stepsOf(ticket)).toEqual(['assigned', 'accepted', 'on_site', 'resolved', 'verifying'])
  const watch = await forewarn.api<Verification>('GET', `/tickets/${ticket.number}/verification`)
  expect(watch.body).toMatchObject({ state: 'watching', device: 'pump-1-monitor' })

  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
  const truth = await readTruthFile(truthFile)
  expect(truth.planned).toMatchObject([{ asset: 'pump-1', failureMode: 'clogging' }])
  expect(truth.events).toMatchObject([
    { event: 'repair', asset: 'pump-1', occasion: 'planned', succeeded: true },
  ])
  expect(printed()).toMatch(/13[89]\d\d samples of history are published; now live/)
})

test('a scenario that lies in the past is published, and ends by itself; a second run goes on with the same devices', async () => {
  const file = join(here.dataDir, 'past.yaml')
  const shaken = scenario.replace('criticality: A }', 'criticality: A, waveforms: { every: 30m } }')
  await writeFile(file, shaken.replace('start: now-24d', 'start: now-24d\nduration: 10h'))
  for (let run = 0; run < 2; run++) {
    const { printed, ended } = simulate([file, '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl])
    expect((await ended)[0]).toBe(0)
    expect(printed()).toContain('The scenario is over: 240 samples are published and acknowledged.')
  }
  // Their waveforms are stored as the metrics that are made of them.
  const path = `/devices/pump-1-monitor/series?metric=vibration.crest&from=0&to=${Date.now()}`
  const crests = await eventually(async () => {
    const { body } = await forewarn.api<{ items: { value: number }[] }>('GET', path)
    return body.items.length >= 4 ? body.items : undefined
  })
  for (const { value } of crests) expect(value).toBeGreaterThan(2)
})

test('what Forewarn’s own broker hears is recorded, and played as devices of a scenario', async () => {
  const recording = join(here.dataDir, 'heard.jsonl.gz')
  const recorder = runCli(['record', recording, '--topic', 'telemetry/#'], {
    ...{ DATA_DIR: here.dataDir, MQTT_PORT: String(here.mqttPort) },
  })
  await eventually(async () => (recorder.printed().includes('Ctrl-C ends it') ? true : undefined))
  const pump = await connectDevice({
    ...{ url: forewarn.mqttUrl, site: 'works', device: 'pump-1-monitor', user: 'admin', secret: ADMIN_TOKEN },
  })
  for (let n = 0; n < 5; n++)
    await pump.publish({ ts: Date.now() - 60_000 + n, values: { motor_current: 40 + n } })
  await pump.flush()
  await pump.close()
  const heard = () => surveyRecording({ file: recording, topics: [], prefix: '' }).catch(() => undefined)
  await eventually(async () => ((await heard())?.messages === 5 ? true : undefined))
  recorder.child.kill('SIGINT')
  expect((await recorder.ended)[0], recorder.printed()).toBe(0)

  const file = join(here.dataDir, 'again.yaml')
  await writeFile(
    file,
    `name: Again
start: now-1h
duration: 30m
sites:
  - { id: annex, name: Annex }
recordings:
  - { file: heard.jsonl.gz, prefix: again-, begins: start+10m, class: pump }
`,
  )
  const beganMs = Date.now()
  const { printed, ended } = simulate([file, '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl])
  expect((await ended)[0], printed()).toBe(0)
  expect(printed()).toMatch(/heard\.jsonl\.gz: 5 messages of 1 devices, from .* to .*\n/)
  expect(printed()).toContain('5 messages of recordings were played.')
  const path = `/devices/again-pump-1-monitor/series?metric=motor_current&from=${beganMs - 3_600_000}&to=${Date.now()}`
  const series = await eventually(async () => {
    const { body } = await forewarn.api<{ items: { ts: number; value: number }[] }>('GET', path)
    return body.items?.length === 5 ? body.items : undefined
  })
  expect(series.map(({ value }) => value)).toEqual([40, 41, 42, 43, 44])
  // Measured a minute before it was received, which is ten minutes after the start.
  const offMs = (series[0]?.ts ?? 0) - (beganMs - 3_600_000 + 9 * 60_000)
  expect(Math.abs(offMs)).toBeLessThan(120_000)
})

test('what is wrong with a scenario is told with its place, before anything else happens', async () => {
  const file = join(here.dataDir, 'wrong.yaml')
  await writeFile(file, scenario.replace('kind: pump', 'kind: pomp'))
  const { printed, ended } = simulate([file, '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl])
  expect((await ended)[0]).toBe(1)
  expect(printed()).toMatch(/wrong\.yaml:9:7: fleet\[1\]\.kind: pomp cannot be simulated; give one of pump, /)
})
