import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { finding, HOUR_MS, T0 } from './ticketing-fixtures.ts'
import { NOW, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let asset: string
let count = 0

beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
})
afterAll(() => service.close())
beforeEach(async () => {
  asset = `pump-${++count}`
  await service.registerPump(asset, `sensor-${count}`)
})

interface Refusal {
  status: number
  detail: string
  errors?: { pointer: string; detail: string }[]
}

const call = <T = TicketDetail & Refusal>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
) => service.call<T>(method, path, body)

const ask = async (more: object = {}) => {
  const made = await call('POST', '/tickets', { asset, kind: 'corrective', title: 'Oil under it', ...more })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body
}
const get = async (number: number) => (await call('GET', `/tickets/${number}`)).body
const move = (number: number, body: object) => call('POST', `/tickets/${number}/transitions`, body)
const raised = async (given: Parameters<typeof finding>[0] = {}) => {
  await service.deliver(finding({ asset, device: `sensor-${count}`, ...given }))
  await service.judged()
  const { rows } = await service.pool.query<{ number: string }>(
    'select max(number) as number from ticketing.tickets where asset = $1',
    [asset],
  )
  return get(Number(rows[0]?.number))
}

describe('a ticket that people ask for', () => {
  test('has the priority of severity and criticality, a team, and its whole record in the ledger', async () => {
    const made = await ask({ severity: 'critical', description: 'A puddle.', requiredSkills: ['mechanics'] })
    expect(made).toMatchObject({
      kind: 'corrective',
      source: 'planner',
      category: 'review',
      priority: 'P1',
      team: 'maintenance',
      description: 'A puddle.',
      requiredSkills: ['mechanics'],
      faultKey: null,
      firstFinding: null,
      findingCount: 0,
      version: 1,
    })
    expect(made.events.map(event => event.type).slice(0, 2)).toEqual(['created', 'routed'])
    expect(made.events[0]?.after).toMatchObject({ title: 'Oil under it', priority: 'P1', asset })
    const moved = await move(made.number, { to: 'accepted' })
    expect(moved.body.category).toBe('active')
  })

  test('takes a priority as given', async () => {
    expect(await ask({ priority: 'P4', severity: 'critical' })).toMatchObject({ priority: 'P4' })
  })

  test.each([
    [{ asset: 'ghost', kind: 'corrective', title: 'x' }, 400, '/asset'],
    [{ kind: undefined }, 400, '/kind'],
    [{ title: undefined }, 400, '/title'],
    [{ title: '  ' }, 400, '/title'],
    [{ kind: 'other' }, 400, '/kind'],
    [{ parent: 999_999 }, 400, '/parent'],
    [{ template: 'ghost' }, 400, '/template'],
    [{ fields: { color: 'red' } }, 400, '/fields/color'],
    [{ requiredSkills: ['Bad Skill'] }, 400, '/requiredSkills/0'],
    [{ checklist: [{ text: 'a' }] }, 400, '/checklist/0/done'],
    [{ state: 'closed' }, 400, '/state'],
  ])('%j is refused', async (given, status, pointer) => {
    const refused = await call('POST', '/tickets', { asset, kind: 'corrective', title: 'x', ...given })
    expect(refused.status).toBe(status)
    expect(refused.body.errors?.map(error => error.pointer)).toEqual([pointer])
  })

  test('can begin with a template, whose words it may replace', async () => {
    const template = {
      id: `look-${count}`,
      name: 'Monthly look',
      kind: 'inspection',
      title: 'Inspect {asset}',
      checklist: ['Look for leaks', 'Grease the bearings'],
      repairMinutes: 45,
      requiredSkills: ['mechanics'],
    }
    expect((await call('POST', '/ticket-templates', template)).status).toBe(201)
    expect((await call('POST', '/ticket-templates', template)).status).toBe(409)
    const made = await call('POST', '/tickets', { asset, template: template.id })
    expect(made.body).toMatchObject({
      kind: 'inspection',
      title: `Inspect ${asset}`,
      checklist: [
        { text: 'Look for leaks', done: false },
        { text: 'Grease the bearings', done: false },
      ],
      repairMinutes: 45,
      requiredSkills: ['mechanics'],
    })
    const other = await call('POST', '/tickets', {
      asset,
      template: template.id,
      title: 'Own',
      repairMinutes: 5,
    })
    expect(other.body).toMatchObject({ title: 'Own', repairMinutes: 5, kind: 'inspection' })
    const listed = await call<{ items: object[] }>('GET', '/ticket-templates')
    expect(listed.body.items).toContainEqual(template)
    const renamed = { ...template, title: 'Have a look at {asset}' }
    expect((await call('PUT', `/ticket-templates/${template.id}`, renamed)).status).toBe(200)
    expect((await call('GET', `/ticket-templates/${template.id}`)).body.title).toBe('Have a look at {asset}')
    expect((await call('DELETE', `/ticket-templates/${template.id}`)).status).toBe(204)
    expect((await call('GET', `/ticket-templates/${template.id}`)).status).toBe(404)
  })
})

