import { once } from 'node:events'
import type { ConnectionOptions } from 'node:tls'
import { connectAsync } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { createAuthority } from './testing/certificates.ts'
import { connectRaw, openRaw, publish } from './testing/raw-client.ts'
import { secretOf, startTestBroker, type TestBroker, until } from './testing/test-broker.ts'

const plant = createAuthority('Plant authority')
const foreign = createAuthority('Plant authority') // the same name, another key
const server = plant.issue('broker')
const topic = 'telemetry/north/pump-1'
/** What a client needs to trust the broker. */
const trust: ConnectionOptions = { ca: plant.cert }
const none = { username: '', password: Buffer.alloc(0) }

let broker: TestBroker
afterEach(() => broker.close())

const start = (more: Parameters<typeof startTestBroker>[0] = {}, clientCa?: string) =>
  startTestBroker({ ...more, tls: { port: 0, ...server, ...(clientCa && { clientCa }) } })
const tlsPort = () => broker.tlsPort ?? 0
const refused = (reason: string) =>
  broker.metric('forewarn_broker_refused_total', { subject: 'connection', reason })
const connections = () => broker.metric('forewarn_broker_connections')

describe('MQTT over TLS', () => {
  test('stores and acknowledges as plain MQTT does, and is counted', async () => {
    broker = await start()
    const device = await connectRaw(tlsPort(), 'pump-1', {}, trust)
    expect(device.returnCode).toBe(0)
    device.send(publish(topic, 'over TLS'))
    expect(await device.next()).toMatchObject({ cmd: 'puback' })
    expect(broker.log.entries).toMatchObject([{ publisher: 'pump-1' }])
    expect(await connections()).toBe(1)
    await device.hangUp()
    await until('the place is free', async () => (await connections()) === 0)
  })

  test('serves an ordinary client', async () => {
    broker = await start()
    const client = await connectAsync(`mqtts://127.0.0.1:${tlsPort()}`, {
      ca: plant.cert,
      username: 'pump-1',
      password: secretOf('pump-1'),
    })
    await client.publishAsync(topic, 'x'.repeat(100_000), { qos: 2 })
    await client.endAsync()
    expect(broker.log.entries).toHaveLength(1)
  })

  test('has the same passwords, the same frame guard and the same limits of connections', async () => {
    broker = await start({ limits: { connectionsPerAddress: 2 } })
    const wrong = await connectRaw(tlsPort(), 'pump-1', { password: Buffer.from('guess') }, trust)
    expect(wrong.returnCode).toBe(4)
    const big = await openRaw(tlsPort(), { tls: trust })
    big.socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
    await until('both are cut', () => wrong.closed && big.closed)
    expect(await refused('packet_too_big')).toBe(1)
    await until('their places are free', async () => (await connections()) === 0)
    // Counted before the handshake, and over all listeners.
    const silent = await openRaw(tlsPort())
    expect((await connectRaw(broker.port, 'pump-1')).returnCode).toBe(0)
    await expect(openRaw(tlsPort(), { tls: trust })).rejects.toThrow()
    expect(await refused('too_many_connections')).toBe(1)
    await silent.hangUp()
  })

  test('who does not shake hands is cut: in time, and with a reason', async () => {
    broker = await start({ limits: { connectMs: 150 } })
    const silent = await openRaw(tlsPort())
    const plain = await connectRaw(tlsPort(), 'pump-1')
    expect(plain.returnCode).toBeUndefined()
    expect(await refused('tls_handshake')).toBe(1)
    // Hangs up without a word, as a port scanner does: its own log says why.
    await expect(openRaw(tlsPort(), { tls: { ca: foreign.cert } })).rejects.toThrow()
    await until('the silent one is cut', () => silent.closed)
    expect(await refused('handshake_timeout')).toBe(1)
    await until('all places are free', async () => (await connections()) === 0)
  })

  test('close does not wait for a handshake, and hangs up after the last acknowledgement', async () => {
    broker = await start({ limits: { lingerMs: 60_000 } })
    await openRaw(tlsPort())
    const device = await connectRaw(tlsPort(), 'pump-1', {}, trust)
    broker.log.hold()
    device.send(publish(topic, 'last'))
    await until('the log was asked', () => broker.log.waiting === 1)
    const closing = broker.close()
    broker.log.release()
    await closing
    expect(await device.next()).toMatchObject({ cmd: 'puback' })
  })
})

