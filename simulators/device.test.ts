import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import mqttPacket from 'mqtt-packet'
import { afterEach, expect, test } from 'vitest'
import { connectDevice, type SimulatedDevice } from './device.ts'

/** Speaks just enough MQTT to be slow, to refuse, and to drop connections. */
async function startListener(options: { refuse?: boolean; dropEvery?: number } = {}) {
  const received: { connection: number; topic: string; payload: string }[] = []
  const logins: unknown[] = []
  const state = { unacknowledged: 0, most: 0, count: 0 }
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer(socket => {
    sockets.add(socket)
    const connection = ++connections
    let held: number[] = []
    const parser = mqttPacket.parser()
    const send = (packet: mqttPacket.Packet) => socket.writable && socket.write(mqttPacket.generate(packet))
    const acknowledge = setInterval(() => {
      for (const messageId of held.splice(0)) send({ cmd: 'puback', messageId })
    }, 5)
    socket.on('data', chunk => parser.parse(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(acknowledge)
      held = []
    })
    parser.on('packet', packet => {
      if (packet.cmd === 'connect') {
        logins.push([packet.clientId, packet.username, String(packet.password)])
        send({ cmd: 'connack', returnCode: options.refuse ? 5 : 0, sessionPresent: false })
      }
      if (packet.cmd !== 'publish' || packet.messageId === undefined) return
      received.push({ connection, topic: packet.topic, payload: packet.payload.toString() })
      held.push(packet.messageId)
      state.most = Math.max(state.most, held.length)
      if (options.dropEvery && ++state.count % options.dropEvery === 0) socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    logins,
    state,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

let device: SimulatedDevice | undefined
let listener: Awaited<ReturnType<typeof startListener>>
afterEach(async () => {
  await device?.close()
  device = undefined
  listener.close()
})
const connect = async (more = {}) => {
  device = await connectDevice({
    url: listener.url,
    site: 'plant',
    device: 'pump-1',
    secret: 's3cret',
    ...more,
  })
  return device
}

test('publishes with a bounded window and counts what is acknowledged', async () => {
  listener = await startListener()
  const pump = await connect({ window: 20 })
  for (let i = 0; i < 200; i++) await pump.publish({ ts: i, values: { temperature: 20 } })
  await pump.flush()
  expect(pump.acknowledged).toBe(200)
  expect(listener.state.most).toBeLessThanOrEqual(20)
  expect(listener.received[0]).toMatchObject({
    topic: 'telemetry/plant/pump-1',
    payload: '{"ts":0,"values":{"temperature":20}}',
  })
  expect(listener.logins).toEqual([['pump-1', 'pump-1', 's3cret']])
})

test('another user can publish for the device, several samples at once', async () => {
  listener = await startListener()
  const pump = await connect({ user: 'admin', secret: 'token' })
  await pump.publish([{ ts: 1, values: { a: 1 } }])
  await pump.flush()
  expect(listener.logins).toMatchObject([[expect.not.stringMatching(/^pump-1$/), 'admin', 'token']])
  expect(listener.received[0]?.payload).toBe('[{"ts":1,"values":{"a":1}}]')
})

test('a lost connection is made again, and what was not acknowledged is sent again in order', async () => {
  listener = await startListener({ dropEvery: 60 })
  const pump = await connect({ window: 50 })
  for (let i = 0; i < 100; i++) await pump.publish({ ts: i, values: {} })
  await pump.flush()
  expect(pump.acknowledged).toBe(100)
  const ts = ({ payload }: { payload: string }): number => JSON.parse(payload).ts
  expect(new Set(listener.received.map(ts)).size).toBe(100)
  const connections = new Map<number, number[]>()
  for (const message of listener.received)
    connections.set(message.connection, [...(connections.get(message.connection) ?? []), ts(message)])
  expect(connections.size).toBeGreaterThan(1)
  for (const times of connections.values()) expect(times).toEqual(times.map((_, i) => (times[0] ?? 0) + i))
})

test('wrong credentials reject', async () => {
  listener = await startListener({ refuse: true })
  await expect(connect()).rejects.toThrow(/pump-1 could not connect to mqtt:.*Not authorized/i)
})

test('closing lets go of whoever waits', async () => {
  listener = await startListener()
  const pump = await connect()
  void pump.publish({ ts: 1, values: {} })
  const flushed = pump.flush().catch(error => error)
  await pump.close()
  expect(await flushed).toBeInstanceOf(Error)
})
