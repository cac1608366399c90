import { generate, type IConnectPacket, type Packet } from 'mqtt-packet'
import type { BrokerLimits } from '../limits.ts'
import { connectRaw, hello, openRaw, publish, type RawClient } from './raw-client.ts'
import { adminToken } from './test-broker.ts'

/**
 * A broker under attack, ours or a stock Aedes. Devices `pump-1` and `pump-2` may subscribe to their own topic
 * `commands/north/{device}` only; `admin` may publish there.
 */
interface Target {
  port: number
  /** How long silence, or an open connection, must last to count: of a broker that should answer or close, long. */
  quietMs: number
}

interface Attack {
  /** Resolves to whether it succeeded. */
  run(target: Target): Promise<boolean>
  /** Limits that are low enough for it to need few, or to be over soon. */
  limits: Partial<BrokerLimits>
}

/** The principal whose login the registry, or the hook of a stock Aedes, never answers. */
export const NEVER_ANSWERED = 'pump-3'

/** What happens at all happens within this. */
const PATIENCE_MS = 10_000

const MANY_FILTERS = 100

const own = 'commands/north/pump-1'
const foreign = 'commands/north/pump-2'

const runs: Record<string, Attack['run']> = {
  'one stuck subscriber stalls the others': async target => {
    const stuck = await connectRaw(target.port, 'pump-1')
    await subscribe(stuck, own)
    stuck.socket.pause()
    const victim = await connectRaw(target.port, 'pump-2')
    await subscribe(victim, foreign)
    const admin = await connectRaw(target.port, 'admin')
    const big = 'x'.repeat(200_000)
    for (let sent = 0; sent < 300; sent += 1) admin.send(publish(own, big, { qos: 0 }))
    await settled(() => admin.socket.writableLength === 0, target.quietMs)
    const other = await connectRaw(target.port, 'admin', { clientId: 'other' })
    other.send(publish(foreign, 'on time', { qos: 0 }))
    const stalled = !(await hears(victim, 'on time', target.quietMs))
    await Promise.all([stuck, victim, admin, other].map(client => client.hangUp()))
    return stalled
  },

  'a refused filter of a stored session is delivered after a reconnect': async target => {
    const session = { clientId: 'kept', clean: false }
    const device = await connectRaw(target.port, 'pump-1', session)
    await subscribe(device, own, foreign)
    await device.hangUp()
    const admin = await connectRaw(target.port, 'admin')
    admin.send(publish(foreign, 'not for you'), publish(own, 'for you', { messageId: 2 }))
    await settled(() => admin.inbox.length === 2)
    const back = await connectRaw(target.port, 'pump-1', session)
    await hears(back, 'for you')
    return hears(back, 'not for you', 0)
  },

  'the client id of another user throws it out': async target => {
    const victim = await connectRaw(target.port, 'pump-1', { clientId: 'shared', keepalive: 60 })
    await connectRaw(target.port, 'pump-2', { clientId: 'shared' })
    victim.send({ cmd: 'pingreq' })
    return !(await got(victim, 'pingresp'))
  },

  'the stored session of another user is handed over': async target => {
    const session = { clientId: 'kept', clean: false }
    const victim = await connectRaw(target.port, 'pump-1', session)
    await subscribe(victim, own)
    await victim.hangUp()
    const admin = await connectRaw(target.port, 'admin')
    admin.send(publish(own, 'secret'))
    await got(admin, 'puback')
    const thief = await connectRaw(target.port, 'pump-2', session)
    return thief.returnCode === 0 && (await hears(thief, 'secret'))
  },

  'a packet of 256 MB before the login is collected': async target => {
    const attacker = await openRaw(target.port)
    attacker.socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
    const megabyte = Buffer.alloc(1024 * 1024)
    for (let sent = 0; sent < 32 && !attacker.closed; sent += 1)
      await new Promise(resolve => attacker.socket.write(megabyte, resolve))
    const taken = await staysOpen(attacker, target)
    await attacker.hangUp()
    return taken
  },

  'a silent socket stays open': async target => staysOpen(await openRaw(target.port), target),

  'as many sockets of one address as it wants': async target => {
    const sockets = await Promise.all(Array.from({ length: 40 }, () => openRaw(target.port)))
    await settled(() => sockets.some(({ closed }) => closed), 200)
    const open = sockets.filter(({ closed }) => !closed).length
    await Promise.all(sockets.map(socket => socket.hangUp()))
    return open === 40
  },

  'a login that is never answered stays open': async target => {
    const client = await openRaw(target.port)
    client.send(hello(NEVER_ANSWERED))
    return staysOpen(client, target)
  },

  'a stranger without a name gets in': async target => {
    const client = await openRaw(target.port)
    const { username: _, password: __, ...anonymous } = hello('pump-1')
    client.send(anonymous)
    return got(client, 'connack', 0)
  },

  'a client id of another is read from $SYS': async target => {
    const spy = await connectRaw(target.port, 'pump-1')
    const [granted = 128] = await subscribe(spy, '$SYS/#')
    if (granted === 128) return false
    await connectRaw(target.port, 'pump-2', { clientId: 'victim-client' })
    return hears(spy, 'victim-client')
  },

  'a will with a wildcard is accepted': target =>
    accepts(target, { will: { topic: 'telemetry/#', payload: Buffer.from('x'), qos: 0, retain: false } }),

  'a topic with NUL is accepted': target =>
    acknowledges(target, Buffer.from([0x32, 7, 0, 3, 0x61, 0, 0x62, 0, 1])),

  'a topic that is not UTF-8 is accepted': target =>
    acknowledges(target, Buffer.from([0x32, 7, 0, 3, 0x61, 0xc3, 0x28, 0, 1])),

  'the message id 0 is accepted': target => acknowledges(target, Buffer.from([0x32, 5, 0, 1, 0x61, 0, 0])),

  'thousands of filters for one client': async target => {
    const client = await connectRaw(target.port, 'admin')
    const filters = Array.from({ length: 4_096 }, (_, n) => `commands/+/n${n}`)
    const granted = await subscribe(client, ...filters)
    return granted.filter(qos => qos < 128).length > MANY_FILTERS
  },

  'messages are retained without end': async target => {
    const admin = await connectRaw(target.port, 'admin')
    const topics = Array.from({ length: 200 }, (_, n) => `commands/north/n${n}`)
    admin.send(...topics.map((topic, n) => publish(topic, 'kept', { messageId: n + 1, retain: true })))
    await settled(() => admin.inbox.length === topics.length)
    const late = await connectRaw(target.port, 'admin', { clientId: 'late' })
    await subscribe(late, 'commands/#')
    late.send({ cmd: 'pingreq' })
    await got(late, 'pingresp')
    return settled(() => late.inbox.length >= topics.length, 3_000)
  },

  'messages are queued without end': async target => {
    const session = { clientId: 'away', clean: false }
    const device = await connectRaw(target.port, 'pump-1', session)
    await subscribe(device, own)
    await device.hangUp()
    const admin = await connectRaw(target.port, 'admin')
    admin.send(...Array.from({ length: 200 }, (_, n) => publish(own, 'x', { messageId: n + 1 })))
    await settled(() => admin.inbox.length === 200)
    const back = await connectRaw(target.port, 'pump-1', session)
    return settled(() => back.inbox.length === 200, 3_000)
  },

  'a keepalive of 0 means for ever': async target =>
    staysOpen(await connectRaw(target.port, 'pump-1', { keepalive: 0 }), target),

  'a shared subscription is granted, and is none': async target => {
    const client = await connectRaw(target.port, 'pump-1')
    const [granted = 128] = await subscribe(client, `$share/group/${own}`)
    return granted < 128
  },

  'a prototype name as topic ends the process': async target => {
    const client = await connectRaw(target.port, 'admin')
    await subscribe(client, 'commands/__proto__', 'commands/constructor')
    client.send(publish('commands/__proto__', 'x'), publish('constructor', 'x', { messageId: 2 }))
    const other = await connectRaw(target.port, 'pump-2')
    return other.returnCode !== 0
  },
}

