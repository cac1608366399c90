/** The ticket service beside the least program that could be one: `node test/bench/tickets.ts --help`. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import autocannon from 'autocannon'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { ADMIN_TOKEN, place, startForewarn } from '../services/forewarn.ts'
import { type Closing, closeJobs } from './closing-jobs.ts'
import { type Delays, delaysUnderLoad } from './finding-delay.ts'
import { median, optionsOf, report } from './options.ts'
import { endOf } from './peers/peer.ts'
import { ASSETS, seed, TICKETS } from './ticket-seed.ts'

const options = optionsOf('Creating, listing and closing tickets, beside a bare Fastify-Kysely-pg program.', {
  seconds: { default: '8', help: 'of each load' },
  runs: { default: '3', help: 'rounds; each takes both programs in turn' },
  connections: { default: '2,20', help: 'numbers of connections' },
  ingest: {
    default: 'yes',
    help: 'yes: also from a finding to its ticket while the pipeline is at half load',
  },
})
const seconds = Number(options.seconds)
const runs = Number(options.runs)

interface Figures {
  perS: number
  p50Ms: number
  p99Ms: number
}

type Scenario = 'create' | 'create with a key' | 'list of 50'

interface Target {
  name: string
  url: string
  headers: Record<string, string>
  list: string
}

/** The load on one program, as many requests as it answers. Throws where it answers anything but success. */
async function load(
  target: Target,
  scenario: Scenario,
  connections: number,
  duration = seconds,
): Promise<Figures> {
  const creating: autocannon.Request = {
    method: 'POST',
    path: new URL(`${target.url}/tickets`).pathname,
    setupRequest: request => ({
      ...request,
      headers: {
        ...target.headers,
        'content-type': 'application/json',
        ...(scenario === 'create with a key' && { 'idempotency-key': randomUUID() }),
      },
      body: JSON.stringify({
        kind: 'corrective',
        asset: `asset-${Math.floor(Math.random() * ASSETS)}`,
        title: 'Seal leaks at the drive end',
        description: 'Drops every few seconds, more when it is warm.',
        severity: 'major',
      }),
    }),
  }
  const { pathname, search } = new URL(`${target.url}${target.list}`)
  const listing: autocannon.Request = { method: 'GET', path: pathname + search, headers: target.headers }
  const result = await autocannon({
    url: target.url,
    connections,
    duration,
    requests: [scenario === 'list of 50' ? listing : creating],
  })
  const failed = result.non2xx + result.errors
  if (failed > 0) throw new Error(`${target.name}, ${scenario}: ${failed} of ${result.requests.total} failed`)
  return {
    perS: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  }
}

async function startBare(databaseUrl: string) {
  const child = spawn(process.execPath, ['test/bench/peers/bare-tickets.ts', databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next()
  return { url: `http://127.0.0.1:${JSON.parse(value ?? '{}').port}`, stop: () => endOf(child) }
}

async function offers(url: string, operationId: string): Promise<boolean> {
  const document = await (await fetch(`${url}/openapi.json`)).text()
  return document.includes(`"operationId":"${operationId}"`)
}

interface Measured {
  scenarios: Record<string, { bare: Figures[]; forewarn: Figures[] }>
  closing: Closing
  delays: Delays | undefined
}

async function measure(
  bare: Target,
  forewarn: Target,
  scenarios: Scenario[],
): Promise<Measured['scenarios']> {
  const measured: Measured['scenarios'] = {}
  for (let run = 0; run < runs; run++) {
    for (const scenario of scenarios) {
      for (const connections of options.connections.split(',').map(Number)) {
        const name = `${scenario}, ${connections} connections`
        const into = measured[name] ?? { bare: [], forewarn: [] }
        measured[name] = into
        const pair = [
          { target: bare, figures: into.bare },
          { target: forewarn, figures: into.forewarn },
        ]
        for (const { target, figures } of run % 2 === 0 ? pair : pair.toReversed()) {
          if (run === 0) await load(target, scenario, connections, 2) // code that is compiled, pages in memory
          const found = await load(target, scenario, connections)
          figures.push(found)
          console.log(`${name}, ${target.name}, run ${run + 1}: ${JSON.stringify(found)}`)
        }
      }
    }
  }
  return measured
}

async function bench(): Promise<Measured> {
  const where = await place()
  const postgres = await startEmbeddedPostgres(where.dataDir)
  await using started = new AsyncDisposableStack()
  started.defer(() => where.remove())
  started.defer(() => postgres.stop())
  const urlOf = async (database: string) => {
    const client = new pg.Client(postgres.url)
    await client.connect()
    await client.query(`create database ${database}`)
    await client.end()
    const url = new URL(postgres.url)
    url.pathname = `/${database}`
    return url.href
  }
  const bare = await startBare(await urlOf('bare'))
  started.defer(() => bare.stop())
  const databaseUrl = await urlOf('forewarn')
  const env = {
    DATABASE_URL: databaseUrl,
    DEVICE_MESSAGES_PER_S: '1000000',
    DEVICE_BYTES_PER_S: '1000000000',
  }
  const forewarn = await startForewarn(where, { env })
  started.defer(async () => void (await forewarn.end('SIGTERM')))
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  started.defer(() => pool.end())
  const seededAtMs = performance.now()
  await seed(pool, Date.now())
  console.log(`${TICKETS} tickets seeded in ${((performance.now() - seededAtMs) / 1000).toFixed(1)} s`)

  const canCreate = await offers(forewarn.httpUrl, 'createTicket')
  if (!canCreate) console.log('POST /tickets is not there yet: creating is left out')
  const scenarios = await measure(
    { name: 'bare', url: bare.url, headers: {}, list: '/tickets?site=site-0' },
    {
      name: 'Forewarn',
      url: `${forewarn.httpUrl}/api/v1`,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      list: '/tickets?site=site-0&open=true&sort=priority&limit=50',
    },
    canCreate ? ['create', 'create with a key', 'list of 50'] : ['list of 50'],
  )
  const closing = await closeJobs(pool, forewarn.httpUrl, ADMIN_TOKEN)
  const delays = options.ingest === 'yes' ? await delaysUnderLoad(pool, forewarn) : undefined
  return { scenarios, closing, delays }
}

const { scenarios, closing, delays } = await bench()
const middle = (figures: readonly Figures[], name: keyof Figures) =>
  median(figures.map(figure => figure[name]))
const rows = Object.entries(scenarios).map(([scenario, { bare, forewarn }]) => ({
  scenario,
  'bare/s': Math.round(middle(bare, 'perS')),
  'Forewarn/s': Math.round(middle(forewarn, 'perS')),
  '% of bare': (100 * middle(forewarn, 'perS')) / middle(bare, 'perS'),
  'bare p50/p99 ms': `${middle(bare, 'p50Ms')} / ${middle(bare, 'p99Ms')}`,
  'Forewarn p50/p99 ms': `${middle(forewarn, 'p50Ms')} / ${middle(forewarn, 'p99Ms')}`,
  'p99 × bare': middle(forewarn, 'p99Ms') / middle(bare, 'p99Ms'),
}))
await report(`With ${TICKETS} tickets, medians of ${runs}`, rows, options.json, {
  scenarios,
  closing,
  delays,
})
console.log(`\n200 technicians at once: ${JSON.stringify(closing)}`)
if (delays) console.log(`From a finding to its ticket under half load: ${JSON.stringify(delays)}`)
