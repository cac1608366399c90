/**
 * Every operation of the OpenAPI document with requests that nobody expects, against a whole Forewarn:
 * `npm run fuzz:api -- [--seconds 600] [--seed 1] [--only createTicket,…]`. No answer may be a 5xx, tell how the service
 * is made inside, or take for ever; and its memory must not grow with the requests.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { type Operation, readDocument } from '../contract/openapi/document.ts'
import { openWorld, type Sent } from '../contract/openapi/world.ts'
import { ADMIN_TOKEN } from '../contract/ticketing-harness.ts'
import { place, startForewarn } from '../services/forewarn.ts'
import { type Fuzzed, requestsTo } from './api-requests.ts'
import { type CallerAnswer, httpCaller } from './http-caller.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
/** Requests that are made of one that is right. */
const ROUND = 12
const SLOW_MS = 10_000
/** How our insides look where they should not be seen. */
const INSIDES =
  /\bat (?:async )?[\w.<>]+ \(|node_modules|file:\/\/\/|relation "|column "|syntax error at|SQLSTATE|ECONN|\.ts:\d+/
/** What no client can send. */
const UNSENDABLE = new Set(['ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS', 'ERR_INVALID_HTTP_TOKEN'])

const here = await place()
const forewarn = await startForewarn(here, { env: { ADMIN_TOKEN, LOG_LEVEL: 'error' } })
const caller = httpCaller(forewarn.httpUrl)
const document = readDocument((await caller.inject('/openapi.json')).body)
const world = openWorld(caller as unknown as Pick<FastifyInstance, 'inject'>, document)
const only = values.only.split(',').filter(Boolean)
const operations = document.operations.filter(
  ({ operationId }) => only.length === 0 || only.includes(operationId),
)
const faults = new Set<string>()
const statuses = new Map<number, number>()
const busy = new Map<string, number>()
const slowest = { ms: 0, what: '' }

/** Replaced settings may make what an example needs impossible: then its things are guesses. */
const rightRequest = (operation: Operation): Promise<Sent> =>
  world.valid(operation).catch(() => ({
    path: operation.path.replaceAll(/\{\w+\}/g, '1'),
    headers: { 'content-type': 'application/json' },
    payload: '{}',
  }))

const answerTo = (operation: Operation, { path, query, headers, payload }: Fuzzed): Promise<CallerAnswer> =>
  caller
    .inject({
      method: operation.method,
      url: query === undefined ? path : `${path}?${query}`,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers },
      ...(payload !== undefined && { payload }),
    })
    .catch(error => ({
      statusCode: UNSENDABLE.has(error.code) || error.code === 'ECONNRESET' ? 0 : 599,
      headers: {},
      body: String(error?.stack ?? error),
    }))

async function send(operation: Operation, sent: Fuzzed): Promise<void> {
  const printed = forewarn.output().length
  const begun = performance.now()
  const { statusCode, body } = await answerTo(operation, sent)
  const ms = performance.now() - begun
  statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
  if (ms > slowest.ms) Object.assign(slowest, { ms, what: operation.operationId })
  if (statusCode === 503) busy.set(operation.operationId, (busy.get(operation.operationId) ?? 0) + 1)
  const leak = statusCode >= 400 ? INSIDES.exec(body)?.[0] : undefined
  if ((statusCode < 500 || statusCode === 503) && !leak && ms < SLOW_MS) return // 503: as an overloaded machine must answer
  const said = forewarn.output().slice(printed).slice(0, 1_500) || body.slice(0, 300)
  const what = statusCode >= 500 ? `${statusCode}` : leak ? `tells ${leak}` : `took ${Math.round(ms)} ms`
  const key = `${operation.operationId} ${what} ${/"(?:message|detail)":"([^"]{0,60})/.exec(said)?.[1] ?? ''}`
  if (faults.has(key)) return
  faults.add(key)
  const shown = [
    operation.method,
    sent.path,
    sent.query,
    JSON.stringify(sent.headers),
    String(sent.payload ?? ''),
  ]
  console.log(`\n${key}\n  ${shown.join(' ').slice(0, 1_500)}\n  ${said}`)
}

const rssMb = () =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${forewarn.pid}/status`, 'utf8'))?.[1]) / 1024)

/** The first, the last, and what lies evenly between. */
const tenOf = (all: number[]): number[] =>
  Array.from({ length: 10 }, (_, i) => all[Math.round((i / 9) * (all.length - 1))] ?? 0)

/** What the examples of the document speak of. */
async function settle(): Promise<void> {
  for (const id of ['pump-7', 'line-1'])
    await world.call('createAsset', { params: { id }, body: { id, class: 'pump', parent: null } })
  await world.call('createTeam', { params: { id: 'electricians' } })
  for (const id of ['anna', 'ana'])
    await world.call('createTechnician', { params: { id }, body: { id, name: id, team: 'maintenance' } })
}

await settle().catch(error => console.log(`Some examples will speak of what is not there: ${error.message}`))
const endsAtMs = performance.now() + Number(values.seconds) * 1_000
let seed = Number(values.seed)
let sent = 0
const memory: number[] = []
while (performance.now() < endsAtMs) {
  for (const operation of operations) {
    if (performance.now() > endsAtMs) break
    const right = await rightRequest(operation)
    const requests = fc.sample(requestsTo(document, operation, right), { numRuns: ROUND, seed: seed++ })
    await Promise.all(requests.map(request => send(operation, request)))
    sent += requests.length
  }
  memory.push(rssMb())
}
const counts = Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b))
console.log(`\n${sent} requests to ${operations.length} operations, seeds ${values.seed} to ${seed - 1}`)
console.log(`statuses ${JSON.stringify(counts)} (0: Node would not send it, or the connection was ended)`)
console.log(
  `slowest ${Math.round(slowest.ms)} ms (${slowest.what}); memory over the time, MB: ${tenOf(memory).join(' ')}`,
)
if (busy.size > 0) console.log(`503 of ${[...busy].map(([name, times]) => `${name} ${times}`).join(', ')}`)
caller.close()
const { code } = await forewarn.end('SIGTERM')
await here.remove()
console.log(`${faults.size} faults; the service ended with ${code}`)
process.exitCode = faults.size > 0 || code !== 0 ? 1 : 0
