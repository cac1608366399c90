import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { describe, expect, test } from 'vitest'
import { createClientIds } from './client-ids.ts'
import { createFrameInspector } from './frame-guard.ts'
import { IngestAedes } from './ingest-aedes.ts'
import { createThrottle } from './refusals.ts'
import { hello, publish } from './testing/raw-client.ts'

describe('the frame inspector', () => {
  const limits = { connectPacketBytes: 200, packetBytes: 1_000 }
  const inspectAll = (chunks: Uint8Array[]) => {
    const inspect = createFrameInspector(limits)
    for (const chunk of chunks) {
      const wrong = inspect(chunk)
      if (wrong) return wrong.reason
    }
    return 'fine'
  }
  const cut = (bytes: Buffer, sizes: number[]): Buffer[] => {
    const chunks: Buffer[] = []
    let at = 0
    for (let n = 0; at < bytes.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1
      chunks.push(bytes.subarray(at, at + size))
      at += size
    }
    return chunks
  }

  test('says the same however the bytes are cut, and refuses exactly what is too long', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 })
    const payloads = fc.array(fc.integer({ min: 0, max: 1_200 }), { maxLength: 8 })
    fc.assert(
      fc.property(payloads, sizes, (lengths, chunkSizes) => {
        const packets = lengths.map(length => generate(publish('a', 'x'.repeat(length))))
        const bytes = Buffer.concat([generate(hello('pump-1')), ...packets])
        // Remaining length of the PUBLISH: two bytes and the topic, two of the message id, the payload.
        const expected = lengths.some(length => length + 5 > limits.packetBytes) ? 'packet_too_big' : 'fine'
        expect(inspectAll(cut(bytes, chunkSizes))).toBe(expected)
      }),
    )
  })

  test.each([
    ['a first packet that is no CONNECT', [0x30, 0], 'not_mqtt'],
    ['a CONNECT above its own limit', [0x10, 0xc9, 0x01], 'packet_too_big'],
    ['a CONNECT at its limit', [0x10, 0xc8, 0x01], 'fine'],
    ['a length of five bytes', [0x10, 0x80, 0x80, 0x80, 0x80, 0x01], 'malformed_packet'],
    ['256 MB', [0x10, 0xff, 0xff, 0xff, 0x7f], 'packet_too_big'],
    ['nothing', [], 'fine'],
  ])('%s', (_, bytes, expected) => {
    expect(inspectAll([Uint8Array.from(bytes)])).toBe(expected)
  })
})

test('telemetry does not reach the fan-out even if somebody were subscribed, and goes to readers', async () => {
  const offered: string[] = []
  const aedes = new IngestAedes(
    { concurrency: 0 },
    {
      isData: topic => topic.startsWith('telemetry/'),
      offer: ({ topic }) => void offered.push(topic),
    },
  )
  await aedes.listen()
  const heard: string[] = []
  await new Promise<void>(resolve =>
    aedes.subscribe(
      '#',
      (packet, done) => {
        heard.push(packet.topic)
        done()
      },
      resolve,
    ),
  )
  for (const topic of ['telemetry/north/pump-1', 'commands/north/pump-1']) {
    const packet = { cmd: 'publish', topic, payload: 'x', qos: 1, dup: false, retain: true } as const
    await new Promise<void>(resolve => aedes.publish(packet, null, () => resolve()))
  }
  expect(heard.filter(topic => !topic.startsWith('$'))).toEqual(['commands/north/pump-1'])
  expect(offered).toEqual(['telemetry/north/pump-1'])
  await new Promise<void>(resolve => aedes.close(resolve))
})

test('stored sessions of a principal make room for newer ones, unless all are connected', () => {
  const nowMs = 0
  const forgotten: string[] = []
  const ids = createClientIds({
    storedSessionsPerPrincipal: 2,
    clock: { nowMs: () => nowMs },
    forget: id => forgotten.push(id),
  })
  for (const id of ['a', 'b', 'c']) {
    expect(ids.claim(id, 'pump-1', false)).toBeUndefined()
    if (id !== 'c') ids.release(id)
  }
  expect(forgotten).toEqual(['a'])
  expect(ids.claim('a', 'pump-2', false)).toBeUndefined()
  expect(ids.claim('b', 'pump-2', true)?.reason).toBe('client_id_taken')
  expect(ids.claim('b', 'pump-1', false)).toBeUndefined()
  expect(ids.claim('d', 'pump-1', false)?.reason).toBe('too_many_sessions')
  expect(ids.claim('d', 'pump-1', true)).toBeUndefined()
})

test('stored sessions expire when nobody comes back to them', () => {
  let nowMs = 1_000
  const forgotten: string[] = []
  const ids = createClientIds({
    storedSessionsPerPrincipal: 8,
    clock: { nowMs: () => nowMs },
    forget: id => forgotten.push(id),
  })
  for (const id of ['gone', 'later', 'connected']) ids.claim(id, 'pump-1', false)
  ids.release('gone')
  nowMs = 5_000
  ids.release('later')
  ids.expire(5_000)
  expect(forgotten).toEqual(['gone'])
  expect(ids.claim('gone', 'pump-2', false)).toBeUndefined()
  expect(ids.claim('later', 'pump-2', false)?.reason).toBe('client_id_taken')
})

test('the throttle lets a key through once per interval, counts the rest, and holds a bounded number of keys', () => {
  const take = createThrottle({ intervalMs: 1_000, maxKeys: 2 })
  expect(take('a', 0)).toEqual({ suppressed: 0 })
  expect([take('a', 1), take('a', 999)]).toEqual([undefined, undefined])
  expect(take('a', 1_000)).toEqual({ suppressed: 2 })
  expect(take('b', 1_100)).toEqual({ suppressed: 0 })
  // Full: strangers share one turn.
  expect(take('c', 1_200)).toEqual({ suppressed: 0 })
  expect(take('d', 1_300)).toBeUndefined()
  expect(take('d', 2_150)).toEqual({ suppressed: 0 })
})
