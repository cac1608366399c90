import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir, utimes } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Attachment } from '../../ticketing/domain/attachment.ts'
import type { Comment } from '../../ticketing/domain/comment.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { type ApiOptions, buildApi } from '../../ticketing/http/api.ts'
import { openAttachmentFiles } from '../../ticketing/store/attachments/files.ts'
import { addAttachment, sweepAttachments } from '../../ticketing/store/attachments/rows.ts'
import { HTML, JPEG, PDF, PNG, SVG, ZIP } from '../../ticketing/store/attachments/testing/samples.ts'
import { openDb } from '../../ticketing/store/database.ts'
import {
  ADMIN_TOKEN,
  eventually,
  MAX_ATTACHMENT_BYTES,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

let service: TicketingTest
let origin: string
let number: number

beforeAll(async () => {
  service = await startTicketingTest()
  origin = await service.app.listen({ host: '127.0.0.1', port: 0 })
  await service.registerPump()
})
afterAll(() => service.close())
beforeEach(async () => {
  const body = { asset: 'pump-7', kind: 'corrective', title: 'Oil under it' }
  number = (await service.call<TicketDetail>('POST', '/tickets', body)).body.number
})

const authorization = `Bearer ${ADMIN_TOKEN}`

async function upload(
  content: Uint8Array,
  { name = 'photo.jpg', type = 'image/jpeg', visibility = '', to = number, headers = {} } = {},
) {
  const form = new FormData()
  if (visibility) form.set('visibility', visibility)
  form.set('file', new Blob([Buffer.from(content)], { type }), name)
  const answer = await fetch(`${origin}/api/v1/tickets/${to}/attachments`, {
    method: 'POST',
    body: form,
    headers: { authorization, ...headers },
  })
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Attachment & { detail: string },
  }
}

const files = async () => {
  const found = await readdir(service.directory, { recursive: true, withFileTypes: true })
  return found.filter(entry => entry.isFile()).map(entry => entry.name)
}

