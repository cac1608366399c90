import { afterEach, describe, expect, test } from 'vitest'
import { connectRaw, publish, type RawClient } from './testing/raw-client.ts'
import {
  createTestEnrolment,
  createTestRegistry,
  startTestBroker,
  type TestBroker,
  until,
} from './testing/test-broker.ts'

const own = 'telemetry/north/new-1'
let broker: TestBroker
afterEach(() => broker.close())

const refused = (reason: string) => broker.metric('forewarn_broker_refused_total', { reason })
const stored = () => broker.log.entries.map(({ payload }) => Buffer.from(payload).toString())
const lastLine = () => broker.lines.at(-1)?.message
const numbered = (count: number, topic = own) =>
  Array.from({ length: count }, (_, n) => publish(topic, `${n}`, { messageId: n + 1 }))

async function granted(client: RawClient, ...topics: string[]): Promise<unknown> {
  client.send({ cmd: 'subscribe', messageId: 99, subscriptions: topics.map(topic => ({ topic, qos: 1 })) })
  const answer = await client.next()
  return answer?.cmd === 'suback' ? answer.granted : answer
}

test('while enrolment is closed a stranger is refused, and the line says what to do', async () => {
  broker = await startTestBroker()
  expect((await connectRaw(broker.port, 'new-1')).returnCode).toBe(4)
  expect(lastLine()).toMatch(
    /"new-1" is no registered device.*POST \/api\/v1\/devices.*DEVICE_ENROLMENT=open/,
  )
})

