import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { shippedWorkflow } from '../../ticketing/domain/shipped-workflow.ts'
import type { Signature, Work } from '../../ticketing/domain/signature.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { PDF } from '../../ticketing/store/attachments/testing/samples.ts'
import { ADMIN_TOKEN, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let number: number

beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.call('POST', '/technicians', { id: 'anna', name: 'Anna Keller', team: 'maintenance' })
})
afterAll(() => service.close())

const post = <T = TicketDetail>(path: string, body: object) => service.call<T>('POST', path, body)
const move = (to: string, more: object = {}) => post(`/tickets/${number}/transitions`, { to, ...more })
const sign = (body: object) => post<Signature & Problem>(`/tickets/${number}/signatures`, body)
const signatures = async () => {
  const { body } = await service.call<{ items: Signature[] }>('GET', `/tickets/${number}/signatures`)
  return body.items
}
const signed = { failureCode: 'VIB', outcome: 'found_other', resolution: 'Bearing replaced.' }

/** A ticket that somebody is at. */
beforeEach(async () => {
  const checklist = [{ text: 'Isolate', done: true }]
  const made = await post('/tickets', {
    asset: 'pump-7',
    kind: 'corrective',
    title: 'Oil',
    severity: 'major',
    checklist,
  })
  number = made.body.number
  await move('accepted')
  await move('on_site')
})

test('a signature is of the work as it is, and says what was changed since', async () => {
  await move('resolved', signed)
  const work = await service.call<Work>('GET', `/tickets/${number}/work`)
  expect(work.body.document).toMatchObject({ form: 1, ticket: number, ...signed, attachments: [] })
  const { documentSha256 } = work.body
  expect(createHash('sha256').update(JSON.stringify(work.body.document)).digest('hex')).toBe(documentSha256)

  const made = await sign({ name: 'Anna Keller', meaning: 'performed', documentSha256 })
  expect([made.status, made.body]).toEqual([
    201,
    expect.objectContaining({
      name: 'Anna Keller',
      meaning: 'performed',
      signer: 'admin',
      documentSha256,
      changed: [],
    }),
  ])
  expect(await signatures()).toEqual([made.body])

  await service.call('PATCH', `/tickets/${number}`, {
    checklist: [{ text: 'Isolate', done: false }],
    title: 'Oil leak',
  })
  const [after] = await signatures()
  expect(after).toMatchObject({ isGenuine: true, changed: ['checklist', 'title'] })
  expect(after?.document).toEqual(work.body.document)

  await sign({ name: 'Anna Keller', meaning: 'performed' })
  await move('closed')
  expect((await signatures()).at(-1)).toMatchObject({ changed: [] }) // closing it does not change the work
})

test('a file that is added or taken away changes the work', async () => {
  await sign({ name: 'Anna Keller', meaning: 'checked' })
  const payload = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${PDF}\r\n--x--\r\n`
  const upload = await service.app.inject({
    method: 'POST',
    url: `/api/v1/tickets/${number}/attachments`,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'multipart/form-data; boundary=x' },
    payload,
  })
  expect(upload.statusCode).toBe(201)
  expect(await signatures()).toMatchObject([{ changed: ['attachments'] }])
  await service.call('DELETE', `/tickets/${number}/attachments/${upload.json().id}`)
  expect(await signatures()).toMatchObject([{ changed: [] }])
})

test('what is signed is what was shown, or it is refused', async () => {
  const shown = await service.call<Work>('GET', `/tickets/${number}/work`)
  await service.call('PATCH', `/tickets/${number}`, { title: 'Oil leak' })
  const { documentSha256 } = shown.body
  const refused = await sign({ name: 'Anna Keller', meaning: 'performed', documentSha256 })
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    expect.stringContaining(`/tickets/${number}/work`),
  ])
  expect(await signatures()).toEqual([])
  expect((await sign({ name: ' ', meaning: 'performed' })).status).toBe(400)
  expect((await sign({ name: 'Anna', meaning: 'guessed' })).status).toBe(400)
})

test('a step can be signed with it, and a workflow can ask for that', async () => {
  const transitions = shippedWorkflow.transitions.map(step =>
    step.to === 'resolved' ? { ...step, requires: [...(step.requires ?? []), 'signature'] } : step,
  )
  await service.call('PUT', '/workflows/inspection', { ...shippedWorkflow, transitions })
  const made = await post('/tickets', {
    asset: 'pump-7',
    kind: 'inspection',
    title: 'Look',
    severity: 'minor',
  })
  number = made.body.number
  await move('accepted')
  await move('on_site')
  const refused = await service.call<Problem>('POST', `/tickets/${number}/transitions`, {
    to: 'resolved',
    ...signed,
  })
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [expect.objectContaining({ pointer: '/signature' })],
  ])
  const deviceTimeMs = service.clock.now - 1
  const resolved = await move('resolved', { ...signed, signature: 'Anna Keller', deviceTimeMs })
  expect(resolved.body.events.at(-1)).toMatchObject({ type: 'signed', data: { meaning: 'performed' } })
  await move('closed', { signature: 'Ben Roth' })
  expect(await signatures()).toMatchObject([
    { name: 'Anna Keller', meaning: 'performed', deviceAtMs: deviceTimeMs, changed: [], isGenuine: true },
    { name: 'Ben Roth', meaning: 'approved', changed: [], isGenuine: true },
  ])
  expect((await move('reopened', { reason: 'It leaks.', signature: 'Anna' })).status).toBe(400)
})

test('the name stands in no event of the ledger, and a change of it, of the time or of what was signed shows', async () => {
  await sign({ name: 'Anna Keller', meaning: 'performed' })
  const { rows } = await service.pool.query(
    `select data from ticketing.events where subject = 'ticket' and subject_id = $1 and type = 'signed'`,
    [String(number)],
  )
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('Anna')
  for (const [forged, back] of [
    [`name = 'Bob'`, `name = 'Anna Keller'`],
    ['signed_at_ms = signed_at_ms - 1', 'signed_at_ms = signed_at_ms + 1'],
    [`document = replace(document, 'Oil', 'Ale')`, `document = replace(document, 'Ale', 'Oil')`],
  ]) {
    expect(await signatures()).toMatchObject([{ isGenuine: true }])
    await service.pool.query(`update ticketing.work_signatures set ${forged}`)
    expect(await signatures()).toMatchObject([{ isGenuine: false }])
    await service.pool.query(`update ticketing.work_signatures set ${back}`)
  }
})
