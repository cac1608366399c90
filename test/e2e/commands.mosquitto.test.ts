import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { eventually, type Place, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

let here: Place
let forewarn: RunningForewarn
let token: string

beforeAll(async () => {
  here = await place({ empty: true })
  forewarn = await startForewarn(here, { env: { ADMIN_TOKEN: '' } }) // so that it makes its own, as for a user
  token = (await readFile(join(here.dataDir, 'admin-token'), 'utf8')).trim()
})
afterAll(async () => {
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
  await here.remove()
})

/** Runs a command as a user of a shell in the checkout would; fails with what it printed. */
async function shell(command: string): Promise<string> {
  const { httpPort, mqttPort, dataDir } = here
  const env = { ...process.env, DATA_DIR: dataDir, HTTP_PORT: String(httpPort), MQTT_PORT: String(mqttPort) }
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: root,
    env,
    timeout: 60_000,
  })
  return stdout
}

const get = async <Body>(path: string): Promise<Body> => {
  const response = await fetch(`${forewarn.httpUrl}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return (await response.json()) as Body
}

test('what the start prints to try works as printed', async () => {
  const tried = forewarn.output().split('Try it in another terminal:')[1]?.split('Stop with')[0] ?? ''
  expect(forewarn.output()).toContain(`#token=${token}`)
  const [add = '', publish = '', read = ''] = tried
    .trim()
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map(line => line.trim())
  expect(await shell(add)).toContain('press-1')
  await shell(publish)
  const points = await eventually(async () => {
    const { items } = JSON.parse(await shell(read)) as { items: SeriesPoint[] }
    return items.length > 0 ? items : undefined
  })
  expect(points[0]?.value).toBe(71.2)
})

test("the README's commands work as written", async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block ?? '')
  const [data = '', transition = ''] = blocks.slice(1)
  const csv = join(here.dataDir, 'history.csv')
  await writeFile(csv, history())
  const adapted = (block: string) =>
    block
      .replace(/^npm run forewarn -- device add press-1.*$/m, '') // was done above
      .replace('history.csv', csv)
      .replace('data/admin-token', join(here.dataDir, 'admin-token'))
      .replace(':8080/', `:${here.httpPort}/`)
  expect(await shell(adapted(data))).toMatch(/2880 of 2880 rows published/)
  await eventually(async () =>
    (await get<{ items: Ticket[] }>('/tickets')).items.length > 0 ? true : undefined,
  )
  expect(JSON.parse(await shell(adapted(transition)))).toMatchObject({ number: 1, state: 'accepted' })
})

/** Runs all commands of a page from top to bottom; resolves with what they print. */
async function commandsOf(path: string, also = (script: string) => script): Promise<string> {
  const page = await readFile(join(root, path), 'utf8')
  const script = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block).join('\n')
  const adapted = script
    .replace('data/admin-token', join(here.dataDir, 'admin-token'))
    .replaceAll(':8080/', `:${here.httpPort}/`)
    .replaceAll('-p 1883', `-p ${here.mqttPort}`)
  return shell(also(adapted))
}

test('the commands of docs/api.md and docs/tickets.md work as written, from top to bottom', async () => {
  const printed = await commandsOf('docs/api.md')
  expect(printed).toContain('kiln-crew')
  expect(printed).toContain('"matches":true')
  expect(printed).toMatch(/"ts":1772352600000,"value":331\.11/) // 628 °F
  const [ticket] = (await get<{ items: Ticket[] }>('/tickets?asset=kiln-1')).items
  expect(ticket).toMatchObject({
    title: expect.stringContaining('Lime kiln 1'),
    state: 'closed',
    failureCode: 'OHE',
  })

  const more = await commandsOf('docs/tickets.md')
  expect(more).toContain('"assignee":"anna"') // the dry run
  expect(more).toContain('"state":"unwatched"') // nobody can measure what a person reported
  expect(more).toMatch(/412\n/)
  const written = await get<{ transitions: { to: string; requires?: string[] }[] }>('/workflows/inspection')
  expect(written.transitions.find(({ to }) => to === 'resolved')?.requires).toEqual([
    'failureCode',
    'resolution',
  ])
})

