import { generate } from 'mqtt-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { connectRaw, hello, openRaw, publish } from './testing/raw-client.ts'
import {
  createTestRegistry,
  startTestBroker,
  type TestBroker,
  type TestRegistry,
  until,
} from './testing/test-broker.ts'

let broker: TestBroker
afterEach(() => broker.close())

const refusedConnections = (reason: string) =>
  broker.metric('forewarn_broker_refused_total', { subject: 'connection', reason })

describe('who may connect', () => {
  test.each([
    ['a device with its secret', 'pump-1', {}, 0],
    ['the administrator with the token', 'admin', {}, 0],
    ['a keepalive of zero', 'pump-1', { keepalive: 0 }, 0],
    ['an empty client id, clean', 'pump-1', { clientId: '', clean: true }, 0],
    ['a client id of 200 characters', 'pump-1', { clientId: 'x'.repeat(200) }, 2],
    ['a wrong secret', 'pump-1', { password: Buffer.from('guess') }, 4],
    ['a wrong token', 'admin', { password: Buffer.from('guess') }, 4],
    ['a device that is not registered', 'pump-9', {}, 4],
    ['a user name that cannot be an id', 'pump\u0001 or 1=1', {}, 4],
    ['no user name', 'pump-1', { username: '', password: Buffer.from('x') }, 5],
    ['no password', 'pump-1', { password: Buffer.alloc(0) }, 5],
    ['a will on a topic of its own', 'pump-1', { will: { topic: 'state/pump-1', payload: 'x' } }, 5],
    ['a will of 17 levels', 'pump-1', { will: { topic: `telemetry${'/x'.repeat(16)}`, payload: 'x' } }, 5],
    ['a will with a wildcard', 'pump-1', { will: { topic: 'telemetry/#', payload: 'x' } }, 5],
  ] as const)('%s', async (_, id, connect, returnCode) => {
    broker = await startTestBroker()
    const client = await connectRaw(broker.port, id, connect)
    expect(client.returnCode).toBe(returnCode)
    expect(await broker.metric('forewarn_broker_refused_total')).toBe(returnCode === 0 ? 0 : 1)
    if (returnCode > 0) await until('the connection is closed', () => client.closed)
  })

  test('an empty client id cannot have a session [MQTT-3.1.3-8]', async () => {
    broker = await startTestBroker()
    const client = await openRaw(broker.port)
    const packet = generate(hello('pump-1', { clientId: '' }))
    packet[9] = 0xc0 // the generator does not make it: take the clean flag off, leave user name and password
    client.socket.write(packet)
    expect(await client.next()).toMatchObject({ cmd: 'connack', returnCode: 2 })
  })

  test('MQTT 5 gets the answer of 3.1.1 that makes clients fall back', async () => {
    broker = await startTestBroker()
    const client = await connectRaw(broker.port, 'pump-1', { protocolVersion: 5 })
    expect(client.returnCode).toBe(1)
  })

  test('a reconnect loop is counted in full and logged once', async () => {
    broker = await startTestBroker()
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const client = await connectRaw(broker.port, 'pump-1', { password: Buffer.from('old secret') })
      await client.hangUp()
    }
    expect(await refusedConnections('wrong_secret')).toBe(10)
    const lines = broker.lines.filter(({ level }) => level === 'warn')
    expect(lines).toMatchObject([{ fields: { who: 'pump-1' }, message: expect.stringContaining('secret') }])
    expect(JSON.stringify(lines)).not.toContain('old secret')
  })

  test('a name of a stranger is shortened before it is logged or remembered', async () => {
    broker = await startTestBroker()
    await connectRaw(broker.port, 'x'.repeat(10_000))
    expect(JSON.stringify(broker.lines.at(-1)).length).toBeLessThan(1_000)
  })

  test('a registry that fails or hangs means: try again later', async () => {
    const registry: TestRegistry = {
      ...createTestRegistry(),
      verifySecret: id =>
        id === 'pump-1' ? Promise.reject(new Error('connection refused')) : new Promise(() => {}),
    }
    broker = await startTestBroker({ registry, limits: { authenticationMs: 50 } })
    for (const id of ['pump-1', 'pump-2']) {
      const client = await connectRaw(broker.port, id)
      expect(client.returnCode).toBe(3)
      await until('the connection is closed', () => client.closed)
    }
    // One outage, whoever asks.
    expect(broker.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(await refusedConnections('registry_unavailable')).toBe(2)
  })
})

