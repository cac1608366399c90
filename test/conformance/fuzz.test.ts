import { expect, test } from 'vitest'
import { runFuzz } from './fuzz.ts'

test('under random packets, big frames and slow sockets it lives, and serves who behaves', async () => {
  const report = await runFuzz({ seconds: 5, sockets: 20, seed: 1 })
  expect(report.connections).toBeGreaterThan(20)
  expect(report.acknowledged).toBeGreaterThan(10)
}, 120_000)
