import { afterEach, expect, test } from 'vitest'
import { attacks, NEVER_ANSWERED } from './testing/attacks.ts'
import { createTestRegistry, startTestBroker, type TestBroker } from './testing/test-broker.ts'

let broker: TestBroker
afterEach(() => broker.close())

// That the same attacks succeed on a stock Aedes, test/conformance/stock-aedes.test.ts shows.
test.each([...attacks])('closed: %s', async (_, { run, limits }) => {
  const registry = createTestRegistry()
  broker = await startTestBroker({
    limits,
    registry: {
      ...registry,
      verifySecret: (id, secret) =>
        id === NEVER_ANSWERED ? new Promise(() => {}) : registry.verifySecret(id, secret),
    },
  })
  expect(await run({ port: broker.port, quietMs: 10_000 })).toBe(false)
})
