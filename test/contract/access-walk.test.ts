import { afterAll, describe, expect, test } from 'vitest'
import { AccessRole, type Grant, Scope } from '../../ticketing/domain/access.ts'
import { policy, type Rule } from '../../ticketing/http/policy.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { type Operation, readDocument } from './openapi/document.ts'
import { type Answer, openWorld, type Sent } from './openapi/world.ts'
import { finding } from './ticketing-fixtures.ts'
import { startTicketingTest } from './ticketing-harness.ts'

/*
 * Every operation of the document, asked with every role: at the site of what it is about, at another site, and at every
 * site. What is refused there must be refused here, and what is not there must look as if it did not exist. Everything of
 * the own site hangs together with something of the other one, whose names and numbers no answer may have, nor its headers.
 */

const service = await startTicketingTest()
service.startIntake()
afterAll(() => service.close())
const { app } = service
const document = readDocument((await app.inject('/openapi.json')).body)
const world = openWorld(app, document)
const operations = document.operations.filter(({ path }) => path.startsWith('/api/v1/'))
const walked = operations.filter(({ operationId }) => !operationId.startsWith('stream'))

const OWN = 'plant-1'
const FOREIGN = 'zz-foreign'
const FOREIGN_TICKET = 77_777_777
const MARK = /zz-foreign|77777777/i
const NOT_THERE = 99_999_999

await service.registerPump()
await service.call('POST', '/assets', { id: 'pump-8', site: OWN, class: 'pump', criticality: 'B' })
await service.call('POST', '/assets', { id: 'line-1', site: OWN, class: 'generic', criticality: 'B' })
await service.call('POST', '/teams', { id: 'electricians', name: 'Electricians' })
for (const id of ['anna', 'ana'])
  await service.call('POST', '/technicians', { id, name: id, site: OWN, team: 'maintenance', capacity: 1000 })
await plantForeign()
const template = { id: 'pump-inspection', name: 'Look', kind: 'inspection', title: 'Look' }
await service.call('POST', '/ticket-templates', template)
for (let number = 0; number < 14; ) number = ((await world.call('createTicket')) as { number: number }).number
await service.deliver(finding())
await service.judged()
const backtest = (await world.call('createBacktest', { body: { scope: 'asset', subject: 'pump-7' } })) as {
  id: number
}
await world.call('createProfileProposal', { body: { scope: 'asset', subject: 'pump-7' } })
await world.call('createMaintenanceWindow')
for (let n = 0; n < 60; n++) {
  world.strangers.push(`stranger-${n}`)
  await service.pool.query(
    `insert into ticketing.strangers (name, site, publisher, topic, sample, metrics, first_seen_ms, last_seen_ms, messages)
     values ($1, $2, 'admin', 't', '', '[]', 0, 0, 1)`,
    [`stranger-${n}`, OWN],
  )
}

