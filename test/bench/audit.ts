/** How long linking, dumping and verifying the audit chain of a million events takes, and whether it keeps up with writers. */
import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { testSigner } from '../../ticketing/audit/testing/signer.ts'
import { verifyDump } from '../../ticketing/audit/verify.ts'
import { sealingRound, startSealing } from '../../ticketing/jobs/seal.ts'
import { dumpChain } from '../../ticketing/store/audit/dump.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { optionsOf, percentile, report } from './options.ts'
import { usageOf } from './processes.ts'

const options = optionsOf('How long the audit chain of many events takes.', {
  events: { default: '1000000', help: 'events' },
  rate: { default: '1000', help: 'events per second that are written while the chain is made' },
  seconds: { default: '30', help: 'how long' },
  runs: { default: '3', help: 'verifications of each kind; the slowest counts' },
})
const EVENTS = Number(options.events)
const run = promisify(execFile)
const signer = testSigner()

/** As a plant writes them: of seven events one makes a ticket with all that it is, the others change a few properties. */
const fill = (pool: pg.Pool, from: number, to: number) =>
  pool.query(`insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, before, after, data)
    select 'ticket', (n / 7)::text, case n % 7 when 0 then 'created' else 'transition' end, 1700000000000 + n,
      case n % 3 when 0 then 'system' else 'technician-' || n % 40 end,
      case n % 4 when 0 then 'Waits for the bearing of pump ' || n % 500 end,
      case n % 7 when 0 then '{}' else jsonb_build_object('state', 'accepted', 'category', 'active') end,
      case n % 7 when 0 then jsonb_build_object('kind', 'predictive', 'source', 'finding', 'state', 'proposed', 'category',
          'review', 'priority', 'P2', 'title', 'Cooling water pump ' || n || ': temperature 92.3 °C, normal 61 to 74 °C',
          'site', 'plant-1', 'asset', 'pump-' || n % 500, 'faultKey', 'temperature', 'metric', 'temperature', 'unit', '°C',
          'device', 'sensor-' || n % 500, 'severity', 'major', 'team', 'maintenance', 'observedAtMs', 1700000000000 + n,
          'cleared', false, 'fields', '{}'::jsonb, 'checklist', '[]'::jsonb)
        else jsonb_build_object('state', 'on_site', 'category', 'active') end,
      '{}' from generate_series(${from}::bigint, ${to}::bigint) n`)

const timed = async (work: () => Promise<unknown>) => {
  const beganAtMs = performance.now()
  const cpu = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { s: (performance.now() - beganAtMs) / 1000, cpuS: (user + system) / 1e6 }
}

/** Events written at a rate while a sealer works; resolves with the delays from the commit to the link, ms. */
async function keepUp(pool: pg.Pool, sealing: Parameters<typeof startSealing>[0]) {
  const PER_TRANSACTION = 5
  const { rows } = await pool.query('select max(id) as id from ticketing.events')
  const before = Number(rows[0].id)
  const sealer = startSealing(sealing)
  const committed: { atMs: number; event: number }[] = []
  const delays: number[] = []
  const beganAtMs = performance.now()
  const endsAtMs = beganAtMs + Number(options.seconds) * 1000
  const cpuBefore = usageOf(process.pid, name => name === 'postgres')
  const look = async () => {
    const { rows: tail } = await pool.query('select max(event) as event from ticketing.audit_links')
    const atMs = performance.now()
    while (committed[0] && committed[0].event <= Number(tail[0].event))
      delays.push(atMs - (committed.shift()?.atMs ?? 0))
  }
  let written = 0
  while (performance.now() < endsAtMs) {
    const due = ((performance.now() - beganAtMs) / 1000) * Number(options.rate)
    while (written < due) {
      const made =
        await pool.query(`insert into ticketing.events (subject, subject_id, type, at_ms, actor, after, data)
        select 'ticket', '1', 'transition', 0, 'anna', '{"state": "on_site"}', '{}' from generate_series(1, ${PER_TRANSACTION}) n returning id`)
      committed.push({ atMs: performance.now(), event: Number(made.rows.at(-1).id) })
      written += PER_TRANSACTION
    }
    await look()
    await sleep(20)
  }
  while (committed.length > 0) {
    await look()
    await sleep(20)
  }
  const cpuAfter = usageOf(process.pid, name => name === 'postgres')
  await sealer.stop()
  return { before, written, delays, postgresS: cpuAfter.apart.cpuS - cpuBefore.apart.cpuS }
}