test('the commands of docs/access.md work as written, after those of docs/api.md', async () => {
  const printed = await commandsOf('docs/access.md')
  expect(printed).toMatch(/set a password +http:.*\/set-up#[\w-]{32}/)
  expect(printed).toContain('planner@plant, technician@plant')
  expect(printed).toMatch(/fwt_[\w-]{43} {3}\(shown this once\)/)
})

test('the commands of docs/audit.md work as written, and one byte changed is found', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-audit-'))
  // a checkpoint is there as soon as something was linked
  await eventually(async () =>
    (await get<{ checkpoint: object | null }>('/audit')).checkpoint ? true : undefined,
  )
  const page = await commandsOf('docs/audit.md', text =>
    text.replaceAll(/\baudit(-key|-checkpoints)?\.(pub|jsonl|jsonl\.gz)\b/g, `${directory}/$&`),
  )
  expect(page).toMatch(/audit\.jsonl\.gz is whole\./)
  expect(page).toMatch(/Checkpoints kept elsewhere: 1 compared\./)
  const [, events] = /Events: (\d+);/.exec(page) ?? []
  expect(page).toContain(`${events} events, each follows from the one before it`)
  await shell(`gunzip ${directory}/audit.jsonl.gz; sed -i '5s/"actor":"/&x/' ${directory}/audit.jsonl`)
  const verify = shell(
    `npm run --silent forewarn -- audit verify ${directory}/audit.jsonl --key ${directory}/audit-key.pub`,
  )
  await expect(verify).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/First broken link: changed, line 5: Event \d+ at position/),
  })
  await rm(directory, { recursive: true })
})

test('the commands of docs/notifications.md work as written, after those', async () => {
  const printed = await commandsOf('docs/notifications.md')
  expect(printed).toContain('"signingSecret":"whsec_')
  expect(printed).toContain('"reference":"RES-4711"')
  expect(printed).not.toContain('0b7d9a52')
})

test('the commands of docs/tuning.md work as written, after those of docs/api.md', async () => {
  const printed = await commandsOf('docs/tuning.md')
  expect(printed).toContain('"modeFrom":"asset"')
  expect(printed).toMatch(/"state":"done".*"label":"shipped"/s)
  const profile = await get<{ version: number; reason: string }>('/classes/kiln/profile')
  expect(profile).toMatchObject({
    version: 2,
    reason: expect.stringContaining('As discussed with the shift.'),
  })
})

test('the commands of docs/exports.md work as written, after those of docs/api.md', async () => {
  const printed = await commandsOf('docs/exports.md')
  expect(printed).toContain('number,kind,source,state,')
  expect(printed).toMatch(/^devices\/\{id\}\/series +Values of one metric/m)
  expect(printed).toMatch(/Wrote \S+tickets\.parquet\nWrote \S+history\.csv/)
  expect(printed).toMatch(/BEGIN:VCALENDAR.*NAME:Forewarn: Kiln crew.*END:VCALENDAR/s)
})