/** Of everything one, at the other site, and each asset and ticket of the own site hangs below one of these. */
async function plantForeign(): Promise<void> {
  const plant = async (method: 'POST' | 'PUT' | 'PATCH', path: string, body?: object) => {
    const made = await service.call<{ number: number }>(method, path, body)
    if (made.status >= 300) throw new Error(`${path}: ${JSON.stringify(made.body)}`)
    return made.body
  }
  const asset = 'zz-foreign-fan'
  const named = { name: 'ZZ-FOREIGN', site: FOREIGN }
  await plant('POST', '/assets', { ...named, id: asset, class: 'generic', criticality: 'A' })
  await plant('POST', '/devices', { id: 'zz-foreign-sensor', site: FOREIGN, asset, address: 'zz-foreign at' })
  for (const [id, capacity] of [
    ['zz-foreign-able', 1000],
    ['zz-foreign-full', 0],
  ])
    await plant('POST', '/technicians', { ...named, id, capacity, team: 'maintenance' })
  await plant('POST', '/technicians/zz-foreign-able/calendar-feed', { label: 'zz-foreign' })
  await plant('POST', `/assets/${asset}/request-link`, { label: 'zz-foreign' })
  await plant('POST', '/maintenance-windows', { name: 'zz-foreign', asset, once: { fromMs: 0, toMs: 1 } })
  await plant('POST', '/backtests', { scope: 'asset', subject: asset, fromMs: 0, toMs: service.clock.now })
  const grants = [{ role: 'planner', site: FOREIGN }]
  await plant('POST', '/accounts', { name: 'zz-foreign', email: 'zz-foreign@example.com', grants })
  await plant('POST', '/tokens', { name: 'zz-foreign', grants, scopes: ['read'] })
  const sequence = `pg_get_serial_sequence('ticketing.tickets', 'number')`
  await service.pool.query(`select setval(${sequence}, ${FOREIGN_TICKET}, false)`)
  const requester = { name: 'zz-foreign', contact: '+49 77777777' }
  const work = { asset, kind: 'corrective', title: 'zz-foreign', description: 'zz-foreign', requester }
  expect(await plant('POST', '/tickets', work)).toMatchObject({ number: FOREIGN_TICKET })
  await plant('POST', `/tickets/${FOREIGN_TICKET}/comments`, { body: 'zz-foreign', visibility: 'public' })
  await service.pool.query(`select setval(${sequence}, 1, false);
    update ticketing.assets set parent = '${asset}' where site = '${OWN}' and parent is null;
    create function ticketing.entangle() returns trigger language plpgsql as $$ begin
      new.parent := coalesce(new.parent, tg_argv[0]::bigint); return new; end $$;
    create function ticketing.entangle_asset() returns trigger language plpgsql as $$ begin
      new.parent := coalesce(new.parent, '${asset}'); return new; end $$;
    create function ticketing.tell_foreign() returns trigger language plpgsql as $$ begin
      insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, before, after, data)
      values ('ticket', new.number, 'merged', 0, 'admin', 'Ticket ${FOREIGN_TICKET} is the same.', '{}',
        '{"parent": ${FOREIGN_TICKET}}', '{"source": ${FOREIGN_TICKET}, "into": ${FOREIGN_TICKET}}');
      return null; end $$;
    create trigger entangle before insert on ticketing.tickets for each row when (new.site = '${OWN}')
      execute function ticketing.entangle('${FOREIGN_TICKET}');
    create trigger entangle before insert on ticketing.assets for each row when (new.site = '${OWN}')
      execute function ticketing.entangle_asset();
    create trigger tell_foreign after insert on ticketing.tickets for each row when (new.site = '${OWN}')
      execute function ticketing.tell_foreign()`)
}

async function tokenFor(grants: Grant[], scopes: readonly Scope[] = Scope.enum): Promise<string> {
  const made = await service.call<{ token: string }>('POST', '/tokens', { name: 'walk', grants, scopes })
  expect(made.status).toBe(201)
  return made.body.token
}

const places = { own: OWN, foreign: FOREIGN, everywhere: null } as const
type Place = keyof typeof places
const tokens = new Map<string, string>()
for (const role of AccessRole.enum)
  for (const [place, site] of Object.entries(places))
    tokens.set(`${role} ${place}`, await tokenFor([{ role, site }]))

/** What no example can know: things of the own site. */
let number = 0
const given: Record<string, () => object | Promise<object>> = {
  getSite: () => ({ params: { id: OWN } }),
  updateSite: () => ({ params: { id: OWN } }),
  approveStranger: () => ({ body: { asset: 'pump-7', id: `approved-${++number}` } }),
  askWhatIf: () => ({ body: { fromMs: service.clock.now - 1, toMs: service.clock.now + 1 } }),
  createAsset: () => ({ body: { site: OWN } }),
  createBacktest: () => ({ body: { scope: 'asset', subject: 'pump-7' } }),
  createProfileProposal: () => ({ body: { scope: 'asset', subject: 'pump-7' } }),
  tuneDetector: () => ({ body: { scope: 'asset', subject: 'pump-7' } }),
  getVerification: () => ({ params: { number: 1 } }),
}
const ofPump = { body: { scope: 'asset', subject: 'pump-7' } }
const madeBy = async (id: string) => ({
  params: { id: ((await world.call(id, ofPump)) as { id: number }).id },
})
given.cancelBacktest = () => madeBy('createBacktest')
given.acceptProfileProposal = () => madeBy('createProfileProposal')
given.rejectProfileProposal = () => madeBy('createProfileProposal')
for (const id of ['getBacktest', 'listBacktestFindings', 'getBacktestChart'])
  given[id] = () => ({ params: { id: backtest.id } })
given.getProfileProposal = () => ({ params: { id: 1 } })
const validly = async (operation: Operation): Promise<Sent> =>
  world.valid(operation, (await given[operation.operationId]?.()) ?? {})

