import fc from 'fast-check'
import { Registry } from 'prom-client'
import { afterAll, describe, expect, test } from 'vitest'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { tryFormat } from '../../ingest/formats.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { bodySchema, type Operation, readDocument } from './openapi/document.ts'
import { oddBodies, oddParameters, sampleOf } from './openapi/values.ts'
import { type Answer, openWorld, type Sent } from './openapi/world.ts'
import { finding } from './ticketing-fixtures.ts'
import { startTicketingTest } from './ticketing-harness.ts'

/*
 * The API as a stranger meets it who has its document, a token and no good manners. Whatever is sent, the answer is one
 * that the document declares, fits the schema that it declares, and says what was wrong and where.
 */

const service = await startTicketingTest()
service.startIntake()
const app = await buildApi({
  ...service.parts,
  tryFormat,
  store: openPostgresStore({ pool: service.pool }),
  deadLetters: openDeadLetters({ pool: service.pool }),
  metrics: new Registry(),
})
afterAll(async () => {
  await app.close()
  await service.close()
})

const document = readDocument((await app.inject('/openapi.json')).body)
const world = openWorld(app, document)
/** Streams have no end, so that an answer to wait for never comes: `announcements` and `e2e/listeners` have them. */
const operations = document.operations.filter(({ operationId }) => !operationId.startsWith('stream'))
const named = (operation: Operation): [string, Operation] => [operation.operationId, operation]
/** What intakes take is kept as it is, right or wrong: `intakes` has what becomes of it. */
const withBody = operations.filter(
  operation => bodySchema(operation) && operation.operationId !== 'sendToIntake',
)

await settle()

/** Makes what the examples of the document speak of. */
async function settle(): Promise<void> {
  await world.call('createTeam', { body: { name: 'Electricians' } })
  await service.call('POST', '/teams', { id: 'electricians', name: 'Electricians' })
  for (const id of ['anna', 'ana']) {
    await service.call('POST', '/technicians', { id, name: id, team: 'maintenance' })
  }
  await service.registerPump()
  for (const id of ['pump-8', 'line-1']) {
    await service.call('POST', '/assets', { id, site: 'plant-1', class: 'pump', criticality: 'A' })
  }
  await service.call('POST', '/ticket-templates', {
    id: 'pump-inspection',
    name: 'Look',
    kind: 'inspection',
    title: 'Look',
  })
  for (let number = 0; number < 14; )
    number = ((await world.call('createTicket')) as { number: number }).number
  await service.deliver(finding())
  await service.judged()
  for (let n = 0; n < 40; n++) {
    world.strangers.push(`stranger ${n}/ä`)
    await service.pool.query(
      `insert into ticketing.strangers (name, publisher, topic, sample, metrics, first_seen_ms, last_seen_ms, messages)
       values ($1, 'admin', 't', '', '[]', 0, 0, 1)`,
      [`stranger ${n}/ä`],
    )
  }
}

/** What is wrong with an answer, whatever was asked; undefined: nothing. */
function faultOf({ responses }: Operation, answer: Answer): string | undefined {
  const { status, text, json } = answer
  if (status >= 500) return `${status} ${text}`
  const declared = responses[status]
  if (!declared) return `${status} is not declared: ${text.slice(0, 300)}`
  const [mediaType = ''] = String(answer.headers['content-type'] ?? '').split(';')
  const types = Object.keys(declared.content ?? {})
  if (types.length === 0) return text === '' ? undefined : `${status} has a body, and none is declared`
  const content = declared.content?.[mediaType] ?? declared.content?.['application/octet-stream']
  if (!content) return `${status} is ${mediaType}, which is none of ${types}`
  const misfit = json === undefined ? undefined : document.misfit(content.schema, json)
  if (misfit) return `${status} does not fit: ${misfit} in ${text.slice(0, 300)}`
  return mediaType === 'application/problem+json' ? faultOfProblem(status, json as Problem) : undefined
}

function faultOfProblem(status: number, { status: said, detail, errors }: Problem): string | undefined {
  if (said !== status) return `${status} says that it is ${said}`
  if (!/^.{6,}[^.]\.$/su.test(detail)) return `${status} has no sentence: ${detail}`
  if (status !== 400) return undefined
  if (!errors?.length) return `400 does not say where: ${detail}`
  const dumb = errors.find(each => !/^(\/|$)/.test(each.pointer) || each.detail.length < 8)
  return dumb && `400 does not say what would be right: ${JSON.stringify(dumb)}`
}

const shown = ({ path, query, payload }: Sent) =>
  [path, query, payload?.slice(0, 200)].filter(Boolean).join(' ')