describe('what is written on a ticket', () => {
  test('changes with an event of what was and is', async () => {
    const { number } = await ask()
    const changed = await call('PATCH', `/tickets/${number}`, {
      title: 'Oil leak',
      checklist: [{ text: 'Isolate', done: true }],
      repairMinutes: 30,
    })
    expect(changed.body).toMatchObject({ title: 'Oil leak', repairMinutes: 30, version: 2 })
    expect(changed.body.events.at(-1)).toMatchObject({
      type: 'changed',
      actor: 'admin',
      before: { title: 'Oil under it', checklist: [], repairMinutes: null },
      after: { title: 'Oil leak', checklist: [{ text: 'Isolate', done: true }], repairMinutes: 30 },
    })
    const same = await call('PATCH', `/tickets/${number}`, { title: 'Oil leak' })
    expect(same.body.version).toBe(2)
  })

  test('a priority changes with a reason only', async () => {
    const { number } = await ask()
    const refused = await call('PATCH', `/tickets/${number}`, { priority: 'P1' })
    expect(refused.body.errors).toEqual([
      { pointer: '/reason', detail: 'reason is missing: say in words why the priority changes.' },
    ])
    const changed = await call('PATCH', `/tickets/${number}`, { priority: 'P1', reason: 'No spare.' })
    expect(changed.body.priority).toBe('P1')
    expect(changed.body.events.at(-1)).toMatchObject({ type: 'priority', reason: 'No spare.' })
  })

  test('an unknown ticket is not found; one that is over stays as it is', async () => {
    expect((await call('PATCH', '/tickets/999999', { title: 'x' })).status).toBe(404)
    const { number } = await ask()
    await move(number, { to: 'cancelled', reason: 'Not needed.' })
    const refused = await call('PATCH', `/tickets/${number}`, { title: 'x' })
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toBe(`Ticket ${number} is cancelled; reopen it first.`)
  })

  test('custom fields follow the class of the asset', async () => {
    await call('POST', '/classes', { id: `kiln-${count}`, name: 'Kiln', metrics: [], acceptsAnyMetric: true })
    await call('PATCH', `/assets/${asset}`, { class: `kiln-${count}` })
    const fields = {
      type: 'object',
      properties: { permit: { type: 'string', maxLength: 5 }, hours: { type: 'number', minimum: 0 } },
      required: ['permit'],
    }
    expect((await call('PUT', `/classes/kiln-${count}/ticket-fields`, fields)).status).toBe(200)
    expect((await call('GET', `/classes/kiln-${count}/ticket-fields`)).body).toEqual(fields)
    const wrong = await call('PUT', `/classes/kiln-${count}/ticket-fields`, { ...fields, required: ['x'] })
    expect(wrong.body.errors?.map(error => error.pointer)).toEqual(['/required/0'])
    const missing = await call('POST', '/tickets', { asset, kind: 'corrective', title: 'x' })
    expect(missing.body.errors?.map(error => error.pointer)).toEqual(['/fields/permit'])
    const { number } = await ask({ fields: { permit: 'W-1', hours: 2 } })
    const changed = await call('PATCH', `/tickets/${number}`, { fields: { hours: null, permit: 'W-2' } })
    expect(changed.body.fields).toEqual({ permit: 'W-2' })
    const bad = await call('PATCH', `/tickets/${number}`, { fields: { permit: null } })
    expect(bad.body.errors?.map(error => error.pointer)).toEqual(['/fields/permit'])
  })
})

