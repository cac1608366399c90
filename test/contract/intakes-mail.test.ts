import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Attachment } from '../../ticketing/domain/attachment.ts'
import type { Comment } from '../../ticketing/domain/comment.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { JPEG, SVG } from '../../ticketing/store/attachments/testing/samples.ts'
import { eventually, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let token: string
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.call('POST', '/assets', { id: 'pump-8', site: 'plant-1', class: 'pump', criticality: 'C' })
  token = await open('mail', { addresses: ['maintenance@plant.example'] })
  service.startArrivals()
})
afterAll(() => service.close())

async function open(id: string, mail: object, more: object = {}): Promise<string> {
  const intake = { id, name: id, kind: 'email', mail, ...more }
  return (await service.call<{ secret: string }>('POST', '/intakes', intake)).body.secret
}

interface Arrival {
  id: number
  state: string
  reason: string | null
  result: { items: { outcome: string; ticket: number | null }[]; notes: string[] } | null
}

let count = 0
/** Parts within parts. */
const nested = (depth: number) =>
  Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  ).join('')
interface Written {
  from?: string
  to?: string
  subject?: string
  text?: string
  id?: string
  headers?: readonly string[]
  files?: readonly { name: string; type: string; content: Buffer }[]
}

function written({ text = 'It is hot.', files = [], headers = [], ...more }: Written): string {
  const head = [
    `From: ${more.from ?? 'Ines Weber <ines@plant.example>'}`,
    `To: ${more.to ?? 'maintenance+pump-7@plant.example'}`,
    `Subject: ${more.subject ?? 'Pump 7 is hot'}`,
    `Message-ID: <${more.id ?? `m${++count}@plant.example`}>`,
    'MIME-Version: 1.0',
    ...headers,
  ]
  if (files.length === 0)
    return [...head, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n')
  const parts = files.flatMap(({ name, type, content }) => [
    '--x',
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    content.toString('base64'),
  ])
  const body = ['--x', 'Content-Type: text/plain; charset=utf-8', '', text, ...parts, '--x--', '']
  return [...head, 'Content-Type: multipart/mixed; boundary=x', '', ...body].join('\r\n')
}

async function post(
  payload: string | Buffer,
  { id = 'mail', type = 'message/rfc822', key = token } = {},
): Promise<Arrival> {
  const answer = await service.app.inject({
    method: 'POST',
    url: `/in/${id}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    payload,
  })
  expect(answer.statusCode).toBe(202)
  const path = `/intakes/${id}/arrivals/${answer.json().arrival}`
  await eventually(async () => (await service.call<Arrival>('GET', path)).body.state !== 'waiting')
  return (await service.call<Arrival>('GET', path)).body
}

const ticketOf = async ({ result }: Arrival): Promise<TicketDetail> =>
  (await service.call<TicketDetail>('GET', `/tickets/${result?.items[0]?.ticket}`)).body
const commentsOf = async (number: number): Promise<Comment[]> =>
  (await service.call<{ items: Comment[] }>('GET', `/tickets/${number}/comments`)).body.items

test('a mail becomes a ticket with its files; answers become comments by reference and by number', async () => {
  const files = [
    { name: 'seal.jpg', type: 'image/jpeg', content: JPEG },
    { name: 'logo.svg', type: 'image/svg+xml', content: SVG },
  ]
  const first = await post(written({ id: 'a@plant.example', subject: 'Re: Pumpe 7 läuft heiß', files }))
  expect(first.result?.notes).toEqual([expect.stringMatching(/^The file "logo.svg" was left out: /)])
  const ticket = await ticketOf(first)
  expect(ticket).toMatchObject({
    title: 'Pumpe 7 läuft heiß',
    description: 'It is hot.',
    asset: 'pump-7',
    source: 'operator',
  })
  const attachments = await service.call<{ items: Attachment[] }>(
    'GET',
    `/tickets/${ticket.number}/attachments`,
  )
  expect(attachments.body.items).toMatchObject([
    { name: 'seal.jpg', mediaType: 'image/jpeg', visibility: 'public' },
  ])
  const { items: notices } = (
    await service.call<{ items: { type: string; title: string; recipients: string[] }[] }>(
      'GET',
      `/notices?ticket=${ticket.number}`,
    )
  ).body
  expect(notices).toMatchObject([
    {
      type: 'request.received',
      title: 'We have your message: Pumpe 7 läuft heiß',
      recipients: [expect.stringMatching(/^requester:/)],
    },
  ])

  const same = await post(written({ id: 'a@plant.example' }))
  expect(same.result?.items).toMatchObject([{ outcome: 'unchanged', ticket: ticket.number }])
  const answer = await post(
    written({
      from: 'Boss <boss@other.example>',
      subject: 'Re: Pumpe 7',
      text: 'Please be quick.\r\n\r\nOn Sat, 31 Jan 2026 at 12:00, Ines wrote:\r\n> It is hot.',
      headers: ['In-Reply-To: <a@plant.example>', 'References: <0@plant.example> <a@plant.example>'],
    }),
  )
  expect(answer.result?.items).toMatchObject([{ outcome: 'commented', ticket: ticket.number }])
  const { rows } = await service.pool.query(
    "select event_id as event from ticketing.notices where type = 'request.received' and ticket = $1",
    [ticket.number],
  )
  const toOurs = await post(
    written({
      from: 'Crew <crew@other.example>',
      subject: 'Re: something',
      text: 'We come.',
      headers: [`In-Reply-To: <${rows[0].event}@plant.example>`],
    }),
  )
  expect(toOurs.result?.items).toMatchObject([{ outcome: 'commented', ticket: ticket.number }])
  const numbered = await post(written({ subject: `AW: [#${ticket.number}] Pumpe 7`, text: 'It is hotter.' }))
  expect(numbered.result?.items).toMatchObject([{ outcome: 'commented', ticket: ticket.number }])
  expect(await commentsOf(ticket.number)).toMatchObject([
    {
      body: 'Boss <boss@other.example> writes:\n\nPlease be quick.',
      visibility: 'internal',
      author: 'intake:mail',
    },
    { body: 'Crew <crew@other.example> writes:\n\nWe come.', visibility: 'internal' },
    { body: 'It is hotter.', visibility: 'public', author: 'requester' },
  ])
})

test('who has not asked for the work does not get into a ticket by its number', async () => {
  const { number } = await ticketOf(await post(written({})))
  const stranger = written({ from: 'x@evil.example', subject: `[#${number}] hello` })
  expect(await post(stranger)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('has not asked for that work'),
  })
  expect(await commentsOf(number)).toEqual([])
  const unknown = written({ subject: '[#999999] hello' })
  expect(await post(unknown)).toMatchObject({ state: 'failed' })
})

test('a mail that names no asset waits for somebody who knows', async () => {
  const key = await open('desk', { addresses: ['desk@plant.example'], senders: ['@plant.example'] })
  const sent = written({ to: 'desk@plant.example', subject: 'Something drips' })
  const failed = await post(sent, { id: 'desk', key })
  expect(failed).toMatchObject({ state: 'failed', reason: expect.stringContaining('No asset is named') })
  await service.call('PATCH', '/intakes/desk', { defaults: { asset: 'pump-8', severity: 'major' } })
  await service.call('POST', `/intakes/desk/arrivals/${failed.id}/replay`)
  const path = `/intakes/desk/arrivals/${failed.id}`
  await eventually(async () => (await service.call<Arrival>('GET', path)).body.state === 'done')
  const done = (await service.call<Arrival>('GET', path)).body
  expect(await ticketOf(done)).toMatchObject({ asset: 'pump-8', severity: 'major' })
  const named = await post(written({ to: 'desk@plant.example', subject: '[pump-7] drips' }), {
    id: 'desk',
    key,
  })
  expect(await ticketOf(named)).toMatchObject({ asset: 'pump-7' })
  const foreign = await post(written({ to: 'desk@plant.example', from: 'x@evil.example' }), {
    id: 'desk',
    key,
  })
  expect(foreign).toMatchObject({
    state: 'ignored',
    reason: 'x@evil.example is none of the senders of this intake.',
  })
})

test('programs that answer for people, and loops, are ignored', async () => {
  const automatic = written({ headers: ['Auto-Submitted: auto-replied (vacation)'] })
  expect(await post(automatic)).toMatchObject({
    state: 'ignored',
    reason: expect.stringContaining('Auto-Submitted'),
  })
  const own = written({ from: 'Maintenance@plant.example' })
  expect(await post(own)).toMatchObject({ state: 'ignored', reason: expect.stringContaining('a loop') })
  const first = await ticketOf(await post(written({ id: 'loop@plant.example' })))
  const answers = []
  for (let n = 0; n < 21; n++) {
    answers.push((await post(written({ headers: ['In-Reply-To: <loop@plant.example>'] }))).state)
  }
  expect(new Set(answers.slice(0, 19))).toEqual(new Set(['done']))
  expect(answers.at(-1)).toBe('ignored')
  expect((await commentsOf(first.number)).length).toBeLessThan(21)
})

test('a form of a mail service has the message in a field', async () => {
  const form = new FormData()
  form.set('envelope', '{}')
  form.set('email', written({ subject: 'By form' }))
  const request = new Response(form)
  const sent = await post(Buffer.from(await request.arrayBuffer()), {
    type: request.headers.get('content-type') ?? '',
  })
  expect(await ticketOf(sent)).toMatchObject({ title: 'By form' })
  const fields = new URLSearchParams({ 'body-mime': written({ subject: 'By fields' }) }).toString()
  expect(await ticketOf(await post(fields, { type: 'application/x-www-form-urlencoded' }))).toMatchObject({
    title: 'By fields',
  })
})

test('of a mail that is HTML only the text is read', async () => {
  const html = written({ subject: 'HTML' })
    .replace('text/plain', 'text/html')
    .replace('It is hot.', '<p>It is <b>hot</b>.</p><blockquote>quoted</blockquote>')
  expect(await ticketOf(await post(html))).toMatchObject({
    description: expect.stringMatching(/^It is hot\./),
  })
})

test.each([
  [
    'a tree of parts',
    `From: a@b.c\r\n${nested(1_000)}`,
    'The message cannot be read: Max allowed child nodes exceeded.',
  ],
  [
    'a million lines',
    `From: a@b.c\r\n\r\n${'\n'.repeat(1_000_001)}`,
    'The message has more than 1000000 lines; send what is so long as a file.',
  ],
  ['no mail at all', 'nonsense', 'The message does not say who sent it.'],
  ['a form without one', '--x\r\n', 'The message does not say who sent it.'],
])('%s is kept with its reason', async (_, payload, reason) => {
  expect(await post(payload)).toMatchObject({ state: 'failed', reason })
})

test('what fails for a while is worked on again, given up after so often, and can be replayed', async () => {
  const broken = await open('broken', { addresses: ['x@plant.example'] }, { defaults: { asset: 'pump-7' } })
  const files = [{ name: 'a.jpg', type: 'image/jpeg', content: JPEG }]
  // The folder of what arrives is a file: nothing can be written there.
  const incoming = join(service.directory, 'incoming')
  await rm(incoming, { recursive: true, force: true })
  await writeFile(incoming, '')
  const sent = async (id: string) => {
    const answer = await service.app.inject({
      method: 'POST',
      url: '/in/broken',
      headers: { authorization: `Bearer ${broken}`, 'content-type': 'message/rfc822' },
      payload: written({ id, subject: id, files }),
    })
    return answer.json<{ arrival: number }>().arrival
  }
  const read = async (id: number) =>
    (await service.call<Arrival & { attempts: number }>('GET', `/intakes/broken/arrivals/${id}`)).body
  const first = await sent('first')
  await eventually(async () => (await read(first)).reason?.includes('EEXIST') ?? false)
  expect(await read(first)).toMatchObject({ state: 'waiting', attempts: 1 })
  await eventually(async () => {
    service.clock.now += 1_800_000
    return (await read(first)).state === 'failed'
  })
  expect((await read(first)).reason).toMatch(/^Given up after 7 attempts: EEXIST/)
  await rm(incoming)
  await service.call('POST', `/intakes/broken/arrivals/${first}/replay`)
  await eventually(async () => (await read(first)).state === 'done')

  // A worker has taken it and died.
  const taken = "update ticketing.arrivals set state = 'waiting', attempts = 1, due_at_ms = $2 where id = $1"
  await service.pool.query(taken, [first, service.clock.now + 300_000])
  expect((await read(first)).state).toBe('waiting')
  service.clock.now += 300_000
  await eventually(async () => (await read(first)).state === 'done')
  expect((await read(first)).result?.items).toMatchObject([{ outcome: 'unchanged' }])
})