const as = (token: string, operation: Operation, sent: Sent): Promise<Answer> =>
  world.send(operation, { ...sent, headers: { ...sent.headers, authorization: `Bearer ${token}` } })

const detailOf = ({ json }: Answer) => (json as Problem | undefined)?.detail ?? ''

/** What is wrong with an answer to a role that may; undefined: nothing. Some need more than a right. */
function faultOfAllowed({ operationId }: Operation, { status, text }: Answer): string | undefined {
  if (status < 400 || status === 409) return undefined
  if (operationId === 'getVerification' && text.includes('no repair to verify')) return undefined
  return `${status} ${text.slice(0, 300)}`
}

/** Whose rule says that the path or the body names something that has a site. */
const namesThings = ({ site, names }: Rule) =>
  !['none', 'everywhere', 'list', 'body'].includes(site) || (site === 'body' && names !== undefined)

test('every operation has a row, and no row is of an operation that there is not', () => {
  expect(Object.keys(policy).toSorted()).toEqual(operations.map(({ operationId }) => operationId).toSorted())
})

test('without a token nothing but signing in is answered', () => {
  const open = operations.filter(({ needsToken }) => !needsToken).map(({ operationId }) => operationId)
  expect(open.toSorted()).toEqual([
    'beginProviderSignIn',
    'finishProviderSignIn',
    'getSignInOptions',
    'redeemAccountLink',
    'signIn',
  ])
  const anybody = Object.entries(policy).filter(([, { roles }]) => roles === 'anybody')
  expect(anybody.map(([id]) => id).toSorted()).toEqual(open.toSorted())
})

test('no change is made by the cookie of a session alone', async () => {
  const grants = [{ role: 'administrator', site: null }]
  const { id } = (await service.call<{ id: number }>('POST', '/accounts', { name: 'boss', grants })).body
  const { url } = (await service.call<{ url: string }>('POST', `/accounts/${id}/link`)).body
  const payload = { token: url.split('#')[1], password: 'four words that nobody guesses' }
  const redeemed = await app.inject({ method: 'POST', url: '/api/v1/account-links/redeem', payload })
  const cookie = redeemed.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const csrf = redeemed.json<{ csrfToken: string }>().csrfToken
  const changes = operations.filter(({ method, needsToken }) => method !== 'GET' && needsToken)
  expect(changes.length).toBeGreaterThan(90)
  const faults: string[] = []
  for (const operation of changes) {
    const path = operation.path.replaceAll(/\{[^}]+\}/g, '1')
    for (const headers of [{ cookie }, { cookie, 'x-csrf-token': `${csrf}x` }]) {
      const { status, text } = await world.send(operation, { path, headers })
      if (status !== 403 || !text.includes('x-csrf-token')) faults.push(`${operation.operationId}: ${status}`)
    }
  }
  expect(faults).toEqual([])
})

test('a viewer changes nothing, and a requester asks and comments only', () => {
  const changes = operations.filter(({ method, operationId }) => {
    const { scope } = policy[operationId] as Rule
    return method !== 'GET' && scope !== 'read' && scope !== 'admin'
  })
  const of = (role: AccessRole) =>
    changes.map(({ operationId }) => operationId).filter(id => policy[id]?.roles.includes(role as never))
  expect(of('viewer')).toEqual([])
  expect(of('requester').toSorted()).toEqual(['addAttachment', 'addComment', 'createTicket'])
})

const ruled = walked
  .map((operation): [string, Operation, Rule] => [
    operation.operationId,
    operation,
    policy[operation.operationId] as Rule,
  ])
  .filter(([, , { roles }]) => typeof roles !== 'string')

describe('with each role', () => {
  test.each(ruled)('%s', async (_, operation, rule) => {
    const faults: string[] = []
    const foreign = await validly(operation)
    for (const role of AccessRole.enum) {
      for (const place of ['own', 'everywhere', 'foreign'] as const) {
        const fault = await faultAt({ operation, rule, role, place, foreign })
        if (fault) faults.push(`${role} ${place}: ${fault}`)
      }
    }
    expect(faults).toEqual([])
  })
})

test('what is everybody’s own tells nothing of another site', async () => {
  const reading = walked.filter(({ method, operationId, path }) => {
    return method === 'GET' && !path.includes('{') && policy[operationId]?.roles === 'known'
  })
  expect(reading.length).toBeGreaterThan(5)
  for (const operation of reading) {
    const answer = await as(tokens.get('planner own') ?? '', operation, { path: operation.path })
    expect([operation.operationId, leakOf(answer)]).toEqual([operation.operationId, undefined])
  }
})

