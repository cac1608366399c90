import { expect, test } from 'vitest'
import { connectRaw, hello, openRaw, publish } from './testing/raw-client.ts'
import { startTestBroker, until } from './testing/test-broker.ts'

const topic = 'telemetry/north/pump-1'

test('close acknowledges what is on its way into the log, and takes nothing more', async () => {
  // Nobody here is worth lingering for: all hang up at the end of the stream, so close must not come near this.
  const broker = await startTestBroker({ limits: { lingerMs: 60_000 } })
  broker.log.hold()
  const device = await connectRaw(broker.port, 'pump-1')
  const exactlyOnce = await connectRaw(broker.port, 'pump-2')
  const idle = await connectRaw(broker.port, 'pump-3')
  const silent = await openRaw(broker.port)
  device.send(...[1, 2, 3].map(messageId => publish(topic, 'before', { messageId })))
  exactlyOnce.send(publish('telemetry/north/pump-2', 'before', { qos: 2 }))
  await until('the log was asked', () => broker.log.waiting === 4)

  let done = false
  const closing = broker.close().then(() => {
    done = true
  })
  idle.send(publish('telemetry/north/pump-3', 'after'), { cmd: 'pingreq' })
  await expect(openRaw(broker.port)).rejects.toThrow('ECONNREFUSED')
  // It has read the message behind which this came; a close that does not wait would have hung up by now.
  expect(await idle.next()).toMatchObject({ cmd: 'pingresp' })
  expect([done, device.closed, exactlyOnce.closed]).toEqual([false, false, false])
  broker.log.release()
  await closing

  await until('all are disconnected', () => [device, exactlyOnce, idle, silent].every(({ closed }) => closed))
  expect(device.inbox.map(({ cmd, messageId }) => [cmd, messageId])).toEqual([
    ['puback', 1],
    ['puback', 2],
    ['puback', 3],
  ])
  expect(exactlyOnce.inbox).toMatchObject([{ cmd: 'pubrec' }])
  expect(idle.inbox).toEqual([])
  expect(broker.log.entries).toHaveLength(4)
})

test('close does not wait for ever for a log that does not answer, nor for a client that does not hang up', async () => {
  const broker = await startTestBroker({ limits: { closeMs: 100, lingerMs: 50 } })
  broker.log.hold()
  const device = await connectRaw(broker.port, 'pump-1')
  device.send(publish(topic, 'never stored'))
  const deaf = await openRaw(broker.port, { allowHalfOpen: true })
  deaf.send(hello('pump-2'))
  expect(await deaf.next()).toMatchObject({ returnCode: 0 })
  await until('the log was asked', () => broker.log.waiting === 1)
  await broker.close()
  await broker.close() // a second call waits for the same close
  expect(await device.next()).toBeUndefined()
  expect(broker.lines.at(-1)?.message).toContain('did not take all messages')
  await deaf.hangUp()
})

test('a port that is taken is an error that names it', async () => {
  const broker = await startTestBroker()
  await expect(startTestBroker({ port: broker.port })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`127.0.0.1:${broker.port}`),
  })
  await broker.close()
})
