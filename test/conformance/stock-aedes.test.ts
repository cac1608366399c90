import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Aedes } from 'aedes'
import { afterEach, expect, test } from 'vitest'
import { attacks, NEVER_ANSWERED } from '../../broker/testing/attacks.ts'

/**
 * What the attacks of broker/attacks.test.ts do to Aedes as it comes, with no more than a hook for permissions: they
 * succeed, so that their tests can fail. Where one stops succeeding, Aedes has closed it and our own lock may go.
 */
const closedByAedes = ['a prototype name as topic ends the process']

let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  stop = undefined
})

async function startStockAedes(): Promise<number> {
  const users = new WeakMap<object, string>()
  const aedes = await Aedes.createBroker({
    authenticate(client, userName, _password, done) {
      if (userName === NEVER_ANSWERED) return
      users.set(client, userName ?? '')
      done(null, true)
    },
    authorizeSubscribe(client, subscription, done) {
      const user = users.get(client)
      const isOther = user !== 'admin' && /^commands\//.test(subscription.topic)
      done(null, isOther && subscription.topic !== `commands/north/${user}` ? null : subscription)
    },
  })
  aedes.on('clientError', () => {})
  aedes.on('connectionError', () => {})
  const server = createServer(aedes.handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', socket => sockets.add(socket))
  stop = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await new Promise<void>(resolve => aedes.close(() => resolve()))
  }
  return (server.address() as AddressInfo).port
}

test.each([...attacks])('on a stock Aedes: %s', async (name, { run }) => {
  const succeeded = await run({ port: await startStockAedes(), quietMs: 3_000 })
  expect(succeeded).toBe(!closedByAedes.includes(name))
})
