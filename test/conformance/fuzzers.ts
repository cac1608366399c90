import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { generate, type IConnectPacket, type Packet } from 'mqtt-packet'

export interface FuzzTarget {
  host: string
  port: number
  /** Who may log in, and what to say then. */
  login: { user: string; secret: string }
  topic: string
}

/** Integers from 0 up to, and without, `bound`; the same seed gives the same ones. */
export type Random = (bound: number) => number

export interface Fuzzer {
  name: string
  /** One connection, from its begin to its end. */
  attack(target: FuzzTarget, random: Random): Promise<void>
}

const LASTS_AT_MOST_MS = 2_000
const MEGABYTE = Buffer.alloc(1024 * 1024)

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed
  return bound => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

export const fuzzers: readonly Fuzzer[] = [
  { name: 'random bytes', attack: (target, random) => send(target, [randomBytes(random, 2_000)], random) },
  {
    name: 'a mutated login and all after it',
    attack: (target, random) => send(target, [mutated(conversation(target, random), random)], random),
  },
  {
    name: 'mutated packets after a login',
    attack(target, random) {
      const [hello = Buffer.alloc(0), ...rest] = conversation(target, random)
      return send(target, [hello, mutated(rest, random)], random)
    },
  },
  {
    name: 'random packets after a login',
    attack(target, random) {
      const frames = Array.from({ length: 1 + random(20) }, () => randomFrame(random))
      return send(target, [generate(login(target, random)), ...frames], random)
    },
  },
  {
    name: 'a frame of 256 MB',
    async attack(target, random) {
      const socket = await open(target)
      if (random(2) === 0) await write(socket, generate(login(target, random)))
      await write(socket, Buffer.from([random(256), 0xff, 0xff, 0xff, 0x7f]))
      for (let sent = 0; sent < 256 && !socket.destroyed; sent += 1) await write(socket, MEGABYTE)
      socket.destroy()
    },
  },
  {
    name: 'a socket that trickles, or says nothing',
    async attack(target, random) {
      const socket = await open(target)
      const bytes = Buffer.concat(conversation(target, random))
      const end = performance.now() + LASTS_AT_MOST_MS
      for (let at = 0; at < bytes.length && !socket.destroyed && performance.now() < end; at += 1) {
        if (random(4) > 0) await write(socket, bytes.subarray(at, at + 1))
        await sleep(random(100))
      }
      socket.destroy()
    },
  },
  {
    name: 'a client that does not read',
    async attack(target, random) {
      const socket = await open(target)
      socket.pause()
      const ping = generate({ cmd: 'pingreq' })
      await write(socket, Buffer.concat([generate(login(target, random)), ...Array(5_000).fill(ping)]))
      await sleep(random(LASTS_AT_MOST_MS))
      socket.destroy()
    },
  },
]

function login({ login: { user, secret } }: FuzzTarget, random: Random): IConnectPacket {
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId: `${user}-${random(50)}`,
    clean: random(2) === 0,
    keepalive: random(100),
    username: user,
    password: Buffer.from(secret),
  }
}

/** What an ordinary client says, one packet each. */
function conversation(target: FuzzTarget, random: Random): Buffer[] {
  const { topic } = target
  const message = (qos: 0 | 1 | 2, messageId: number): Packet => {
    const payload = `{"values":{"t":${random(100)}}}`
    return { cmd: 'publish', topic, payload, qos, dup: false, retain: random(2) === 0, messageId }
  }
  const packets: Packet[] = [
    login(target, random),
    { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] },
    message(0, 0),
    message(1, 2),
    message(2, 3),
    { cmd: 'pubrel', messageId: 3 },
    { cmd: 'pingreq' },
    { cmd: 'puback', messageId: 9 },
    { cmd: 'unsubscribe', messageId: 4, unsubscriptions: [topic] },
    { cmd: 'disconnect' },
  ]
  return packets.map(packet => generate(packet))
}

function randomBytes(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: 1 + random(most) }, () => random(256)))
}

/** A right length around a wrong content. */
function randomFrame(random: Random): Buffer {
  const body = randomBytes(random, 120)
  return Buffer.concat([Buffer.from([random(256), body.length]), body])
}

function mutated(packets: readonly Buffer[], random: Random): Buffer {
  const order = packets.flatMap(packet => Array.from({ length: random(8) === 0 ? 2 : 1 }, () => packet))
  if (random(4) === 0) order.sort(() => random(3) - 1)
  const bytes = Buffer.concat(order)
  for (let times = random(6); times > 0; times -= 1) bytes[random(bytes.length)] = random(256)
  const from = random(bytes.length)
  if (random(4) > 0) return bytes
  return random(2) === 0
    ? bytes.subarray(0, from)
    : Buffer.concat([bytes.subarray(0, from), randomBytes(random, 50), bytes.subarray(from)])
}

/** Writes in pieces of any size, and waits for a while for what comes back. */
async function send(target: FuzzTarget, parts: readonly Buffer[], random: Random): Promise<void> {
  const socket = await open(target)
  const bytes = Buffer.concat(parts)
  for (let at = 0; at < bytes.length && !socket.destroyed; ) {
    const size = 1 + random(random(2) === 0 ? 10 : bytes.length)
    await write(socket, bytes.subarray(at, at + size))
    at += size
    if (random(5) === 0) await sleep(random(10))
  }
  if (!socket.destroyed) await sleep(random(200))
  socket.destroy()
}

async function open({ host, port }: FuzzTarget): Promise<Socket> {
  const socket = connect({ host, port })
  socket.on('error', () => {}) // being cut is what it is here for
  socket.on('data', () => {})
  socket.setTimeout(10_000, () => socket.destroy())
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

/** Resolves also when the socket closes; a callback of `write` alone could be lost. */
const write = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise(resolve => {
    if (socket.destroyed) return resolve()
    const done = () => {
      socket.off('close', done)
      resolve()
    }
    socket.once('close', done)
    socket.write(bytes, done)
  })
