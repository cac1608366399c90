import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { isPublic, readAllowed } from './addresses.ts'
import { openOutgoing } from './outgoing.ts'

const stops: (() => void)[] = []
afterAll(() => {
  for (const stop of stops) stop()
})

async function serve(handler: RequestListener): Promise<number> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  stops.push(() => server.close().closeAllConnections())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function outgoing(allow: string) {
  const made = openOutgoing({ allow })
  stops.push(made.close)
  return made
}

describe('addresses that are not of the public internet', () => {
  test.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.9.9.9', '169.254.169.254'],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.192',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      'fe80::1',
      'fd00:ec2::254',
      'fc00::1',
    ],
    ...['2001:db8::1', '2002:7f00:1::', '2001::1', 'ff02::1', 'not an address', ''],
  ])('%s', address => {
    expect(isPublic(address)).toBe(false)
  })

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])('%s is', address => {
    expect(isPublic(address)).toBe(true)
  })
})

describe('what is refused before anything is sent', () => {
  const { check, send } = outgoing('')

  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'http://8.8.8.8/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'https://user:pass@example.org/',
    'no url',
  ])('%s', async url => {
    expect(() => check(url)).toThrow(expect.objectContaining({ kind: 'refused' }))
    await expect(send(url)).rejects.toMatchObject({ kind: 'refused' })
  })

  test('a name that leads to a private address', async () => {
    await expect(send('https://localhost/secret-token')).rejects.toMatchObject({
      kind: 'refused',
      message: expect.not.stringContaining('secret-token'),
    })
  })
})

describe('the address of a host, for what is no HTTP', () => {
  const addressOf = (allow: string, host: string, encrypted = true) =>
    outgoing(allow).addressOf({ host, encrypted })
  test.each(['127.0.0.1', '::1', 'localhost', '2130706433', '0x7f.1', '169.254.169.254'])(
    '%s',
    async host => {
      await expect(addressOf('', host)).rejects.toMatchObject({ kind: 'refused' })
    },
  )

  test('without TLS only what is allowed; what is allowed by its name or by where that leads', async () => {
    await expect(addressOf('', '8.8.8.8', false)).rejects.toMatchObject({ kind: 'refused' })
    expect(await addressOf('', '8.8.8.8')).toBe('8.8.8.8')
    expect(await addressOf('127.0.0.1', '127.0.0.1', false)).toBe('127.0.0.1')
    expect(['127.0.0.1', '::1']).toContain(await addressOf('localhost', 'localhost', false))
    await expect(addressOf('10.0.0.0/8', 'localhost')).rejects.toMatchObject({ kind: 'refused' })
    await expect(addressOf('', 'nowhere.invalid')).rejects.toMatchObject({ kind: 'away' })
  })
})

describe('what is allowed', () => {
  test('a host by its name, a range by what the name leads to, also without TLS', async () => {
    const port = await serve((_request, response) => response.end('here'))
    for (const allow of ['localhost', '127.0.0.0/8, ::1', 'other.example,127.0.0.1,::1']) {
      const answer = await outgoing(allow).send(`http://localhost:${port}/`)
      expect(answer).toMatchObject({ status: 200, text: 'here', cut: false })
    }
    await expect(outgoing('10.0.0.0/8').send(`http://localhost:${port}/`)).rejects.toMatchObject({
      kind: 'refused',
    })
  })

  test('redirects are answers, long answers are cut, slow ones are given up', async () => {
    const { send } = outgoing('127.0.0.1')
    const port = await serve((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
      if (request.url === '/long') response.end('x'.repeat(1_000_000))
    })
    const at = (path: string) => `http://127.0.0.1:${port}${path}`
    expect(await send(at('/moved'))).toMatchObject({ status: 302 })
    const long = await send(at('/long'), { maxAnswerBytes: 100 })
    expect([long.cut, long.text.length]).toEqual([true, 100])
    await expect(send(at('/never?token=abc'), { timeoutMs: 30 })).rejects.toMatchObject({
      kind: 'away',
      message: `127.0.0.1:${port} cannot be asked: no answer within 30 ms`,
    })
  })

  test.each(['10.0.0.0/33', 'a b', 'x/8', '*'])('%s is no list', text => {
    expect(() => readAllowed(text)).toThrow(/OUTGOING_ALLOW/)
  })
})