interface Asked {
  operation: Operation
  rule: Rule
  role: AccessRole
  place: Place
  foreign: Sent
}

async function faultAt({ operation, rule, role, place, foreign }: Asked): Promise<string | undefined> {
  const token = tokens.get(`${role} ${place}`) ?? ''
  const isOther = rule.self && role === 'technician' && place !== 'foreign' // these tokens are nobody's
  const mayHere =
    rule.roles.includes(role as never) && !isOther && (rule.site !== 'everywhere' || place === 'everywhere')
  const isTheirs = place !== 'foreign' || rule.site === 'none' || rule.site === 'list'
  const sent = mayHere && isTheirs ? await validly(operation) : foreign
  const answer = await as(token, operation, sent)
  const shown = `${answer.status} ${answer.text.slice(0, 300)}`
  const leak = place === 'own' ? leakOf(answer) : undefined
  if (leak) return leak
  if (!mayHere) return answer.status === 403 ? undefined : `${shown} in place of 403`
  if (!isTheirs) return faultOfForeign({ operation, rule, token, sent, answer })
  if (operation.operationId === 'downloadAttachment' && role === 'requester')
    return answer.status === 404 ? undefined : `an internal file: ${shown}`
  const fault = faultOfAllowed(operation, answer)
  if (fault || place !== 'foreign' || rule.site !== 'list') return fault
  if (operation.operationId === 'changeTickets') return faultOfBulk(answer)
  return /pump-7|sensor-7|plant-1|"number":(?!77777777)\d/.test(answer.text) ? `leaks ${shown}` : undefined
}

/** What an answer says of the other site; undefined: nothing. */
function leakOf({ headers, text }: Answer): string | undefined {
  const said = `${JSON.stringify(headers)} ${text}`
  const at = said.search(MARK)
  return at < 0 ? undefined : `tells of the other site: ${said.slice(Math.max(0, at - 150), at + 50)}`
}

/** What is done to many is done for each: of foreign ones it is said that they are not there. */
function faultOfBulk({ json }: Answer): string | undefined {
  const { items } = json as { items: { number: number; status: number; problem?: Problem }[] }
  const seen = items.find(
    ({ number, status, problem }) => status !== 404 || problem?.detail !== `There is no ticket ${number}.`,
  )
  return seen && JSON.stringify(seen)
}

interface Refused {
  operation: Operation
  rule: Rule
  token: string
  sent: Sent
  answer: Answer
}

/** What is foreign must be answered as what is not there: by the same words. */
async function faultOfForeign({
  operation,
  rule,
  token,
  sent,
  answer,
}: Refused): Promise<string | undefined> {
  const shown = `${answer.status} ${answer.text.slice(0, 300)}`
  if (answer.status !== 404) return `${shown} in place of 404`
  if (rule.site === 'body' || !namesThings(rule)) return undefined
  const [own = '', missing] = pathsOf(operation, sent)
  const unknown = await as(token, operation, { ...sent, path: missing ?? '' })
  const same = detailOf(answer).replaceAll(own, '?') === detailOf(unknown).replaceAll(String(NOT_THERE), '?')
  return same && unknown.status === 404
    ? undefined
    : `${shown}, but unknown: ${unknown.status} ${unknown.text}`
}

/** The id in the path, and the path with an id that nothing has. */
function pathsOf({ path: template }: Operation, { path }: Sent): [string, string] {
  const place = template.split('/').findIndex(part => part.startsWith('{') && part !== '{detector}')
  const parts = path.split('/')
  const own = decodeURIComponent(parts[place] ?? '')
  parts[place] = String(NOT_THERE)
  return [own, parts.join('/')]
}

test.each(Scope.enum)('a token with the scope %s does what it is for, and no more', async scope => {
  const token = await tokenFor([{ role: 'administrator', site: null }], [scope])
  const faults: string[] = []
  for (const operation of walked) {
    const rule = policy[operation.operationId] as Rule
    if (rule.roles === 'anybody' || rule.scope === scope || scope === 'admin') continue
    const path = operation.path.replaceAll(/\{[^}]+\}/g, '1')
    const { status } = await as(token, operation, { path })
    if (status !== 403) faults.push(`${operation.operationId}: ${status}`)
  }
  expect(faults).toEqual([])
})