describe('mutual TLS', () => {
  const withCertificate = (name: string): ConnectionOptions => ({ ...trust, ...plant.issue(name) })

  test.each([
    ['no user name', none],
    ['its own name and no password', { username: 'pump-1', password: Buffer.alloc(0) }],
    ['its own name and a wrong password, which nobody asks for', { password: Buffer.from('guess') }],
  ])('a valid certificate logs in with %s', async (_, connect) => {
    broker = await start({}, plant.cert)
    const device = await connectRaw(tlsPort(), 'pump-1', connect, withCertificate('pump-1'))
    expect(device.returnCode).toBe(0)
    device.send(publish(topic, 'by certificate'))
    expect(await device.next()).toMatchObject({ cmd: 'puback' })
    expect(broker.log.entries).toMatchObject([{ publisher: 'pump-1' }])
  })

  test.each([
    ['another user name, even with its right password', 'pump-2', {}, 4, 'certificate_mismatch'],
    ['the name of the administrator', 'admin', {}, 4, 'certificate_mismatch'],
    ['the client id of another device', 'pump-1', { clientId: 'pump-2' }, 2, 'client_id_taken'],
    ['a client id of 200 characters', 'pump-1', { clientId: 'x'.repeat(200) }, 2, 'client_id_not_valid'],
  ])('the certificate of pump-1 with %s is refused', async (_, id, connect, returnCode, reason) => {
    broker = await start({}, plant.cert)
    const device = await connectRaw(tlsPort(), id, connect, withCertificate('pump-1'))
    expect(device.returnCode).toBe(returnCode)
    expect(await refused(reason)).toBe(1)
  })

  test('a certificate for a device that is not registered is refused', async () => {
    broker = await start({}, plant.cert)
    const device = await connectRaw(tlsPort(), 'pump-9', none, withCertificate('pump-9'))
    expect(device.returnCode).toBe(4)
    expect(await refused('unknown_device')).toBe(1)
  })

  test.each([
    ['a foreign authority of the same name', () => foreign.issue('pump-1')],
    ['the past', () => plant.issue('pump-1', { daysFromNow: -1 })],
    ['itself', () => createAuthority('pump-1')],
    ['the right authority, but without a name', () => plant.issue('')],
  ])('a certificate of %s ends the connection', async (_, make) => {
    broker = await start({}, plant.cert)
    const { cert, key } = make()
    const device = await connectRaw(tlsPort(), 'pump-1', {}, { ...trust, cert, key }).catch(() => undefined)
    expect(device?.returnCode).toBeUndefined()
    await until('it is counted', async () => (await refused('certificate_not_valid')) === 1)
    expect(broker.lines.at(-1)?.message).toContain('TLS_CLIENT_CA_FILE')
    expect(broker.log.entries).toEqual([])
  })

  test('without a certificate the password decides, also in a resumed session', async () => {
    broker = await start({}, plant.cert)
    const first = await openRaw(tlsPort(), { tls: trust })
    const [session] = (await once(first.socket, 'session')) as [Buffer]
    await first.hangUp()
    // A resumed session without a certificate counts as authorized for Node.
    const nobody = await connectRaw(tlsPort(), 'pump-1', none, { ...trust, session })
    expect(nobody.returnCode).toBe(5)
    const device = await connectRaw(tlsPort(), 'pump-1', {}, { ...trust, session })
    expect(device.returnCode).toBe(0)
  })

  test('a certificate that nobody asked for is no login', async () => {
    broker = await start()
    const device = await connectRaw(tlsPort(), 'pump-1', none, withCertificate('pump-1'))
    expect(device.returnCode).toBe(5)
  })
})