/** Limits for those that have some. */
const limits: Record<string, Partial<BrokerLimits>> = {
  'a silent socket stays open': { connectMs: 300 },
  'as many sockets of one address as it wants': { connectionsPerAddress: 20 },
  'a login that is never answered stays open': { authenticationMs: 300 },
  'messages are queued without end': { queuedPerClient: 50 },
  'a keepalive of 0 means for ever': { keepaliveS: 1 },
  'thousands of filters for one client': { filtersPerClient: MANY_FILTERS },
}

export const attacks = new Map<string, Attack>(
  Object.entries(runs).map(([name, run]) => [name, { run, limits: limits[name] ?? {} }]),
)

async function subscribe(client: RawClient, ...topics: string[]): Promise<number[]> {
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions: topics.map(topic => ({ topic, qos: 1 })) })
  await got(client, 'suback')
  const at = client.inbox.findIndex(({ cmd }) => cmd === 'suback')
  const answer = at === -1 ? undefined : client.inbox.splice(at, 1)[0]
  return answer?.cmd === 'suback' ? (answer.granted as number[]) : []
}

/** Whether the packet, written as it is after a login, is answered with a PUBACK. */
async function acknowledges(target: Target, packet: Buffer): Promise<boolean> {
  const client = await connectRaw(target.port, 'admin')
  client.socket.write(packet)
  await settled(() => client.closed || client.inbox.length > 0)
  return client.inbox.some(({ cmd }) => cmd === 'puback')
}

async function accepts(target: Target, more: Partial<IConnectPacket>): Promise<boolean> {
  const client = await openRaw(target.port)
  client.socket.write(generate({ ...hello('admin'), password: Buffer.from(adminToken), ...more }))
  return got(client, 'connack', 0)
}

const staysOpen = async (client: RawClient, target: Target): Promise<boolean> =>
  !(await settled(() => client.closed, target.quietMs))

async function got(client: RawClient, cmd: Packet['cmd'], returnCode?: number): Promise<boolean> {
  const isIt = (packet: Packet) =>
    packet.cmd === cmd &&
    (returnCode === undefined || (packet.cmd === 'connack' && packet.returnCode === returnCode))
  await settled(() => client.closed || client.inbox.some(isIt))
  return client.inbox.some(isIt)
}

async function hears(client: RawClient, text: string, withinMs = PATIENCE_MS): Promise<boolean> {
  const heard = () =>
    client.inbox.some(packet => packet.cmd === 'publish' && packet.payload.toString() === text)
  await settled(() => heard() || client.closed, withinMs)
  return heard()
}

async function settled(condition: () => boolean, withinMs = PATIENCE_MS): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > deadline) return false
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  return true
}