/** Sends it, and keeps what is wrong with the answer. */
async function probe(
  faults: string[],
  operation: Operation,
  sent: Sent,
  also: (answer: Answer) => string | undefined = () => undefined,
): Promise<Answer> {
  const answer = await world.send(operation, sent)
  const fault = faultOf(operation, answer) ?? also(answer)
  if (fault) faults.push(`${operation.method} ${shown(sent)} → ${fault}`)
  return answer
}

/** That the answer refuses what is at the pointer, or inside of it, or the object around it. */
const refuses =
  (pointer: string, status = 400) =>
  ({ status: answered, text, json }: Answer): string | undefined => {
    if (answered !== status) return `${answered} in place of ${status}: ${text.slice(0, 200)}`
    const pointers = ((json as Problem).errors ?? []).map(error => error.pointer)
    const isNamed = pointers.some(
      found =>
        found === pointer || found.startsWith(`${pointer}/`) || (found !== '' && pointer.startsWith(found)),
    )
    return isNamed ? undefined : `${pointer} is not named, but ${pointers}`
  }

const json = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  payload: JSON.stringify(body),
})

describe('what the document gives as an example', () => {
  /** What no example can know. */
  const given: Record<string, () => Promise<object> | object> = {
    approveStranger: () => ({ body: { asset: 'pump-7', id: 'approved' } }),
    askWhatIf: () => ({ body: { fromMs: service.clock.now - 1, toMs: service.clock.now + 1 } }),
    getVerification: async () => ({ params: { number: await verifying() } }),
  }

  test.each(operations.map(named))(
    '%s succeeds, and once only with an Idempotency-Key',
    async (id, operation) => {
      const faults: string[] = []
      const sent = await world.valid(operation, await given[id]?.())
      const succeeds = ({ status, text }: Answer) => (status < 400 ? undefined : `${status} ${text}`)
      if (!operation.parameters.some(({ name }) => name === 'idempotency-key')) {
        await probe(faults, operation, sent, succeeds)
        return expect(faults).toEqual([])
      }
      const key = { 'idempotency-key': `walk-${id}` }
      const keyed = { ...sent, headers: { ...sent.headers, ...key } }
      const first = await probe(faults, operation, keyed, succeeds)
      const again = await probe(faults, operation, keyed)
      expect(faults).toEqual([])
      expect([again.status, again.text]).toEqual([first.status, first.text])
      expect(again.headers['idempotency-replayed']).toBe('true')
      const team = json({ id: 'other', name: 'Other' })
      const other = { path: '/api/v1/teams', ...team, headers: { ...team.headers, ...key } }
      const reused = await world.send({ method: 'POST' }, other)
      expect([reused.status, (reused.json as Problem).code]).toEqual([422, 'idempotency_key_reused'])
    },
  )
})

async function verifying(): Promise<number> {
  const { number } = (await world.call('createTicket')) as { number: number }
  await world.call('transitionTicket', { params: { number } })
  const said = { to: 'resolved', failureCode: 'VIB' }
  await world.call('transitionTicket', { params: { number }, body: { to: 'on_site' } })
  await world.call('transitionTicket', { params: { number }, body: said })
  return number
}

/** Of so many that a schema with many branches gives, those that take a second at most. */
const MOST = 250