test('the priority matrix is data', async () => {
  const shipped = (await call<object>('GET', '/priority-matrix')).body
  const strict = {
    critical: { A: 'P1', B: 'P1', C: 'P1' },
    major: { A: 'P1', B: 'P1', C: 'P2' },
    minor: { A: 'P2', B: 'P2', C: 'P3' },
  }
  const refused = await call('PUT', '/priority-matrix', { ...strict, minor: { A: 'P4', B: 'P3', C: 'P3' } })
  expect(refused.body.errors?.map(error => error.pointer)).toEqual(['/minor/B'])
  expect((await call('PUT', '/priority-matrix', strict)).body).toEqual(strict)
  expect(await ask({ severity: 'minor' })).toMatchObject({ priority: 'P2' })
  expect(await raised({ severity: 'minor' })).toMatchObject({ priority: 'P2' })
  await call('PUT', '/priority-matrix', shipped)
  expect(await ask({ severity: 'minor' })).toMatchObject({ priority: 'P3' })
})

describe('parent and child', () => {
  test('make no ring, and a parent is closed last', async () => {
    const parent = await ask()
    const child = await ask({ parent: parent.number })
    expect(child.parent).toBe(parent.number)
    const ring = await call('PATCH', `/tickets/${parent.number}`, { parent: child.number })
    expect(ring.body.errors?.map(error => error.pointer)).toEqual(['/parent'])
    const itself = await call('PATCH', `/tickets/${parent.number}`, { parent: parent.number })
    expect(itself.status).toBe(400)
    for (const to of ['accepted', 'on_site']) await move(parent.number, { to })
    await move(parent.number, { to: 'resolved', failureCode: 'ELU' })
    const refused = await move(parent.number, { to: 'closed', outcome: 'found_other' })
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toBe(
      `Ticket ${parent.number} cannot be closed while its children are open: ${child.number}.`,
    )
    const relations = await call<object>('GET', `/tickets/${parent.number}/relations`)
    expect(relations.body).toEqual({ parent: null, children: [child.number], mergedInto: null, merged: [] })
    await move(child.number, { to: 'cancelled', reason: 'Done with it.' })
    expect((await move(parent.number, { to: 'closed', outcome: 'found_other' })).status).toBe(200)
    const late = await call('POST', '/tickets', {
      asset,
      kind: 'corrective',
      title: 'x',
      parent: parent.number,
    })
    expect(late.status).toBe(409)
  })

  test('two changes at once make no ring either', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await ask(), await ask()]
      const answers = await Promise.all([
        call('PATCH', `/tickets/${a.number}`, { parent: b.number }),
        call('PATCH', `/tickets/${b.number}`, { parent: a.number }),
      ])
      expect(answers.map(answer => answer.status).sort()).toEqual([200, 400])
    }
  })

  test('a child at the same moment as the end of its parent waits for it', async () => {
    for (let round = 0; round < 5; round++) {
      const { number } = await ask()
      for (const to of ['accepted', 'on_site']) await move(number, { to })
      await move(number, { to: 'resolved', failureCode: 'ELU' })
      const [closed, child] = await Promise.all([
        move(number, { to: 'closed', outcome: 'found_other' }),
        call('POST', '/tickets', { asset, kind: 'corrective', title: 'x', parent: number }),
      ])
      expect([closed.status, child.status]).toEqual(closed.status === 200 ? [200, 409] : [409, 201])
    }
  })
})

