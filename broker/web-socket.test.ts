import { connectAsync } from 'mqtt'
import { generate, type Packet, parser } from 'mqtt-packet'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { hello, openRaw, publish } from './testing/raw-client.ts'
import { secretOf, startTestBroker, type TestBroker, until } from './testing/test-broker.ts'

const topic = 'telemetry/north/pump-1'
let broker: TestBroker
afterEach(() => broker.close())

const start = (more: Parameters<typeof startTestBroker>[0] = {}) =>
  startTestBroker({ ...more, webSocketPort: 0 })
const url = () => `ws://127.0.0.1:${broker.webSocketPort}/mqtt`
const refused = (reason: string) =>
  broker.metric('forewarn_broker_refused_total', { subject: 'connection', reason })
const connections = () => broker.metric('forewarn_broker_connections')

/** A WebSocket that says nothing by itself, with the MQTT packets and the number of messages that came. */
async function openWebSocket(protocol = 'mqtt') {
  const socket = new WebSocket(url(), protocol)
  const inbox: Packet[] = []
  const packets = parser().on('packet', packet => inbox.push(packet))
  const state = { socket, inbox, messages: 0, closed: false }
  socket.on('message', data => {
    state.messages += 1
    packets.parse(data as Buffer)
  })
  socket.on('close', () => {
    state.closed = true
  })
  socket.on('error', () => {}) // a cut connection is what many tests want
  await until('it is open, or cut', () => socket.readyState !== WebSocket.CONNECTING)
  return state
}

test('an ordinary client stores with every QoS, and hears its commands', async () => {
  broker = await start()
  const client = await connectAsync(url(), { username: 'pump-1', password: secretOf('pump-1') })
  for (const qos of [0, 1, 2] as const) await client.publishAsync(topic, `qos ${qos}`, { qos })
  expect(broker.log.entries.map(({ payload }) => Buffer.from(payload).toString())).toEqual([
    'qos 0',
    'qos 1',
    'qos 2',
  ])
  const heard: string[] = []
  client.on('message', (_, payload) => heard.push(payload.toString()))
  await client.subscribeAsync('commands/north/pump-1', { qos: 1 })
  const admin = await connectAsync(url(), { username: 'admin', password: 'token of the administrator' })
  await admin.publishAsync('commands/north/pump-1', 'x'.repeat(100_000), { qos: 1 })
  await until('the command arrived', () => heard.length === 1)
  await Promise.all([client.endAsync(), admin.endAsync()])
  await until('the places are free', async () => (await connections()) === 0)
})

test('packets may come in pieces, and an answer is one message', async () => {
  broker = await start()
  const device = await openWebSocket()
  for (const byte of generate(hello('pump-1'))) device.socket.send(Buffer.from([byte]))
  await until('the CONNACK came', () => device.inbox.length === 1)
  device.socket.send(generate(publish(topic, 'x', { messageId: 300 })))
  await until('the PUBACK came', () => device.inbox.length === 2)
  expect(device.inbox).toMatchObject([
    { cmd: 'connack', returnCode: 0 },
    { cmd: 'puback', messageId: 300 },
  ])
  expect(device.messages).toBe(2)
})

test('the frame guard, the passwords and the limits of connections are the same', async () => {
  broker = await start({ limits: { connectionsPerAddress: 2 } })
  const big = await openWebSocket()
  big.socket.send(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
  await until('the big packet is cut', () => big.closed)
  const bigger = await openWebSocket()
  bigger.socket.send(Buffer.alloc(300_000, 0xc0)) // the WebSocket message itself is too long
  await until('the big message is cut', () => bigger.closed)
  expect(await refused('packet_too_big')).toBe(2)

  const stranger = await openWebSocket()
  stranger.socket.send(generate(hello('pump-1', { password: Buffer.from('guess') })))
  await until('the answer came', () => stranger.inbox.length === 1)
  expect(stranger.inbox).toMatchObject([{ returnCode: 4 }])
  await until('all are closed', async () => (await connections()) === 0)

  const silent = [await openRaw(broker.webSocketPort ?? 0), await openWebSocket()]
  const third = await openWebSocket()
  await until('the third is cut', () => third.closed)
  expect(await refused('too_many_connections')).toBe(1)
  expect(silent.map(({ closed }) => closed)).toEqual([false, false])
})

test('text, another subprotocol and another protocol are cut', async () => {
  broker = await start({ limits: { connectMs: 200 } })
  const text = await openWebSocket()
  text.socket.send('CONNECT')
  const chat = await openWebSocket('chat')
  await until('the chat is cut', () => chat.closed)
  const page = await fetch(url().replace('ws:', 'http:'))
  expect(page.status).toBe(426)
  expect(await page.text()).toContain('MQTT over WebSocket')
  const silent = await openRaw(broker.webSocketPort ?? 0)
  silent.socket.write('GET /mqtt HTTP/1.1\r\nHost: ')
  await until('all are cut', () => text.closed && silent.closed)
  expect(await refused('handshake_timeout')).toBe(1)
  await until('all places are free', async () => (await connections()) === 0)
})

test('close hangs up after the last acknowledgement', async () => {
  broker = await start({ limits: { lingerMs: 60_000 } })
  const device = await openWebSocket()
  device.socket.send(generate(hello('pump-1')))
  await until('the CONNACK came', () => device.inbox.length === 1)
  broker.log.hold()
  device.socket.send(generate(publish(topic, 'last')))
  await until('the log was asked', () => broker.log.waiting === 1)
  const closing = broker.close()
  broker.log.release()
  await closing
  await until('the connection is closed', () => device.closed)
  expect(device.inbox.map(({ cmd }) => cmd)).toEqual(['connack', 'puback'])
})