describe('attachments', () => {
  test('are kept by their content and saved, not shown', async () => {
    const made = await upload(JPEG, { name: '../../../etc/pässwd', type: 'text/html' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      ticket: number,
      name: 'pässwd.jpg',
      mediaType: 'image/jpeg',
      bytes: JPEG.length,
      visibility: 'internal',
      author: 'admin',
    })
    const path = `${origin}/api/v1/tickets/${number}/attachments/${made.body.id}`
    expect((await fetch(path)).status).toBe(401)
    const answer = await fetch(path, { headers: { authorization } })
    expect(Buffer.from(await answer.arrayBuffer()).equals(JPEG)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(JPEG.length),
      'content-disposition': `attachment; filename="p_sswd.jpg"; filename*=UTF-8''p%C3%A4sswd.jpg`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    const detail = await service.call<TicketDetail>('GET', `/tickets/${number}`)
    expect(detail.body.events.at(-1)).toMatchObject({ type: 'attachment', data: { name: 'pässwd.jpg' } })
    const other = await service.call('GET', `/tickets/${number + 1}/attachments/${made.body.id}`)
    expect(other.status).toBe(404)
  })

  test.each([
    ['HTML', HTML],
    ['SVG', SVG],
    ['a ZIP', ZIP],
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('a,b\n1,2\n')],
  ])('%s that says it is a photo is refused, and leaves nothing', async (_what, content) => {
    const before = await files()
    const refused = await upload(content)
    expect(refused.status).toBe(415)
    expect(refused.body.detail).toMatch(/Taken are image\/jpeg, image\/png, application\/pdf\.$/)
    expect(await files()).toEqual(before)
  })

  test('what is too large is refused with an answer, and leaves nothing', async () => {
    const before = await files()
    const refused = await upload(Buffer.concat([JPEG, Buffer.alloc(4 * MAX_ATTACHMENT_BYTES)]))
    expect(refused.status).toBe(413)
    expect(refused.body.detail).toBe('The file is larger than 2 MiB; send a smaller one.')
    expect(await files()).toEqual(before)
  })

  test('an upload that is broken off leaves nothing', async () => {
    const before = await files()
    const boundary = 'x-boundary'
    const request = httpRequest(`${origin}/api/v1/tickets/${number}/attachments`, {
      method: 'POST',
      headers: { authorization, 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
    request.on('error', () => undefined)
    request.write(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`,
    )
    request.write(Buffer.concat([JPEG, Buffer.alloc(100_000)]))
    await eventually(async () => (await files()).length > before.length)
    request.destroy()
    await eventually(async () => (await files()).length === before.length)
    const list = await service.call<{ items: object[] }>('GET', `/tickets/${number}/attachments`)
    expect(list.body.items).toEqual([])
  })

  test('forms that are none are refused with words', async () => {
    const post = async (body: string | FormData, headers = {}) => {
      const answer = await fetch(`${origin}/api/v1/tickets/${number}/attachments`, {
        method: 'POST',
        body,
        headers: { authorization, ...headers },
      })
      return { status: answer.status, body: (await answer.json()) as { detail: string } }
    }
    expect((await post('{}', { 'content-type': 'application/json' })).status).toBe(415)
    const cut = await post('--x\r\n', { 'content-type': 'multipart/form-data; boundary=x' })
    expect(cut.status, cut.body.detail).toBe(400)
    const empty = new FormData()
    empty.set('visibility', 'public')
    expect(await post(empty)).toMatchObject({
      status: 400,
      body: { detail: 'The form has no file in the field file.' },
    })
    const wrong = new FormData()
    wrong.set('visibility', 'secret')
    wrong.set('file', new Blob([Buffer.from(PNG)]), 'a.png')
    expect((await post(wrong)).status).toBe(400)
    const two = new FormData()
    two.append('file', new Blob([Buffer.from(PNG)]), 'a.png')
    two.append('file', new Blob([Buffer.from(PNG)]), 'b.png')
    expect((await post(two)).status).toBe(400)
    expect((await upload(PNG, { to: 999_999 })).status).toBe(404)
  })

  describe('larger than the buffers between us and a client', () => {
    const content = Buffer.concat([JPEG, Buffer.alloc(24 * 1024 ** 2)])
    const attachments = () =>
      openAttachmentFiles({ directory: service.directory, maxBytes: content.length, types: ['image/jpeg'] })

    /** Asks a service with these times for the file, and answers when its first bytes are there. */
    async function begun(times: Pick<ApiOptions, 'patience' | 'handlerTimeoutMs'>) {
      const store = attachments()
      const app = await buildApi({ ...service.parts, attachments: store, metrics: new Registry(), ...times })
      const url = await app.listen({ host: '127.0.0.1', port: 0 })
      async function* whole() {
        yield content
      }
      const { nowMs } = service.clock
      const kept = await store.put(whole())
      const added = {
        store,
        ticket: number,
        content: kept,
        fileName: 'a.jpg',
        visibility: 'internal' as const,
      }
      const act = { actor: 'admin', nowMs: nowMs() }
      const { id } = await addAttachment(openDb(service.pool), { ...added, requester: null }, act)
      const path = `${url}/api/v1/tickets/${number}/attachments/${id}`
      const request = httpRequest(path, { headers: { authorization } }).end()
      request.on('error', () => undefined) // the answer has it, too
      const [answer] = (await once(request, 'response')) as [IncomingMessage]
      return { app, answer }
    }
    const cutOff = (answer: IncomingMessage) =>
      once(answer, 'end').then(
        () => 'whole',
        (error: NodeJS.ErrnoException) => error.code,
      )

    test('are read as slowly as a line is, beyond the time of a handler', async () => {
      const { app, answer } = await begun({ handlerTimeoutMs: 100 })
      await sleep(300)
      const hash = createHash('sha256')
      for await (const piece of answer) hash.update(piece)
      expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'))
      await app.close()
    })

    test('are cut off where nothing is taken, or it takes too long', async () => {
      const stuck = await begun({ patience: { idleMs: 200, wholeMs: 60_000 } })
      const connections = promisify(stuck.app.server.getConnections).bind(stuck.app.server)
      await eventually(async () => (await connections()) === 0)
      expect(await cutOff(stuck.answer.resume())).toBe('ECONNRESET')
      await stuck.app.close()
      const slow = await begun({ patience: { idleMs: 60_000, wholeMs: 300 } })
      const dribble = setInterval(() => slow.answer.read(64 * 1024), 20)
      expect(await cutOff(slow.answer)).toBe('ECONNRESET')
      clearInterval(dribble)
      await slow.app.close()
    })
  })

  test('the same upload under one key is one attachment', async () => {
    const headers = { 'idempotency-key': `upload-${number}` }
    const [first, again] = [await upload(PDF, { headers }), await upload(PDF, { headers })]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body.id).toBe(first.body.id)
    expect((await upload(PNG, { headers })).status).toBe(422)
  })

  test('content is swept when no ticket names it any more', async () => {
    const other = Buffer.concat([JPEG, Buffer.from(String(number))])
    const [a, b] = [await upload(other), await upload(other)]
    const { sha256 } = a.body
    const db = openDb(service.pool)
    const old = async () => utimes(join(service.directory, sha256.slice(0, 2), sha256), 1, 1)
    const sweep = () => sweepAttachments(db, service.parts.attachments, 2_000)
    await service.call('DELETE', `/tickets/${number}/attachments/${a.body.id}`)
    await old()
    expect(await sweep()).toBe(0)
    await service.call('DELETE', `/tickets/${number}/attachments/${b.body.id}`)
    expect(await sweep()).toBe(1)
    expect(await files()).not.toContain(sha256)
    expect((await service.call('DELETE', `/tickets/${number}/attachments/${b.body.id}`)).status).toBe(404)
  })
})

describe('comments', () => {
  test('are internal unless they are public, oldest first, and told of without their text', async () => {
    const said = await service.call<Comment>('POST', `/tickets/${number}/comments`, {
      body: 'Bearing ordered.',
    })
    expect(said.status).toBe(201)
    expect(said.body).toMatchObject({
      visibility: 'internal',
      author: 'admin',
      mentions: [],
      writtenOn: null,
    })
    await service.call('POST', `/tickets/${number}/comments`, { body: 'We come at 8.', visibility: 'public' })
    const first = await service.call<{ items: Comment[]; nextCursor: string }>(
      'GET',
      `/tickets/${number}/comments?limit=1`,
    )
    expect(first.body.items.map(({ body }) => body)).toEqual(['Bearing ordered.'])
    const second = await service.call<{ items: Comment[] }>(
      'GET',
      `/tickets/${number}/comments?cursor=${first.body.nextCursor}`,
    )
    expect(second.body.items.map(({ body }) => body)).toEqual(['We come at 8.'])
    const { rows } = await service.pool.query(
      `select data from ticketing.events where subject = 'ticket' and subject_id = $1 and type = 'comment'`,
      [String(number)],
    )
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain('Bearing')
  })

  test.each([[{}], [{ body: ' ' }], [{ body: 'a', visibility: 'secret' }], [{ body: 'a\0' }]])(
    '%j is refused',
    async body => {
      expect((await service.call('POST', `/tickets/${number}/comments`, body)).status).toBe(400)
    },
  )

  test('are for tickets that exist', async () => {
    expect((await service.call('POST', '/tickets/999999/comments', { body: 'a' })).status).toBe(404)
    expect((await service.call('GET', '/tickets/999999/comments')).status).toBe(404)
    expect((await service.call('GET', '/tickets/999999/watchers')).status).toBe(404)
  })

  test('tell those whom they name, and those who watch', async () => {
    for (const id of ['ana', 'ben']) {
      const made = await service.call('POST', '/technicians', {
        id,
        name: id,
        team: 'maintenance',
        site: 'plant-1',
      })
      expect(made.status, JSON.stringify(made.body)).toBe(201)
    }
    const watch = (id: string) =>
      service.call<{ items: string[] }>('PUT', `/tickets/${number}/watchers/${id}`)
    expect((await watch('ben')).body.items).toEqual(['ben'])
    expect((await watch('ben')).body.items).toEqual(['ben'])
    expect((await watch('nobody')).status).toBe(400)
    const said = await service.call<Comment>('POST', `/tickets/${number}/comments`, {
      body: '@ana please look; mail x@ana.example, not @nobody.',
    })
    expect(said.body.mentions).toEqual(['ana'])
    const unknown = { body: 'a', mentions: ['nobody'] }
    expect((await service.call('POST', `/tickets/${number}/comments`, unknown)).status).toBe(400)
    const notices = await service.call<{ items: { type: string; recipients: string[] }[] }>(
      'GET',
      `/notices?ticket=${number}`,
    )
    const told = notices.body.items.filter(({ type }) => type.startsWith('comment'))
    expect(told).toMatchObject([
      { type: 'comment', recipients: ['technician:ben'] },
      { type: 'comment.mention', recipients: ['technician:ana'] },
    ])
    const left = await service.call<{ items: string[] }>('DELETE', `/tickets/${number}/watchers/ben`)
    expect(left.body.items).toEqual(['ana'])
  })
})