describe('a client id belongs to its principal', () => {
  // Stock Aedes throws the first client out and hands its session over.
  test('another principal cannot take it, and the first stays connected', async () => {
    broker = await startTestBroker()
    const victim = await connectRaw(broker.port, 'pump-1', { clientId: 'shared' })
    const thief = await connectRaw(broker.port, 'pump-2', { clientId: 'shared' })
    expect(thief.returnCode).toBe(2)
    victim.send(publish('telemetry/north/pump-1', 'still here'))
    expect(await victim.next()).toMatchObject({ cmd: 'puback' })
    expect(await refusedConnections('client_id_taken')).toBe(1)
  })

  test('also not at the same moment, nor the stored session of one that is away', async () => {
    broker = await startTestBroker()
    const [one, two] = await Promise.all([openRaw(broker.port), openRaw(broker.port)])
    one.send(hello('pump-1', { clientId: 'shared', clean: false }))
    two.send(hello('pump-2', { clientId: 'shared', clean: false }))
    const answers = [await one.next(), await two.next()]
    expect(answers.map(answer => answer?.cmd === 'connack' && answer.returnCode).sort()).toEqual([0, 2])
    const [winner, loser] =
      answers[0]?.cmd === 'connack' && answers[0].returnCode === 0
        ? ['pump-1', 'pump-2']
        : ['pump-2', 'pump-1']
    await Promise.all([one.hangUp(), two.hangUp()])
    expect((await connectRaw(broker.port, loser, { clientId: 'shared' })).returnCode).toBe(2)
    expect((await connectRaw(broker.port, winner, { clientId: 'shared', clean: true })).returnCode).toBe(0)
  })

  test("another device's id is taken even before that device connects", async () => {
    broker = await startTestBroker()
    expect((await connectRaw(broker.port, 'pump-1', { clientId: 'pump-2' })).returnCode).toBe(2)
    expect((await connectRaw(broker.port, 'pump-1', { clientId: 'admin' })).returnCode).toBe(2)
    expect((await connectRaw(broker.port, 'pump-2', { clientId: 'pump-2' })).returnCode).toBe(0)
  })

  test('the principal itself takes it over [MQTT-3.1.4-2], and a clean one frees it', async () => {
    broker = await startTestBroker()
    const first = await connectRaw(broker.port, 'pump-1', { clientId: 'mine' })
    const second = await connectRaw(broker.port, 'pump-1', { clientId: 'mine' })
    expect(second.returnCode).toBe(0)
    await until('the first is disconnected', () => first.closed)
    await second.hangUp()
    await until('the id is free', async () => {
      const other = await connectRaw(broker.port, 'pump-2', { clientId: 'mine' })
      return other.returnCode === 0
    })
  })
})

describe('before anybody logged in', () => {
  // Stock Aedes collects the whole packet: 256 MB of it before it looks at the first byte of the content.
  test('a big packet is cut at its header, and the memory stays flat', async () => {
    broker = await startTestBroker()
    const attacker = await openRaw(broker.port)
    const before = process.memoryUsage().arrayBuffers
    attacker.socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
    const megabyte = Buffer.alloc(1024 * 1024)
    let peak = before
    for (let sent = 0; sent < 64 && !attacker.closed; sent += 1) {
      await new Promise(resolve => attacker.socket.write(megabyte, resolve))
      peak = Math.max(peak, process.memoryUsage().arrayBuffers)
    }
    await until('the connection is cut', () => attacker.closed)
    expect(peak - before).toBeLessThan(8 * 1024 * 1024)
    expect(await refusedConnections('packet_too_big')).toBe(1)
  })

  test('what is not MQTT is cut', async () => {
    broker = await startTestBroker()
    const browser = await openRaw(broker.port)
    browser.socket.write('GET / HTTP/1.1\r\n\r\n')
    await until('the connection is cut', () => browser.closed)
    expect(await refusedConnections('not_mqtt')).toBe(1)
  })

  test('a silent connection is cut, also when it trickles', async () => {
    broker = await startTestBroker({ limits: { connectMs: 100 } })
    const [silent, trickling] = await Promise.all([openRaw(broker.port), openRaw(broker.port)])
    trickling.socket.write(Buffer.from([0x10, 100, 0]))
    const drip = setInterval(() => trickling.socket.write(Buffer.from([0])), 20)
    await until('both are cut', () => silent.closed && trickling.closed)
    clearInterval(drip)
  })

  test('a keepalive of zero does not mean for ever', async () => {
    broker = await startTestBroker({ limits: { keepaliveS: 1 } })
    const client = await connectRaw(broker.port, 'pump-1', { keepalive: 0 })
    await until('the idle connection is cut', () => client.closed)
  })

  test('connections are limited: in all, per address, and those that do not log in', async () => {
    broker = await startTestBroker({ limits: { unauthenticatedPerAddress: 2, connectionsPerAddress: 3 } })
    const silent = [await openRaw(broker.port), await openRaw(broker.port)]
    const third = await openRaw(broker.port)
    await until('the third is cut', () => third.closed)
    await silent[0]?.hangUp()
    await until('a place is free', async () => (await broker.metric('forewarn_broker_connections')) === 1)
    expect((await connectRaw(broker.port, 'pump-1')).returnCode).toBe(0)
    expect((await connectRaw(broker.port, 'pump-2')).returnCode).toBe(0)
    const overAddress = await openRaw(broker.port)
    await until('the one over the limit is cut', () => overAddress.closed)
    expect(await refusedConnections('too_many_connections')).toBe(2)
  })
})

test('a packet above the limit is cut after the login too', async () => {
  broker = await startTestBroker()
  const device = await connectRaw(broker.port, 'pump-1')
  device.send(publish('telemetry/north/pump-1', 'x'.repeat(200_000)))
  expect(await device.next()).toMatchObject({ cmd: 'puback' })
  device.send(publish('telemetry/north/pump-1', 'x'.repeat(300_000)))
  expect(await device.next()).toBeUndefined()
  expect(broker.log.entries).toHaveLength(1)
})