test('the commands of docs/intakes.md work as written, after those of docs/api.md', async () => {
  const printed = await commandsOf('docs/intakes.md')
  expect(printed).toMatch(/"items":\[\{"at":"\/faults\/0","outcome":"created","ticket":null/) // the trial
  expect(printed).toMatch(/"at":"line 3","outcome":"refused".*Asset kiln-9 is not known/) // the dry run
  expect(printed).toMatch(
    /"state":"failed".*line 3: Asset kiln-9 is not known.*\{"count":1\}.*"state":"done"/s,
  )
  const { items } = await get<{ items: Ticket[] }>('/tickets?asset=kiln-1&sort=newest')
  expect(items.map(({ title }) => title)).toContain('The drive of kiln 1 is hot')
  expect(items.filter(({ title }) => title === 'Grease the rollers')).toHaveLength(1)
})

test('the commands of docs/simulating.md work as written', async () => {
  const printed = await commandsOf('docs/simulating.md')
  expect(printed).toContain('The scenario is over: 27648 samples')
  expect(printed).toContain('"asset":"well-1"')
  const ticket = await eventually(
    async () => (await get<{ items: Ticket[] }>('/tickets?asset=well-1')).items[0],
  )
  expect(ticket).toMatchObject({ source: 'finding', team: 'fitters' })
})

test('a new device is found in quarantine, approved, and what it said is read again', async () => {
  const forewarn = 'npm run -s forewarn --'
  const publish = (device: string, payload: string) =>
    shell(
      `mosquitto_pub -h 127.0.0.1 -p ${here.mqttPort} -u admin -P ${token} -q 1 -t telemetry/plant/${device} -m '${payload}'`,
    )
  const until = (command: string, holds: (printed: string) => boolean) =>
    eventually(async () => {
      const printed = await shell(command)
      return holds(printed) ? printed : undefined
    })
  await publish('new-1', '{"values": {"load": 7}}')
  await publish('new-2', '{"values": {"load": 8}}')
  const waiting = await until(`${forewarn} quarantine list`, printed => printed.includes('new-2'))
  expect(waiting).toMatch(/^new-1 +admin +telemetry\/plant\/new-1 +1 +\S+ +load$/m)
  await shell(`${forewarn} quarantine ignore new-2`)
  expect(await shell(`${forewarn} quarantine list`)).not.toContain('new-2')
  expect(await shell(`${forewarn} quarantine approve new-1 --asset press-1`)).toMatch(
    /dead letters +1 are read again/,
  )
  await until(`${forewarn} dead-letters list --device new-1`, printed => printed === 'No dead letters.\n')
  const [point] = await eventually(async () => {
    const { items } = await get<{ items: SeriesPoint[] }>('/devices/new-1/series?metric=load')
    return items.length > 0 ? items : undefined
  })
  expect(point?.value).toBe(7)
  const all = `${forewarn} dead-letters replay --device new-2 --reason unknown_device`
  expect(await shell(all)).toBe('1 dead letter is read again.\n')
  const added = await shell(
    `${forewarn} device add p-2 --site plant --asset press-1 --address "P 2" --gateway new-1`,
  )
  expect(added).toContain('Device p-2')
  expect(await get('/devices/p-2')).toMatchObject({ address: 'P 2', gateway: 'new-1' })
}, 60_000)

test('a mistake on the command line is explained and ends with a failure', async () => {
  const failure = (command: string) => shell(command).then(String, error => String(error.stderr))
  expect(await failure('npm run -s forewarn -- replay nowhere.csv --device x-1')).toContain('nowhere.csv')
  expect(await failure('npm run -s forewarn -- device add press-1 --site plant')).toContain('exists already')
  expect(await failure('npm run -s forewarn -- device add x-2 --site "a b"')).toMatch(/site/)
  expect(await failure('HTTP_PORT=http npm run -s forewarn -- start')).toContain(
    'HTTP_PORT: "http" is not valid',
  )
})

/** Two days of minutes with a daily cycle; in the last hours the machine runs hot. */
/** Twenty days, the last of which are ever hotter. */
function history(): string {
  const rows = Array.from({ length: 2880 }, (_, row) => {
    const hot = row > 2400 ? (row - 2400) / 20 : 0
    const value = 60 + 3 * Math.sin((row / 144) * 2 * Math.PI) + (row % 5) * 0.2 + hot
    return `${new Date(Date.UTC(2026, 0, 1, 0, row * 10)).toISOString()},${value.toFixed(2)}`
  })
  return ['timestamp,value', ...rows, ''].join('\n')
}
