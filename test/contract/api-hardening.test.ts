import { request as httpRequest } from 'node:http'
import { deflateRawSync } from 'node:zlib'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redaction } from '../../main/logger.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { JPEG, PNG } from '../../ticketing/store/attachments/testing/samples.ts'
import { ADMIN_TOKEN, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let number = 0
const lines: string[] = []
let origin = ''
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  const body = { asset: 'pump-7', kind: 'corrective', title: 'Leaks' }
  number = (await service.call<{ number: number }>('POST', '/tickets', body)).body.number
  const logger = pino({ level: 'debug', redact: redaction }, { write: line => void lines.push(line) })
  const app = await buildApi({ ...service.parts, logger, metrics: new Registry() })
  origin = await app.listen({ port: 0, host: '127.0.0.1' })
  closing = () => app.close()
})
let closing = async () => {}
afterAll(async () => {
  await closing()
  await service.close()
})

const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` }

test('every answer has the headers that keep pages apart, and no answer lets another origin read it', async () => {
  const foreign = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  for (const [method, path] of [
    ['GET', '/api/v1/tickets'],
    ['OPTIONS', '/api/v1/tickets'],
    ['GET', '/nowhere'],
    ['GET', '/r/guess'],
    ['GET', '/healthz'],
  ] as const) {
    const { headers } = await fetch(origin + path, { method, headers: { ...foreign, ...bearer } })
    const policy = headers.get('content-security-policy')
    expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect([...headers.keys()].filter(name => name.startsWith('access-control-'))).toEqual([])
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull()
  }
})

describe('what is too large or too slow is refused', () => {
  const status = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number | undefined>(settle => {
      const sent = httpRequest(origin + path, { headers: { ...bearer, ...headers } }, answer => {
        answer.resume()
        settle(answer.statusCode)
      })
      sent.on('error', () => settle(431)) // the connection is ended while more comes
      sent.end()
    })

  test.each([
    ['headers beyond 16 KiB', '/api/v1/tickets', { 'x-more': 'x'.repeat(17_000) }, 431],
    ['a query beyond that', `/api/v1/tickets?state=${'x'.repeat(17_000)}`, {}, 431],
    ['a part of a path', `/api/v1/assets/${'x'.repeat(3_000)}`, {}, 400],
    ['many parameters', `/api/v1/tickets?${'a=1&'.repeat(3_000)}`, {}, 400],
  ])('%s', async (_, path, headers, expected) => {
    expect(await status(path, headers)).toBe(expected)
  })

  test('a body of 300 kB, and a JSON of 20,000 levels', async () => {
    const post = (body: string) =>
      fetch(`${origin}/api/v1/sites`, {
        method: 'POST',
        headers: { ...bearer, 'content-type': 'application/json' },
        body,
      })
    expect((await post(JSON.stringify({ id: 'x'.repeat(300_000) }))).status).toBe(413)
    expect((await post(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)).status).toBe(400)
  })
})

describe('attachments', () => {
  const upload = async (name: string, content: Uint8Array) => {
    const form = new FormData()
    form.set('file', new Blob([content as Uint8Array<ArrayBuffer>], { type: 'text/html' }), name)
    return fetch(`${origin}/api/v1/tickets/${number}/attachments`, {
      method: 'POST',
      headers: bearer,
      body: form,
    })
  }
  const script = Buffer.from('<html><script>alert(1)</script><svg onload="alert(1)"></svg>')

  test.each([
    ['an image that is a web page too', 'a.html', Buffer.concat([JPEG, script]), 'image/jpeg', '.jpg'],
    [
      'an image with a script in a comment',
      'a.svg',
      Buffer.concat([PNG, Buffer.from('*/=1;alert(1)//')]),
      'image/png',
      '.png',
    ],
    ['a GIF that begins as a script', 'a.js', Buffer.from('GIF89a/*…*/=1;alert(1)//'), 'image/gif', '.gif'],
  ])('%s is what its content is, never shown in our origin', async (_, name, content, type, ending) => {
    const made = await upload(name, content)
    if (type === 'image/gif') return expect(made.status).toBe(415) // not among the types of this test
    const { id } = (await made.json()) as { id: number }
    const got = await fetch(`${origin}/api/v1/tickets/${number}/attachments/${id}`, { headers: bearer })
    expect(got.headers.get('content-type')).toBe(type)
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(got.headers.get('content-disposition')).toContain(ending)
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await got.arrayBuffer()).equals(content)).toBe(true)
  })

  test('SVG, HTML, XML and what is packed are refused, and a bomb is not unpacked to find out', async () => {
    const packed = deflateRawSync(Buffer.alloc(200 * 1024 ** 2))
    for (const content of [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      script,
      zipOf('[Content_Types].xml', packed, 200 * 1024 ** 2),
    ]) {
      const before = process.memoryUsage.rss()
      const begun = performance.now()
      expect((await upload('a.png', content)).status).toBe(415)
      expect(performance.now() - begun).toBeLessThan(5_000)
      expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 ** 2)
    }
  })
})

/** A ZIP with one entry. */
function zipOf(name: string, packed: Buffer, bytes: number): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(bytes, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, Buffer.from(name), packed])
}

describe('the log', () => {
  test('one line for each request, whatever is in it', async () => {
    lines.length = 0
    await fetch(`${origin}/api/v1/tickets/%0d%0a%7b%22level%22:50%7d?x=%1b[2J`, {
      headers: { ...bearer, 'x-request-id': 'a b\t{"level":60}', 'user-agent': '\t{"a":1}' },
    })
    await fetch(`${origin}/api/v1/tickets`, { headers: bearer })
    expect(lines.length).toBeGreaterThanOrEqual(2)
    for (const line of lines) {
      expect(line.split('\n')).toHaveLength(2)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      expect(JSON.parse(line)).toMatchObject({ requestId: expect.stringMatching(/^[\w-]{36}$/) })
    }
  })

  test('no token, key or secret in it: of headers, bodies, links and addresses', async () => {
    lines.length = 0
    const made = await service.call<{ secret: string }>('POST', '/devices', {
      ...{ id: 'quiet-1', site: 'plant-1', asset: 'pump-7' },
    })
    const link = await service.call<{ url: string }>('POST', '/assets/pump-7/request-link', {})
    const token = new URL(link.body.url).pathname.split('/').at(-1) ?? ''
    await fetch(`${origin}/r/${token}`)
    await fetch(`${origin}//R/${token}`)
    for (const name of ['token', 'access_token', 'code', 'key', 'secret', 'password'])
      await fetch(`${origin}/api/v1/tickets?${name}=hidden-${name}&limit=1`, { headers: bearer })
    await fetch(`${origin}/api/v1/tickets`, {
      headers: { authorization: 'Bearer hidden-guess', cookie: 'session=hidden' },
    })
    const log = lines.join('')
    expect(lines.length).toBeGreaterThanOrEqual(9)
    for (const secret of [ADMIN_TOKEN, made.body.secret, token, 'hidden']) expect(log).not.toContain(secret)
  })

  test('what a logged object has of secrets is redacted', () => {
    const written: string[] = []
    const logger = pino({ redact: redaction }, { write: line => void written.push(line) })
    const headers = { authorization: 'hidden', cookie: 'hidden', 'x-csrf-token': 'hidden' }
    const secrets = {
      password: 'hidden',
      token: 'hidden',
      secret: 'hidden',
      adminToken: 'hidden',
      secretsKey: 'hidden',
    }
    logger.info({
      req: { headers },
      headers,
      ...secrets,
      config: secrets,
      err: Object.assign(new Error('x'), secrets),
    })
    expect(written.join('')).not.toContain('hidden')
  })
})
