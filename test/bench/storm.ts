/** A storm of findings through the intake on a real PostgreSQL: tickets, time and memory. `node test/bench/storm.ts --help` */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Registry } from 'prom-client'
import type { Finding } from '../../contracts/finding.ts'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { startIntake } from '../../ticketing/jobs/intake.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { eventually } from '../services/forewarn.ts'
import { optionsOf, report } from './options.ts'

const options = optionsOf('A storm of findings: how many tickets, how long, how much memory.', {
  findings: { default: '10000', help: 'in all' },
  assets: { default: '200', help: 'at one site' },
  faults: { default: '5', help: 'of each asset' },
  intakes: { default: '1', help: 'on the one database' },
})
const [findings, assets, faults, intakes] = [
  options.findings,
  options.assets,
  options.faults,
  options.intakes,
].map(Number) as [number, number, number, number]

const MINUTE_MS = 60_000
const START_MS = Date.now() - 60 * MINUTE_MS
const nothing = () => undefined
const logger = { debug: nothing, info: nothing, warn: console.warn, error: console.error }

/** Every fault begins within a minute and goes on, each with a last chart of 60 points as detectors send it. */
function storm(): Finding[] {
  return Array.from({ length: findings }, (_, n) => {
    const asset = `asset-${n % assets}`
    const faultKey = `metric_${Math.floor(n / assets) % faults}`
    const observedAtMs = START_MS + n * 6
    return {
      id: `storm:${n}`,
      detector: 'band@1',
      site: 'plant',
      device: `device-${asset}`,
      ...{ asset, faultKey, metric: faultKey, unit: '°C' },
      phase: n < assets * faults ? 'raised' : 'continuing',
      severity: (['minor', 'major', 'critical'] as const)[Math.floor((3 * n) / findings)] ?? 'minor',
      sinceMs: START_MS,
      observedAtMs,
      receivedAtMs: observedAtMs,
      explanation: 'Temperature is 92.3 °C, normal is 61 to 74 °C.',
      evidence: {
        value: 92.3,
        expected: { low: 61, high: 74 },
        series: Array.from({ length: 60 }, (_, i): [number, number] => [
          observedAtMs - i * 1000,
          70 + i / 10,
        ]),
      },
    }
  })
}

const dataDir = await mkdtemp(join(tmpdir(), 'forewarn-storm-'))
await chmod(dataDir, 0o755)
const database = await startEmbeddedPostgres(dataDir)
await migrate(database.url)
if (process.env.SHOW) console.log(database.url)
const pool = new pg.Pool({ connectionString: database.url, max: 10 })
const row = async (sql: string) => (await pool.query(sql)).rows[0]
try {
  await pool.query(`insert into ticketing.sites values ('plant', 'Plant', 'UTC');
    insert into ticketing.assets (id, site, class, criticality, name)
      select 'asset-' || n, 'plant', 'generic', 'B', 'Asset ' || n from generate_series(0, ${assets - 1}) n;
    insert into ticketing.devices (id, asset, secret_hash) select 'device-' || id, id, '\\x00' from ticketing.assets`)
  await createFindingSink({ pool }).deliver(storm())
  await pool.query('analyze')
  globalThis.gc?.()
  const heapBefore = process.memoryUsage().rss
  let most = heapBefore
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const cpuBefore = process.cpuUsage()
  const beganAtMs = performance.now()
  const running = Array.from({ length: intakes }, () =>
    startIntake({ pool, clock: { nowMs: () => Date.now() }, logger, metrics: new Registry() }),
  )
  const isJudged = async () =>
    (await row('select not exists (select from ticketing.findings where verdict is null) as done')).done ||
    undefined
  await eventually(isJudged, { withinMs: 600_000, what: 'a verdict for every finding' })
  const seconds = (performance.now() - beganAtMs) / 1000
  clearInterval(watch)
  const { user, system } = process.cpuUsage(cpuBefore)
  await Promise.all(running.map(intake => intake.stop()))
  const verdicts = (await pool.query('select verdict, count(*)::integer from ticketing.findings group by 1'))
    .rows
  const { tickets, counted } = await row(
    'select count(*)::integer as tickets, sum(finding_count)::integer as counted from ticketing.tickets',
  )
  const rollUp = await row(`select title from ticketing.tickets where fault_key like '$%' limit 1`)
  const figures = {
    ...{ findings, assets, faults, intakes, tickets, counted },
    seconds,
    'findings/s': findings / seconds,
    'CPU ms/finding': (user + system) / 1000 / findings,
    'memory MB': Math.round((most - heapBefore) / 2 ** 20),
    ...Object.fromEntries(verdicts.map(({ verdict, count }) => [verdict, count])),
  }
  await report(`A storm of findings (${rollUp?.title})`, [figures], options.json, figures)
} finally {
  await pool.end()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