describe('the login of a stranger', () => {
  test.each([
    ['with a secret of its own', {}, 0, undefined],
    ['with 12 characters', { password: Buffer.from('123456789012') }, 0, undefined],
    ['with 11 characters', { password: Buffer.from('12345678901') }, 4, 'secret_too_short'],
    ['under a name that cannot be an id', { username: 'new/1' }, 4, 'unknown_device'],
    ['with the client id of a device', { clientId: 'pump-1' }, 2, 'client_id_taken'],
    ['with a will of its own', { will: { topic: 'status/x/new-1', payload: 'offline' } }, 0, undefined],
    ['with a will of another', { will: { topic: 'status/x/pump-1', payload: 'x' } }, 5, 'will_not_allowed'],
  ] as const)('%s', async (_, connect, returnCode, reason) => {
    broker = await startTestBroker({ enrolment: createTestEnrolment() })
    expect((await connectRaw(broker.port, 'new-1', connect)).returnCode).toBe(returnCode)
    if (reason) expect(await refused(reason)).toBe(1)
  })

  test('with another secret than at first is refused, and the line says what to do', async () => {
    broker = await startTestBroker({ enrolment: createTestEnrolment() })
    const first = await connectRaw(broker.port, 'new-1')
    const thief = await connectRaw(broker.port, 'new-1', { password: Buffer.from('of somebody else') })
    expect([first.returnCode, thief.returnCode]).toEqual([0, 4])
    expect(lastLine()).toMatch(/another secret than the first.*DELETE \/api\/v1\/quarantine\/new-1/)
    expect(JSON.stringify(broker.lines)).not.toContain('of somebody else')
    expect((await connectRaw(broker.port, 'new-1')).returnCode).toBe(0)
    const said = broker.lines.filter(({ message }) => message.includes('until you approve it'))
    expect(said).toMatchObject([{ level: 'info', fields: { who: 'new-1' } }])
  })

  test('that is ignored is refused', async () => {
    const enrolment = createTestEnrolment()
    enrolment.ignore('new-1')
    broker = await startTestBroker({ enrolment })
    expect((await connectRaw(broker.port, 'new-1')).returnCode).toBe(4)
    expect(await refused('ignored_stranger')).toBe(1)
    expect(lastLine()).toContain('DELETE /api/v1/quarantine/new-1')
  })

  test('that was registered a moment ago, or while the store is away, means: try again', async () => {
    const enrolment = createTestEnrolment()
    broker = await startTestBroker({ enrolment: { ...enrolment, enrol: async () => 'registered' } })
    expect((await connectRaw(broker.port, 'new-1')).returnCode).toBe(3)
    await broker.close()
    broker = await startTestBroker({
      enrolment: { ...enrolment, enrol: () => Promise.reject(new Error('away')) },
    })
    expect((await connectRaw(broker.port, 'new-1')).returnCode).toBe(3)
    expect(await refused('registry_unavailable')).toBe(1)
  })

  test('takes no client id away from a device, nor keeps a session', async () => {
    broker = await startTestBroker({ enrolment: createTestEnrolment() })
    const session = { clientId: 'shared', clean: false }
    const stranger = await connectRaw(broker.port, 'new-1', session)
    const device = await connectRaw(broker.port, 'pump-1', session)
    expect([stranger.returnCode, device.returnCode]).toEqual([0, 0])
    stranger.send(publish(own, 'both are here'))
    expect(await stranger.next()).toMatchObject({ cmd: 'puback' })
    for (let n = 0; n < 20; n++) {
      const more = await connectRaw(broker.port, 'new-2', { clientId: `session-${n}`, clean: false })
      expect(more.returnCode).toBe(0) // a device has 8
    }
  })

  test('is one of few: strangers cannot take the connections of devices', async () => {
    broker = await startTestBroker({
      enrolment: createTestEnrolment(),
      limits: { strangerConnections: 2, connections: 4 },
    })
    const [one] = [await connectRaw(broker.port, 'new-1'), await connectRaw(broker.port, 'new-2')]
    expect((await connectRaw(broker.port, 'new-3')).returnCode).toBe(3)
    expect((await connectRaw(broker.port, 'new-1', { clientId: 'more' })).returnCode).toBe(3)
    expect(await refused('too_many_strangers')).toBe(2)
    expect(broker.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: expect.stringMatching(/already 2 connections.*BROKER_MAX_STRANGERS/) },
    ])
    expect((await connectRaw(broker.port, 'pump-1')).returnCode).toBe(0)
    await one?.hangUp()
    await until('a place is free', async () => (await broker.metric('forewarn_broker_strangers')) === 1)
    expect((await connectRaw(broker.port, 'new-3')).returnCode).toBe(0)
  })

  test('also when many ask at the same moment', async () => {
    const enrolment = createTestEnrolment()
    const asking: (() => void)[] = []
    const together = async (name: string, secret: string) => {
      await new Promise<void>(resolve => {
        asking.push(resolve)
        if (asking.length === 12) for (const answer of asking) answer()
      })
      return enrolment.enrol(name, secret)
    }
    broker = await startTestBroker({
      enrolment: { ...enrolment, enrol: together },
      limits: { strangerConnections: 3 },
    })
    const all = Array.from({ length: 12 }, (_, n) => connectRaw(broker.port, `new-${n}`))
    const codes = (await Promise.all(all)).map(({ returnCode }) => returnCode)
    expect(codes.toSorted()).toEqual([0, 0, 0, ...Array(9).fill(3)])
  })

  test('is asked of the store at a bounded rate', async () => {
    let asked = 0
    const enrolment = createTestEnrolment()
    const counted = (name: string, secret: string) => {
      asked += 1
      return enrolment.enrol(name, secret)
    }
    broker = await startTestBroker({
      enrolment: { ...enrolment, enrol: counted },
      limits: { strangerLoginsPerS: 0.001, burstS: 5_000 },
    })
    const codes: unknown[] = []
    for (let n = 0; n < 8; n++) codes.push((await connectRaw(broker.port, `new-${n}`)).returnCode)
    expect(codes).toEqual([0, 0, 0, 0, 0, 3, 3, 3])
    expect(asked).toBe(5)
  })
})

