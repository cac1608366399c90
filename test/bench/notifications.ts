/** How fast notifications leave the outbox: half by mail, half by webhooks, beside a target that is slow. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { openNotifying } from '../../ticketing/channels/notifying.ts'
import { newSigningSecret } from '../../ticketing/channels/webhook/webhook.ts'
import { startOutbox } from '../../ticketing/jobs/outbox.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { createTarget } from '../../ticketing/store/notification-targets.ts'
import { startSmtp } from '../services/smtp.ts'
import { optionsOf, percentile, report } from './options.ts'
import { usageOf } from './processes.ts'

const options = optionsOf('How fast notifications leave the outbox.', {
  notifications: { default: '10000', help: 'half of them by mail, half by webhooks' },
  targets: { default: '4', help: 'webhooks that they are spread over' },
  concurrency: { default: '4', help: 'requests to each webhook at once' },
  slow: { default: '5000', help: 'ms that the slow target takes for each of its own; 0: without it' },
})
const NOTICES = Number(options.notifications) / 2
const TARGETS = Number(options.targets)
const concurrency = Number(options.concurrency)
const SECRET = 'bench-secret-of-24-bytes'
const PEOPLE = 100

const cpu = () => usageOf(process.pid, name => name === 'postgres')

async function startWebhooks() {
  const script = fileURLToPath(new URL('../services/webhook-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, options.slow], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  const read = async () => JSON.parse((await once(lines, 'line'))[0])
  const { port } = await read()
  return {
    url: `http://127.0.0.1:${port}`,
    async paths(): Promise<Record<string, { count: number; most: number }>> {
      const answer = read()
      child.stdin.write('?\n')
      return answer
    },
    stop: () => void child.stdin.end(),
  }
}

const directory = await mkdtemp(join(tmpdir(), 'forewarn-bench-'))
await chmod(directory, 0o755) // as root PostgreSQL runs as another user
const database = await startEmbeddedPostgres(directory)
await migrate(database.url)
const pool = new pg.Pool({ connectionString: database.url, max: 10 })
pool.on('error', () => undefined)
const [smtp, webhooks] = [await startSmtp({ quiet: true }), await startWebhooks()]
const clock = { nowMs: () => Math.round(performance.timeOrigin + performance.now()) }
const notifying = openNotifying({
  secretsKey: SECRET,
  outgoingAllow: '127.0.0.1',
  smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
  mailFrom: 'forewarn@plant.example',
  publicUrl: 'https://forewarn.example',
})

async function fill(): Promise<number> {
  const names = Array.from({ length: TARGETS }, (_, index) => `target-${index}`)
  for (const id of [...names, ...(options.slow === '0' ? [] : ['slow'])]) {
    const url = `${webhooks.url}/${id}`
    const types = [`bench.${id.replace('-', '.')}`]
    await createTarget(
      openDb(pool),
      { id, name: id, channel: 'webhook', url, types, concurrency },
      { sealer: notifying.targets, origin: webhooks.url, signingSecret: newSigningSecret() },
      { actor: 'bench', nowMs: clock.nowMs() },
    )
  }
  await pool.query(`
    insert into ticketing.technicians (id, name, roles, skills, seniority, capacity, absences, active)
      select 'p' || n, 'P', '["technician"]', '[]', 3, 5, '[]', true from generate_series(0, ${PEOPLE - 1}) n;
    insert into ticketing.notification_preferences (recipient, email, time_zone, rules)
      select 'technician:p' || n, 'p' || n || '@plant.example', 'Europe/Berlin', '[]' from generate_series(0, ${PEOPLE - 1}) n`)
  if (options.slow !== '0')
    await pool.query(
      `insert into ticketing.notices (type, recipients, title, body, created_at_ms)
       select 'bench.slow', '[]', 'Slow ' || n, 'It waits.', $1 from generate_series(1, $2::integer) n`,
      [clock.nowMs(), NOTICES / TARGETS],
    )
  const before = cpu()
  await pool.query(
    `insert into ticketing.notices (type, recipients, title, body, created_at_ms)
     select 'bench.target.' || n % $2::integer, jsonb_build_array('technician:p' || n % ${PEOPLE}),
       'Ticket ' || n || ' must be accepted within 1 h', 'Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C', $1
     from generate_series(1, $3::integer) n`,
    [clock.nowMs(), TARGETS, NOTICES],
  )
  return cpu().apart.cpuS - before.apart.cpuS
}

const waiting = async () => {
  const { rows } = await pool.query(
    `select count(*)::integer as count from ticketing.deliveries where state = 'waiting' and lane <> 'target:slow'`,
  )
  return rows[0].count as number
}

try {
  const writtenS = await fill()
  const before = cpu()
  const beganAtMs = performance.now()
  const outbox = startOutbox({
    pool,
    clock,
    logger: pino({ level: 'warn' }),
    metrics: new Registry(),
    notifying,
  })
  while ((await waiting()) > 0) await sleep(50)
  const tookS = (performance.now() - beganAtMs) / 1000
  const after = cpu()
  const paths = await webhooks.paths()
  const mails = await smtp.count()
  const { rows } = await pool.query(`select channel, state, count(*)::integer as count,
    max(attempts) as attempts from ticketing.deliveries where channel <> 'app' and lane <> 'target:slow' group by 1, 2`)
  const tookOne = await pool.query(`select (log -> 0 ->> 'tookMs')::integer as ms from ticketing.deliveries
    where state = 'sent' and channel <> 'app' and lane <> 'target:slow'`)
  const others = Object.entries(paths).filter(([path]) => path !== '/slow')
  const arrived = mails + others.reduce((sum, [, { count }]) => sum + count, 0)
  const sent = NOTICES * 2
  await report(
    `${sent} notifications, half by mail, half by ${TARGETS} webhooks`,
    [
      { what: 'sent in a second', figure: sent / tookS },
      { what: 'seconds', figure: tookS },
      { what: 'arrived, of those sent', figure: `${arrived} of ${sent}` },
      {
        what: 'tried once',
        figure: rows.every(({ state, attempts }) => state === 'sent' && attempts === 1) ? 'all' : 'not all',
      },
      {
        what: 'ms of a message, p99',
        figure: percentile(
          tookOne.rows.map(({ ms }) => ms),
          0.99,
        ),
      },
      {
        what: `at once to a webhook, at most (${concurrency})`,
        figure: Math.max(...others.map(([, { most }]) => most)),
      },
      { what: `of the slow target meanwhile (${options.slow} ms each)`, figure: paths['/slow']?.count ?? 0 },
      { what: 'CPU µs of writing a notice with its three deliveries', figure: (writtenS * 1e6) / NOTICES },
      { what: 'CPU ms of ours for a message', figure: ((after.own.cpuS - before.own.cpuS) * 1000) / sent },
      {
        what: 'CPU ms of PostgreSQL for a message',
        figure: ((after.apart.cpuS - before.apart.cpuS) * 1000) / sent,
      },
    ],
    options.json,
    { tookS, paths, mails, rows },
  )
  await outbox.stop()
} finally {
  notifying.close()
  webhooks.stop()
  await smtp.stop()
  await pool.end()
  await database.stop()
  await rm(directory, { recursive: true, force: true })
}
