import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { generate, type IConnectPacket, type IPublishPacket, parser } from 'mqtt-packet'
import { afterEach, expect, test } from 'vitest'
import { type LoadOptions, runLoad } from './run-load.ts'

/** A broker that does what the test says with each message; answers CONNECT with `returnCode`. */
interface Broker {
  port: number
  received: { topic: string; ts: number; dup: boolean }[]
  logins: IConnectPacket[]
}
const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function startBroker(
  onPublish: (packet: IPublishPacket, socket: Socket, broker: Broker) => void,
  { returnCode = 0 } = {},
): Promise<Broker> {
  const broker: Broker = { port: 0, received: [], logins: [] }
  const server = createServer(socket => {
    const packets = parser()
    packets.on('packet', packet => {
      if (socket.destroyed) return
      if (packet.cmd === 'connect') {
        broker.logins.push(packet)
        socket.write(generate({ cmd: 'connack', returnCode, sessionPresent: false }))
      }
      if (packet.cmd !== 'publish') return
      broker.received.push({ topic: packet.topic, ts: JSON.parse(`${packet.payload}`).ts, dup: packet.dup })
      onPublish(packet, socket, broker)
    })
    socket.on('data', chunk => packets.parse(chunk))
    socket.on('error', () => undefined)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  broker.port = (server.address() as AddressInfo).port
  return broker
}

const acknowledge = ({ messageId = 0 }: IPublishPacket, socket: Socket) =>
  socket.write(generate({ cmd: 'puback', messageId }))

const device = (id: string) => ({ id, user: id, secret: 'secret' })
const options = (broker: Broker, more: Partial<LoadOptions> = {}): LoadOptions => ({
  host: '127.0.0.1',
  port: broker.port,
  site: 'plant',
  devices: [device('a'), device('b')],
  seconds: 0.2,
  window: 5,
  clock: { nowMs: () => 1_000 },
  signal: new AbortController().signal,
  ...more,
})

test('the ledger has every acknowledged message, and no event time twice', async () => {
  const broker = await startBroker(acknowledge)
  const report = await runLoad(options(broker))
  expect(report).toMatchObject({ devices: 2, unacknowledged: 0, lostConnections: 0 })
  expect(report.acknowledged).toBeGreaterThan(0)
  expect(report.acknowledged).toBe(broker.received.length)
  for (const { device: id, firstTs, stepMs, acknowledged } of report.ledger) {
    const times = broker.received.filter(({ topic }) => topic === `telemetry/plant/${id}`).map(({ ts }) => ts)
    expect(acknowledged).toEqual([[0, times.length - 1]])
    expect(times).toEqual(times.map((_, n) => firstTs + n * stepMs))
  }
})

test('the window is the bound of what is unacknowledged, and is sent again in order', async () => {
  const stopping = new AbortController()
  let isSilent = true
  const fall = (socket: Socket) => {
    isSilent = false
    stopping.abort()
    socket.destroy()
  }
  const broker = await startBroker((packet, socket, { received }) => {
    if (!isSilent) acknowledge(packet, socket)
    else if (received.length === 5) setTimeout(fall, 50, socket)
  })
  const { signal } = stopping
  const report = await runLoad(options(broker, { devices: [device('a')], seconds: 20, signal }))
  expect(report).toMatchObject({ sent: 5, acknowledged: 5, lostConnections: 1 })
  expect(broker.received.map(({ ts, dup }) => [ts - 1_000, dup])).toEqual([
    ...[0, 1, 2, 3, 4].map(n => [n, false]),
    ...[0, 1, 2, 3, 4].map(n => [n, true]),
  ])
})

test('a broker that closes connections is logged in to again, and nothing is skipped', async () => {
  let countdown = 50
  const broker = await startBroker((packet, socket) => {
    if (--countdown === 0) return socket.destroy()
    acknowledge(packet, socket)
  })
  const report = await runLoad(options(broker, { seconds: 0.5 }))
  expect(report).toMatchObject({ lostConnections: 1, unacknowledged: 0 })
  expect(broker.logins).toHaveLength(3)
  expect(broker.received.some(({ dup }) => dup)).toBe(true)
  for (const { acknowledged } of report.ledger) expect(acknowledged).toHaveLength(1)
})

test('at a fixed rate, the devices in turn', async () => {
  const broker = await startBroker(acknowledge)
  const report = await runLoad(options(broker, { rate: 100, seconds: 0.5 }))
  expect(report.acknowledged).toBeGreaterThanOrEqual(50)
  expect(report.acknowledged).toBeLessThanOrEqual(60)
  const [a = 0, b = 0] = report.ledger.map(({ acknowledged }) => acknowledged[0]?.[1])
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1)
})

test('the administrator publishes for a device and has no client id of its own', async () => {
  const broker = await startBroker(acknowledge)
  await runLoad(options(broker, { devices: [{ id: 'a', user: 'admin', secret: 'token' }] }))
  expect(broker.logins).toMatchObject([{ clientId: '', username: 'admin' }])
  expect(broker.received[0]?.topic).toBe('telemetry/plant/a')
})

test('a first login that is refused ends it', async () => {
  const broker = await startBroker(acknowledge, { returnCode: 4 })
  await expect(runLoad(options(broker))).rejects.toThrow('a could not log in: return code 4')
})