describe('a body with something wrong in it', () => {
  test.each(withBody.map(named))('%s', async (_, operation) => {
    const schema = bodySchema(operation) ?? {}
    const { path, query } = await world.valid(operation)
    const all = [...oddBodies(document, schema, sampleOf(document, schema))]
    const every = Math.ceil(all.length / MOST)
    const faults: string[] = []
    for (const { pointer, value, unstorable } of all.filter((_odd, index) => index % every === 0)) {
      const isWrong = unstorable || document.misfit(schema, value) !== undefined
      const sent = { path, ...(query && { query }), ...json(value) }
      await probe(faults, operation, sent, isWrong ? refuses(pointer) : undefined)
    }
    expect(faults).toEqual([])
  })

  test('anything at any place of any body', async () => {
    const places = withBody.flatMap(operation => {
      const schema = document.resolve(bodySchema(operation) ?? {})
      return Object.keys(schema.properties ?? {}).map(name => ({ operation, schema, name }))
    })
    const paths = new Map<string, string>()
    for (const operation of withBody) paths.set(operation.operationId, (await world.valid(operation)).path)
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom('__proto__', 'constructor', 'toString', '../..', '%s'),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), anything, async ({ operation, schema, name }, value) => {
        const faults: string[] = []
        const body = { ...(sampleOf(document, schema) as object), [name]: value }
        await probe(faults, operation, { path: paths.get(operation.operationId) ?? '', ...json(body) })
        expect(faults).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})

describe('a parameter with something wrong in it', () => {
  const withParameters = operations.filter(({ parameters }) =>
    parameters.some(({ in: place }) => place !== 'header'),
  )

  test.each(withParameters.map(named))('%s', async (_, operation) => {
    const faults: string[] = []
    const sent = await world.valid(operation)
    const withQuery = (query: string) => ({ ...sent, query: sent.query ? `${sent.query}&${query}` : query })
    for (const { in: place, name } of operation.parameters) {
      for (const odd of oddParameters) {
        const isUnstorable = odd.includes('%00')
        if (place === 'query') {
          await probe(
            faults,
            operation,
            withQuery(`${name}=${odd}`),
            isUnstorable ? refuses(`/query/${name}`) : undefined,
          )
        } else if (place === 'path' && odd !== '') {
          const path = pathWith(operation, sent.path, name, odd)
          const isGuarded = operation.path.startsWith('/api/')
          await probe(
            faults,
            operation,
            { ...sent, path },
            isUnstorable && isGuarded ? refuses(`/params/${name}`) : undefined,
          )
        }
      }
      if (place === 'query') await probe(faults, operation, withQuery(`${name}=1&${name}=2`))
    }
    expect(faults).toEqual([])
  })

  const lists = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
  test.each(lists.map(named))(
    '%s refuses the cursor of another list, and one that is made up',
    async (id, operation) => {
      const other = id === 'listClasses' ? 'listFailureCodes' : 'listClasses'
      const foreign = await app.inject({
        url: `/api/v1/${other === 'listClasses' ? 'classes' : 'failure-codes'}?limit=1`,
        headers: { authorization: `Bearer ${service.parts.adminToken}` },
      })
      const { nextCursor } = foreign.json<{ nextCursor: string }>()
      const [name] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString())
      const own = Buffer.from(JSON.stringify([name, { id: 1e300 }])).toString('base64url')
      const faults: string[] = []
      const sent = await world.valid(operation)
      for (const cursor of [
        nextCursor,
        own,
        'AAAA',
        'W10',
        'bnVsbA',
        'e30',
        'x'.repeat(4_001),
        '%F0%9F%8F%AD',
      ]) {
        const query = [sent.query, `cursor=${cursor}`].filter(Boolean).join('&')
        await probe(faults, operation, { ...sent, query }, refuses('/query/cursor'))
      }
      expect(faults).toEqual([])
    },
  )

  const guarded = operations.filter(({ needsToken }) => needsToken)
  test.each(guarded.map(named))('%s knows no parameter that is not in the document', async (_, operation) => {
    const faults: string[] = []
    const sent = await world.valid(operation)
    const query = [sent.query, 'unheardOf=1'].filter(Boolean).join('&')
    await probe(faults, operation, { ...sent, query }, refuses('/query/unheardOf'))
    expect(faults).toEqual([])
  })
})

/** The path with something else at the place of the parameter. */
function pathWith({ path: template }: Operation, path: string, name: string, value: string): string {
  const place = template.split('/').indexOf(`{${name}}`)
  return path
    .split('/')
    .map((part, index) => (index === place ? value : part))
    .join('/')
}

describe('what comes around a request', () => {
  test.each(operations.filter(({ needsToken }) => needsToken).map(named))(
    '%s: token, headers, content type',
    async (_, operation) => {
      const faults: string[] = []
      const sent = await world.valid(operation)
      const withHeaders = (headers: Record<string, string>, payload = sent.payload): Sent => ({
        path: sent.path,
        ...(sent.query && { query: sent.query }),
        headers: { ...sent.headers, ...headers },
        ...(payload !== undefined && { payload }),
      })
      const answers = (status: number) => (answer: Answer) =>
        answer.status === status ? undefined : `${answer.status} in place of ${status}`
      for (const authorization of [
        '',
        'Bearer',
        'Bearer guess',
        'Basic YTpi',
        `bearer ${'x'.repeat(5_000)}`,
      ]) {
        await probe(faults, operation, withHeaders({ authorization }), answers(401))
      }
      const takes = (name: string) => operation.parameters.some(parameter => parameter.name === name)
      if (takes('if-match')) {
        for (const tag of ['12', '"a', '', 'W/12']) {
          await probe(faults, operation, withHeaders({ 'if-match': tag }), refuses('/headers/if-match'))
        }
        await probe(faults, operation, withHeaders({ 'if-match': '"999999999", W/"1", "x"' }), answers(412))
      }
      if (takes('if-none-match'))
        await probe(faults, operation, withHeaders({ 'if-none-match': '*' }), answers(304))
      if (takes('idempotency-key')) {
        for (const key of ['a b', '', 'x'.repeat(256), '"a', 'ä']) {
          const headers = { 'idempotency-key': key }
          await probe(faults, operation, withHeaders(headers), refuses('/headers/idempotency-key'))
        }
        for (const who of ['nobody', 'a b', '']) {
          await probe(faults, operation, withHeaders({ 'acting-as': who }), refuses('/headers/acting-as'))
        }
      }
      if (operation.method !== 'GET') await probeContent(faults, operation, withHeaders)
      expect(faults).toEqual([])
    },
  )

  const written = operations.filter(({ responses }) => responses[200]?.content?.['application/yaml'])
  test.each(written.map(named))('%s answers YAML to who asks for it', async (_, operation) => {
    const faults: string[] = []
    const sent = { ...(await world.valid(operation)), headers: { accept: 'application/yaml' } }
    const answer = await probe(faults, operation, sent)
    expect([faults, answer.text]).toEqual([[], expect.stringMatching(/^initial: /m)])
  })

  async function probeContent(
    faults: string[],
    operation: Operation,
    withHeaders: (headers: Record<string, string>, payload?: string) => Sent,
  ): Promise<void> {
    for (const type of ['text/plain', 'application/xml', 'image/png', 'nonsense']) {
      await probe(faults, operation, withHeaders({ 'content-type': type }, 'x'), ({ status, text }) =>
        status === 415 ? undefined : `${status} in place of 415: ${text.slice(0, 200)}`,
      )
    }
    for (const broken of [
      '{"a": ',
      '{"__proto__": {}}',
      '\u0000',
      '{} {}',
      'NaN',
      '{"a": 1e999}',
      '\ufeff{}x',
    ]) {
      await probe(faults, operation, withHeaders({ 'content-type': 'application/json' }, broken))
    }
    for (const broken of ['a: [', '*a', '%', '!!js/function x', '? [1]: 2', '- &a [*a]', '\u0000']) {
      await probe(faults, operation, withHeaders({ 'content-type': 'application/yaml' }, broken))
    }
    for (const body of [
      'multipart',
      '--x\r\n\r\n',
      '--x--',
      '--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--',
    ]) {
      await probe(faults, operation, withHeaders({ 'content-type': 'multipart/form-data; boundary=x' }, body))
    }
    await probe(faults, operation, withHeaders({ 'content-type': 'multipart/form-data' }, 'x'))
    const large = JSON.stringify({ text: 'x'.repeat(300_000) })
    await probe(
      faults,
      operation,
      withHeaders({ 'content-type': 'application/json' }, large),
      ({ status }) => (status === 413 ? undefined : `${status} in place of 413`),
    )
  }
})

describe('ten at once', () => {
  const unsafe = operations.filter(({ method }) => method !== 'GET')

  test.each(unsafe.map(named))(
    '%s: one of them makes it, one of them takes it away',
    async (_, operation) => {
      const sent = await world.valid(operation)
      const faults: string[] = []
      const answers = await Promise.all(Array.from({ length: 10 }, () => probe(faults, operation, sent)))
      expect(faults).toEqual([])
      const statuses = answers.map(({ status }) => status).toSorted()
      const isMade = /"(id|code)":"(walk-|WALK)\d/.test(sent.payload ?? '') && operation.method === 'POST'
      if (isMade) expect(statuses).toEqual([201, ...Array(9).fill(409)])
      if (operation.method === 'DELETE' && '204' in operation.responses) {
        expect(statuses).toEqual([204, ...Array(9).fill(404)])
      }
    },
  )
})

describe('a form with something wrong in it', () => {
  const forms = operations.filter(({ needsToken, method }) => !needsToken && method === 'POST')
  const urlencoded = 'application/x-www-form-urlencoded'
  const part = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`
  const odd: [type: string, payload: string][] = [
    ...[
      '',
      'what=%00',
      'body=%ED%A0%80',
      'body=%00',
      'body=1&body=2',
      '__proto__=1',
      'fixed=maybe',
      'fixed=yes&rating=6',
    ].map((payload): [string, string] => [urlencoded, payload]),
    [urlencoded, `body=${'x'.repeat(70_000)}`],
    ...['', 'null', '[]', '7', '{"body": {}}', '{"fixed": true}', '{'].map((payload): [string, string] => [
      'application/json',
      payload,
    ]),
    ...[
      part('what', 'a\u0000'),
      part('photo', 'x'),
      part('__proto__', 'x'),
      part('what', 'x'.repeat(30_000)),
      '--x',
      '',
    ].map((payload): [string, string] => ['multipart/form-data; boundary=x', payload]),
    ['text/plain', 'x'],
    ['multipart/form-data', 'x'],
  ]

  test.each(forms.map(named))('%s', async (_, operation) => {
    const faults: string[] = []
    for (const [type, payload] of odd) {
      const { path } = await world.valid(operation) // a link of its own: they are counted
      for (const accept of ['text/html', 'application/json']) {
        await probe(faults, operation, { path, payload, headers: { 'content-type': type, accept } })
      }
    }
    expect(faults).toEqual([])
  })
})

test('the first and the last instant that are taken break nothing that comes after them', async () => {
  const [first, last] = [-62_135_596_800_000, 253_402_300_799_999]
  const ends = { fromMs: first, toMs: last }
  const post = (path: string, body: object) => service.call<TicketDetail>('POST', path, body)
  const skills = [
    { skill: 'oil', validUntilMs: first },
    { skill: 'water', validUntilMs: last },
  ]
  const absences = [{ ...ends, reason: 'holiday' }]
  const done = [
    await post('/technicians', { id: 'away', name: 'Away', team: 'electricians', skills, absences }),
    await post('/maintenance-windows', { name: 'Always', asset: 'line-1', once: ends }),
    await post('/assets/pump-7/request-link', { expiresAtMs: last }),
    await post('/routing/what-if', { ...ends, weights: { load: 1 } }),
    await post('/dead-letters/replay', ends),
    await service.call<TicketDetail>('PUT', '/routing', { team: 'electricians' }),
    await post('/routing/try', { asset: 'pump-7', atMs: first, requiredSkills: ['oil'], respondByMs: last }),
    await post('/routing/try', {
      asset: 'pump-7',
      atMs: last,
      requiredSkills: ['water'],
      respondByMs: first,
    }),
    await post('/tickets', { asset: 'pump-7', kind: 'corrective', title: 'Oil', requiredSkills: ['oil'] }),
  ]
  expect(done.map(({ status }) => status)).toEqual([201, 201, 201, 200, 202, 200, 200, 200, 201])
  const number = done.at(-1)?.body.number
  const decided = await service.call<object>('GET', `/tickets/${number}/decisions`)
  expect(JSON.stringify(decided.body)).toContain('is absent until 9999-12-31 23:59 (UTC) (holiday)')
  for (const at of [first, last])
    expect((await service.call('GET', `/tickets/${number}?at=${at}`)).status).toBeLessThan(500)
})

test('work that needs a connection beside that of its key finds one, also for thirty at once', async () => {
  const replay = (key: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/dead-letters/replay',
      headers: { authorization: `Bearer ${service.parts.adminToken}`, 'idempotency-key': key },
      payload: { device: 'sensor-9' },
    })
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => replay(index % 2 === 0 ? 'one-for-all' : `own-${index}`)),
  )
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
})

test('a page of every list leads to the next, however long the names are', async () => {
  for (const letter of ['🏭', '界']) {
    await service.pool.query(
      `insert into ticketing.strangers (name, publisher, topic, sample, metrics, first_seen_ms, last_seen_ms, messages)
       values ($1, 'admin', 't', '', '[]', 0, 0, 1)`,
      [letter.repeat(200)],
    )
  }
  let cursor: string | null = ''
  let names = 0
  for (; cursor !== null; names++) {
    const query: string = cursor && `&cursor=${cursor}`
    const page = await service.call<{ nextCursor: string | null }>('GET', `/quarantine?limit=1${query}`)
    expect(page.status).toBe(200)
    cursor = page.body.nextCursor
  }
  expect(names).toBeGreaterThan(2)
})

test('whatever is asked for under the root is answered in words', async () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'api',
      'v1',
      'tickets',
      '1',
      'bulk',
      '..',
      '%2e%2e',
      '%zz',
      '%',
      '%00',
      '{id}',
      'r',
      'p',
      'c',
      '__proto__',
    ),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'SEARCH', 'PURGE'),
      fc.array(segment, { maxLength: 6 }),
      async (method, segments) => {
        const answer = await app.inject({
          method: method as 'GET',
          url: `/${segments.join('/')}`,
          headers: { authorization: `Bearer ${service.parts.adminToken}` },
        })
        expect(answer.statusCode).toBeLessThan(500)
        if (answer.statusCode < 400 || method === 'HEAD') return
        const type = String(answer.headers['content-type'])
        expect(type).toMatch(/^(application\/problem\+json|text\/html)/)
      },
    ),
    { numRuns: 300 },
  )
})