describe('merge', () => {
  test('moves everything, and the fault goes on in the target until that is closed', async () => {
    const source = await raised()
    const target = await ask({ severity: 'minor' })
    await call('POST', `/tickets/${source.number}/comments`, { body: 'Hot bearing.' })
    const child = await ask({ parent: source.number })
    const merged = await call('POST', `/tickets/${source.number}/merge`, {
      into: target.number,
      reason: 'The same leak.',
    })
    expect(merged.status, JSON.stringify(merged.body)).toBe(200)
    expect(merged.body).toMatchObject({
      number: target.number,
      severity: 'major',
      priority: 'P2',
      findingCount: 1,
      observedAtMs: T0,
    })
    expect(merged.body.firstFinding?.asset).toBe(asset)
    const event = merged.body.events.find(({ type }) => type === 'merged')
    expect(event).toMatchObject({
      reason: 'The same leak.',
      data: { source: source.number, startedAtMs: NOW, findings: 1, comments: 1 },
    })
    expect(await get(source.number)).toMatchObject({
      category: 'cancelled',
      mergedInto: target.number,
      findingCount: 0,
    })
    expect(await get(child.number)).toMatchObject({ parent: target.number })
    const comments = await call<{ items: { body: string; writtenOn: number }[] }>(
      'GET',
      `/tickets/${target.number}/comments`,
    )
    expect(comments.body.items).toMatchObject([{ body: 'Hot bearing.', writtenOn: source.number }])

    await service.deliver(
      finding({ asset, observedAtMs: T0 + HOUR_MS, phase: 'continuing', severity: 'critical' }),
    )
    await service.judged()
    expect(await get(target.number)).toMatchObject({ findingCount: 2, severity: 'critical', priority: 'P1' })

    await move(child.number, { to: 'cancelled', reason: 'Not needed.' })
    for (const to of ['accepted', 'on_site']) await move(target.number, { to })
    await move(target.number, { to: 'resolved', failureCode: 'ELU' })
    await move(target.number, { to: 'closed', outcome: 'found_as_predicted' })
    await service.deliver(finding({ asset, observedAtMs: T0 + 2 * HOUR_MS, phase: 'cleared' }))
    await service.judged()
    const { rows } = await service.pool.query('select ended from ticketing.episodes where asset = $1', [
      asset,
    ])
    expect(rows.every(({ ended }) => ended !== null)).toBe(true)
  })

  test('goes through several tickets, each with an episode of its own', async () => {
    const first = await raised({ faultKey: 'temperature' })
    const second = await raised({ faultKey: 'vibration_rms' })
    const third = await raised({ faultKey: 'flow' })
    await call('POST', `/tickets/${first.number}/merge`, { into: second.number, reason: 'One cause.' })
    await call('POST', `/tickets/${second.number}/merge`, { into: third.number, reason: 'One cause.' })
    for (const faultKey of ['temperature', 'vibration_rms', 'flow']) {
      await service.deliver(
        finding({ asset, faultKey, metric: faultKey, observedAtMs: T0 + HOUR_MS, phase: 'continuing' }),
      )
    }
    await service.judged()
    expect((await get(third.number)).findingCount).toBe(6)
    const { rows } = await service.pool.query('select 1 from ticketing.tickets where asset = $1', [asset])
    expect(rows).toHaveLength(3)
  })

  test('is refused with itself, with what is over, and into what is below', async () => {
    const [a, b] = [await ask(), await ask()]
    const merge = (from: number, into: number) =>
      call('POST', `/tickets/${from}/merge`, { into, reason: 'Same.' })
    expect((await merge(a.number, a.number)).status).toBe(400)
    expect((await merge(a.number, 999_999)).status).toBe(404)
    const below = await ask({ parent: a.number })
    expect((await merge(a.number, below.number)).status).toBe(409)
    expect((await merge(below.number, a.number)).status).toBe(200)
    await move(b.number, { to: 'cancelled', reason: 'No.' })
    expect((await merge(a.number, b.number)).status).toBe(409)
    expect((await merge(b.number, a.number)).status).toBe(409)
  })

  test('crosswise at once ends in one ticket', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await ask(), await ask()]
      const answers = await Promise.all([
        call('POST', `/tickets/${a.number}/merge`, { into: b.number, reason: 'Same.' }),
        call('POST', `/tickets/${b.number}/merge`, { into: a.number, reason: 'Same.' }),
      ])
      expect(answers.map(answer => answer.status).sort()).toEqual([200, 409])
    }
  })
})