describe('a stranger', () => {
  test('publishes on its own topics, and hears nothing', async () => {
    broker = await startTestBroker({ enrolment: createTestEnrolment() })
    const stranger = await connectRaw(broker.port, 'new-1')
    stranger.send(publish(own, 'values'), publish('status/north/new-1', 'online', { messageId: 2 }))
    await until('both are acknowledged', () => stranger.inbox.length === 2)
    stranger.inbox.length = 0
    expect(broker.log.entries).toMatchObject([
      { topic: own, publisher: 'new-1' },
      { topic: 'status/north/new-1', publisher: 'new-1' },
    ])
    expect(
      await granted(stranger, 'commands/north/new-1', 'commands/undefined/new-1', 'spBv1.0/STATE/#', own),
    ).toEqual([128, 128, 128, 128])
    expect(lastLine()).toContain('until it is approved')
    stranger.send(publish('telemetry/north/pump-1', 'in the name of another', { messageId: 3 }))
    await until('it is cut', () => stranger.closed)
    expect(lastLine()).toContain('"telemetry/{site}/new-1" and "status/{site}/new-1"')
    expect(broker.log.entries).toHaveLength(2)
  })

  test('has a small rate, over all its connections, while devices are served at once', async () => {
    broker = await startTestBroker({
      enrolment: createTestEnrolment(),
      limits: { strangerMessagesPerS: 20, strangerBurstS: 0.5 },
    })
    const stranger = await connectRaw(broker.port, 'new-1')
    const startedAtMs = performance.now()
    stranger.send(...numbered(40))
    await until('it is slowed', () => stranger.inbox.length >= 10)
    const device = await connectRaw(broker.port, 'pump-1')
    device.send(...numbered(200, 'telemetry/north/pump-1'))
    await until('the device has all', () => device.inbox.length === 200)
    await until('all is acknowledged', () => stranger.inbox.length === 40)
    // 10 at once, 30 at 20 a second.
    expect(performance.now() - startedAtMs).toBeGreaterThan(1_490)
  })

  test('shares a rate with all others, who comes under ever new names gets no more', async () => {
    broker = await startTestBroker({
      enrolment: createTestEnrolment(),
      limits: { strangerConnections: 2, strangerMessagesPerS: 10, strangerBurstS: 1 },
    })
    const startedAtMs = performance.now()
    for (let n = 0; n < 5; n++) {
      const stranger = await connectRaw(broker.port, `new-${n}`)
      stranger.send(...numbered(10, `telemetry/north/new-${n}`))
      await until('all is acknowledged', () => stranger.inbox.length === 10)
      await stranger.hangUp()
      await until('its place is free', async () => (await broker.metric('forewarn_broker_strangers')) === 0)
    }
    // 20 at once, 30 at 20 a second.
    expect(performance.now() - startedAtMs).toBeGreaterThan(1_490)
  })

  test('that goes on too fast is disconnected, and the line says what to do', async () => {
    broker = await startTestBroker({
      enrolment: createTestEnrolment(),
      limits: { strangerMessagesPerS: 1, strangerBurstS: 1, slowedMs: 100 },
    })
    const stranger = await connectRaw(broker.port, 'new-1')
    stranger.send(...numbered(3))
    await until('it is cut', () => stranger.closed)
    expect(stranger.inbox).toHaveLength(1)
    expect(lastLine()).toMatch(/more than 1 messages.*It is not registered: approve it/)
  })
})

describe('when somebody decides', () => {
  const limits = { strangerCheckMs: 20, strangerMessagesPerS: 1, strangerBurstS: 2 }

  test('who is approved is disconnected after its last acknowledgement, and comes back as a device', async () => {
    const [registry, enrolment] = [createTestRegistry(), createTestEnrolment()]
    broker = await startTestBroker({ registry, enrolment, limits })
    const stranger = await connectRaw(broker.port, 'new-1')
    stranger.send(...numbered(25)) // the last would wait for 23 s
    const slowed = () => broker.metric('forewarn_broker_messages_slowed_total')
    await until('all but two wait', async () => (await slowed()) === 23)
    registry.add('new-1')
    enrolment.forget('new-1')
    await until('it is disconnected', () => stranger.closed)
    expect(stranger.inbox).toHaveLength(25)
    expect(stored()).toEqual(Array.from({ length: 25 }, (_, n) => `${n}`))

    const device = await connectRaw(broker.port, 'new-1')
    expect(await granted(device, 'commands/north/new-1')).toEqual([1])
    device.send(...numbered(100))
    await until('it has the rate of a device', () => device.inbox.length === 100)
    expect(await slowed()).toBe(23)
    expect(await broker.metric('forewarn_broker_strangers')).toBe(0)
  })

  test('who is ignored is disconnected and refused; others stay, also while the store is away', async () => {
    const enrolment = createTestEnrolment()
    let asked = 0
    let away = false
    const enrolled = async (names: readonly string[]) => {
      asked += 1
      if (away) throw new Error('away')
      return enrolment.enrolled(names)
    }
    broker = await startTestBroker({ enrolment: { ...enrolment, enrolled }, limits })
    const pest = await connectRaw(broker.port, 'pest')
    const stranger = await connectRaw(broker.port, 'new-1')
    enrolment.ignore('pest')
    await until('it is disconnected', () => pest.closed)
    expect((await connectRaw(broker.port, 'pest')).returnCode).toBe(4)
    away = true
    const before = asked
    await until('it was asked in vain', () => asked > before + 2)
    stranger.send(publish(own, 'still here'))
    expect(await stranger.next()).toMatchObject({ cmd: 'puback' })
  })
})
