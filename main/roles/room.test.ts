import { tmpdir } from 'node:os'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createRoomMetrics, roomChecks } from './room.ts'

const room = (bytes: number, directory = tmpdir()) => ({
  log: { size: async () => ({ first: 5n, next: 12n, bytes }) },
  maxBytes: 1_000,
  directory,
})

test('the log is reported before it is full', async () => {
  await roomChecks(room(900)).messageLog()
  await expect(roomChecks(room(901)).messageLog()).rejects.toThrow('901 of 1000 bytes are used')
})

test('so is a disk without room', async () => {
  await roomChecks(room(0)).disk()
  await expect(roomChecks(room(0, '/proc')).disk()).resolves.toBeUndefined() // no disk at all: 0 of 0
  await expect(roomChecks(room(0, '/nowhere')).disk()).rejects.toThrow('/nowhere')
})

test('all of it is on a metric', async () => {
  const metrics = new Registry()
  createRoomMetrics(metrics, room(700))
  const text = await metrics.metrics()
  expect(text).toContain('forewarn_log_bytes 700')
  expect(text).toContain('forewarn_log_max_bytes 1000')
  expect(text).toContain('forewarn_log_messages 7')
  expect(text).toMatch(/forewarn_disk_free_bytes [1-9]/)
})