const directory = await mkdtemp(join(tmpdir(), 'forewarn-bench-'))
await chmod(directory, 0o755) // as root PostgreSQL runs as another user
const database = await startEmbeddedPostgres(directory)
await migrate(database.url)
const pool = new pg.Pool({ connectionString: database.url, max: 5 })
pool.on('error', () => undefined)
try {
  const db = openDb(pool)
  for (let from = 1; from <= EVENTS; from += 100_000) await fill(pool, from, Math.min(EVENTS, from + 99_999))
  await pool.query('vacuum analyze')
  let nowMs = 1_700_000_000_000
  const clock = { nowMs: () => (nowMs += 60_000) } // a checkpoint in every round
  const memory = { read: async () => undefined, write: async () => undefined }
  const sealing = { pool, clock, logger: pino({ level: 'silent' }), metrics: new Registry(), signer, memory }
  const seal = sealingRound(sealing)
  const sealed = await timed(async () => {
    while ((await seal()) > 0);
  })
  const plain = join(directory, 'audit.jsonl')
  const dumped = await timed(() => pipeline(dumpChain(db, signer, nowMs), createWriteStream(plain)))
  const packed = `${plain}.gz`
  await pipeline(createReadStream(plain), createGzip(), createWriteStream(packed))

  const cli = join(import.meta.dirname, '../../main/cli.ts')
  const verified = async (file: string) => {
    const times: number[] = []
    let cpuS = 0
    for (let turn = 0; turn < Number(options.runs); turn++) {
      let printed = ''
      const took = await timed(async () => {
        const { stdout } = await run(process.execPath, [
          cli,
          'audit',
          'verify',
          file,
          '--key',
          signer.fingerprint,
        ])
        printed = stdout
      })
      cpuS = Math.max(cpuS, Number(/([\d.]+) s of CPU/.exec(printed)?.[1]))
      times.push(took.s)
    }
    return { s: Math.max(...times), cpuS }
  }
  const command = await verified(plain)
  const commandPacked = await verified(packed)
  let peakBytes = 0
  const rssBefore = process.memoryUsage().rss
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss - rssBefore)
  }, 50)
  const alone = await timed(async () => {
    const content = createReadStream(plain, { highWaterMark: 1024 ** 2 })
    const verdict = await verifyDump(content, { trusted: [signer.fingerprint], kept: [] })
    if (!verdict.isWhole || verdict.events < EVENTS) throw new Error(JSON.stringify(verdict.faults))
  })
  clearInterval(watch)
  const { rows } = await pool.query(`select pg_total_relation_size('ticketing.events') as events,
    pg_total_relation_size('ticketing.audit_links') as links`)
  const live = { ...sealing, clock: { nowMs: Date.now }, metrics: new Registry() }
  const { written, delays, postgresS } = await keepUp(pool, live)
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
  await report(
    `The audit chain of ${EVENTS} events`,
    [
      {
        what: 'linking all of them',
        s: sealed.s,
        'CPU s of ours': sealed.cpuS,
        more: `${Math.round(EVENTS / sealed.s)} events/s`,
      },
      {
        what: 'dump into a file',
        s: dumped.s,
        'CPU s of ours': dumped.cpuS,
        more: mb((await stat(plain)).size),
      },
      {
        what: 'forewarn audit verify, the slowest run',
        s: command.s,
        'CPU s of ours': command.cpuS,
        more: '',
      },
      {
        what: 'the same, packed',
        s: commandPacked.s,
        'CPU s of ours': commandPacked.cpuS,
        more: mb((await stat(packed)).size),
      },
      {
        what: 'verifying alone',
        s: alone.s,
        'CPU s of ours': alone.cpuS,
        more: `${mb(peakBytes)} more memory`,
      },
      {
        what: 'size in the database',
        s: '',
        'CPU s of ours': '',
        more: `events ${mb(Number(rows[0].events))}, links ${mb(Number(rows[0].links))}`,
      },
      {
        what: `from commit to link at ${Math.round(written / Number(options.seconds))} events/s`,
        s: percentile(delays, 0.5) / 1000,
        'CPU s of ours': '',
        more: `p99 ${(percentile(delays, 0.99) / 1000).toFixed(1)} s, most ${(Math.max(...delays) / 1000).toFixed(1)} s; PostgreSQL ${postgresS.toFixed(1)} s of CPU`,
      },
    ],
    options.json,
    { sealed, dumped, command, commandPacked, alone, peakBytes, delays: delays.length },
  )
} finally {
  await pool.end()
  await database.stop()
  await rm(directory, { recursive: true, force: true })
}