describe('split', () => {
  test('moves findings to a ticket of its own; the episode stays', async () => {
    await raised()
    const later = finding({ asset, observedAtMs: T0 + HOUR_MS, phase: 'continuing' })
    const latest = finding({ asset, observedAtMs: T0 + 2 * HOUR_MS, phase: 'continuing' })
    await service.deliver(later, latest)
    await service.judged()
    const ticket = await raised({ observedAtMs: T0 + 3 * HOUR_MS, phase: 'continuing' })
    expect(ticket.findingCount).toBe(4)
    const split = await call('POST', `/tickets/${ticket.number}/split`, {
      title: 'Sensor mount',
      reason: 'Another crew.',
      findings: [later.id, latest.id],
      asChild: true,
    })
    expect(split.status, JSON.stringify(split.body)).toBe(201)
    expect(split.body).toMatchObject({
      kind: 'corrective',
      findingCount: 2,
      parent: ticket.number,
      faultKey: null,
      lastFindingAtMs: T0 + 2 * HOUR_MS,
    })
    expect(split.body.firstFinding?.id).toBe(later.id)
    expect(await get(ticket.number)).toMatchObject({ findingCount: 2 })
    const rest = await call<{ items: { id: string }[] }>('GET', `/tickets/${ticket.number}/findings`)
    const all = await call('POST', `/tickets/${ticket.number}/split`, {
      title: 'x',
      reason: 'y',
      findings: rest.body.items.map(({ id }) => id),
    })
    expect(all.status).toBe(409)
    const foreign = await call('POST', `/tickets/${ticket.number}/split`, {
      title: 'x',
      reason: 'y',
      findings: [later.id],
    })
    expect(foreign.body.errors?.map(error => error.pointer)).toEqual(['/findings/0'])
  })
})

describe('snooze', () => {
  test('hides until a time, and wakes when it grows worse', async () => {
    const ticket = await raised({ severity: 'minor' })
    const path = `/tickets/${ticket.number}/snooze`
    expect((await call('POST', path, { untilMs: NOW - 1, reason: 'x' })).status).toBe(400)
    const snoozed = await call('POST', path, { untilMs: NOW + HOUR_MS, reason: 'Line stands.' })
    expect(snoozed.body.snoozedUntilMs).toBe(NOW + HOUR_MS)
    const listed = async () => {
      const page = await call<{ items: { number: number }[] }>('GET', `/tickets?snoozed=false&asset=${asset}`)
      return page.body.items.map(({ number }) => number)
    }
    expect(await listed()).toEqual([])
    service.clock.now = NOW + HOUR_MS
    expect(await listed()).toEqual([ticket.number])
    service.clock.now = NOW
    await service.deliver(
      finding({ asset, observedAtMs: T0 + HOUR_MS, phase: 'continuing', severity: 'critical' }),
    )
    await service.judged()
    const woken = await get(ticket.number)
    expect(woken.snoozedUntilMs).toBeNull()
    expect(woken.events.at(-1)).toMatchObject({ type: 'woken', actor: 'system' })
    expect(await listed()).toEqual([ticket.number])
  })

  test('ends by hand or when somebody takes it, and is not for work that somebody has', async () => {
    const { number } = await ask()
    const snooze = { untilMs: NOW + HOUR_MS, reason: 'Later.' }
    await call('POST', `/tickets/${number}/snooze`, snooze)
    expect((await call('DELETE', `/tickets/${number}/snooze`)).body.snoozedUntilMs).toBeNull()
    await call('POST', `/tickets/${number}/snooze`, snooze)
    expect((await move(number, { to: 'accepted' })).body.snoozedUntilMs).toBeNull()
    expect((await call('POST', `/tickets/${number}/snooze`, snooze)).status).toBe(409)
  })
})

test('bulk does each for itself', async () => {
  const [a, b, c] = [await ask(), await ask(), await ask()]
  await move(b.number, { to: 'cancelled', reason: 'No.' })
  interface Item {
    number: number
    status: number
    state?: string
    problem?: { code: string }
  }
  const answer = await call<{ items: Item[] }>('POST', '/tickets/bulk', {
    tickets: [c.number, 999_999, b.number, a.number],
    transition: { to: 'planned' },
  })
  expect(answer.status).toBe(200)
  expect(answer.body.items).toMatchObject([
    { number: c.number, status: 200, state: 'planned' },
    { number: 999_999, status: 404, problem: { code: 'not_found' } },
    { number: b.number, status: 409, problem: { code: 'conflict' } },
    { number: a.number, status: 200, state: 'planned' },
  ])
  expect((await call('POST', '/tickets/bulk', { tickets: [a.number] })).status).toBe(400)
  const twice = { tickets: [a.number, a.number], transition: { to: 'accepted' } }
  expect((await call('POST', '/tickets/bulk', twice)).status).toBe(400)
  const patched = await call<{ items: Item[] }>('POST', '/tickets/bulk', {
    tickets: [a.number, c.number],
    change: { priority: 'P1', reason: 'Shutdown on Monday.' },
  })
  expect(patched.body.items.map(item => item.status)).toEqual([200, 200])
  expect((await get(c.number)).priority).toBe('P1')
})
