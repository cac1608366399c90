import { describe, expect, test } from 'vitest'
import type { LogEntry } from '../../contracts/message-log.ts'
import type { EquipmentClass, RegisteredDevice } from '../../contracts/registry.ts'
import { metricOf } from '../../contracts/registry.ts'
import type { Sample } from '../../contracts/sample.ts'
import { bearingOrders } from '../../contracts/waveform.ts'
import { type SpectrumState, spectrum } from '../../detectors/spectrum/spectrum.ts'
import { configOf } from '../../detectors/watch.ts'
import { noAnnouncements } from '../../ingest/announcements/testing.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { ordersOf } from '../../simulators/machines/bearing.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { Severities } from '../../simulators/machines/kind.ts'
import { Vibration } from '../../simulators/machines/vibration.ts'
import type { PlannedFault } from '../../simulators/plant/faults.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import type { DeviceSample } from '../../simulators/sample.ts'

const T = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const kinds = machineKinds.filter(kind => kind.class.metrics.some(({ waveform }) => waveform))
const kindOf = (id: string) => kinds.find(kind => kind.class.id === id) ?? kinds[0] ?? expect.fail()

/** What the pipeline makes of telegrams of a device of the class: each in a message of its own. */
function decoded(
  equipmentClass: EquipmentClass,
  telegrams: readonly object[],
  more: Partial<RegisteredDevice> = {},
) {
  const device = { id: 'd', site: 's', asset: 'a', criticality: 'B', class: equipmentClass, ...more } as const
  const registry = { device: () => device, resolve: async () => undefined, verifySecret: async () => false }
  const decoder = createDecoder({
    registry,
    codecs,
    formats: { current: () => [] },
    announcements: noAnnouncements,
  })
  return decoder.decode(
    telegrams.map((telegram, i): LogEntry => {
      const payload = Buffer.from(JSON.stringify(telegram))
      return { offset: BigInt(i), topic: 'telemetry/s/d', publisher: 'd', receivedAtMs: T + 1e9, payload }
    }),
  )
}

interface Life {
  kind: string
  faults?: PlannedFault[]
  hours: number
  everyMs?: number
  encoding?: 'base64' | 'json'
}

/** What a simulated machine sends, of which every so many have a waveform. */
function telegramsOf({
  kind,
  faults = [],
  hours,
  everyMs = HOUR_MS,
  encoding = 'base64',
}: Life): DeviceSample[] {
  const machine = new SimulatedMachine(
    {
      ...{ asset: 'a', name: 'A', site: 's', kind, criticality: 'B', device: 'd', seed: 5, faults },
      ...{ duty: 'continuous', waveforms: { everyMs, seconds: 4, sampleHz: 8192, encoding } },
    },
    10 * 60_000,
  )
  return Array.from({ length: hours * 6 }, (_, i) => machine.step(T + i * 600_000)).flat()
}
const withWaveforms = (telegrams: readonly DeviceSample[]) => telegrams.filter(({ waveforms }) => waveforms)

describe('waveforms of simulated machines become ordinary metrics', () => {
  test.each(kinds.map(kind => kind.class.id))('%s', async id => {
    const equipmentClass = kindOf(id).class
    const telegrams = telegramsOf({ kind: id, hours: 3 })
    expect(withWaveforms(telegrams).length).toBeGreaterThanOrEqual(3)
    const { samples, deadLetters } = await decoded(equipmentClass, telegrams)
    expect(deadLetters).toEqual([])
    expect(samples).toHaveLength(telegrams.length)
    const { values } = samples.find(sample => 'vibration.rms' in sample.values) as Sample
    for (const key in values) expect(metricOf(equipmentClass, key), key).toBeDefined()
    for (const suffix of [
      'crest',
      'kurtosis',
      'velocity',
      'band_10_100',
      'speed',
      '1x',
      'bpfo',
      'bpfi',
      'bsf',
      'ftf',
    ])
      expect(values, suffix).toHaveProperty([`vibration.${suffix}`])
    // The same vibration as the metric of the same sample.
    expect((values['vibration.velocity'] ?? 0) / (values.vibration_rms ?? 0)).toBeCloseTo(1, 0)
  })

  test('sent as numbers or as Base64 they say the same, to what three digits are worth', async () => {
    const [first, second] = await Promise.all(
      (['base64', 'json'] as const).map(async encoding => {
        const [telegram] = withWaveforms(telegramsOf({ kind: 'motor', hours: 1, encoding }))
        const { samples } = await decoded(kindOf('motor').class, [telegram as DeviceSample])
        return samples[0]?.values ?? {}
      }),
    )
    expect(Object.keys(first ?? {})).toEqual(Object.keys(second ?? {}))
    for (const [key, value] of Object.entries(first ?? {}))
      expect(Math.abs(value - (second?.[key] ?? 0)), key).toBeLessThan(0.02 * Math.abs(value) + 0.05)
  })
})

test('the orders of a bearing are those of the simulators', () => {
  const geometry = { rollers: 16, rollerMm: 11, pitchMm: 65.5, contactAngle: 15 }
  const { outer, inner, roller, cage } = ordersOf(geometry)
  expect(Object.values(bearingOrders(geometry))).toEqual([outer, inner, roller, cage])
})

/** Metrics of a waveform that a model of this severity has now. */
async function madeOf(kind: string, severities: Severities): Promise<Record<string, number>> {
  const model = kindOf(kind).create(3)
  const surroundings = { dtMs: 60_000, demand: 0.85, ambientC: 20 }
  for (let i = 0; i < 3; i++) model.step({ ...surroundings, tMs: T + i * 60_000, severities })
  const samples = model.waveform?.({ seconds: 4, sampleHz: 8192, seed: 9 }) ?? new Float64Array()
  return madeOfSamples(kind, samples, model.shaftHz)
}

async function madeOfSamples(
  kind: string,
  wave: Float64Array,
  speedHz = 24.6,
): Promise<Record<string, number>> {
  const vibration = { sampleHz: 8192, speedHz, values: [...wave].map(value => Number(value.toFixed(4))) }
  const { samples } = await decoded(kindOf(kind).class, [{ waveforms: { vibration } }])
  return samples[0]?.values ?? {}
}

describe('damage is told from what only shakes', () => {
  const heights = (values: Record<string, number>) =>
    Object.entries(values)
      .filter(([key, value]) => /\.(bpfo|bpfi|bsf|ftf|impact_1x)$/.test(key) && value > 13)
      .toSorted(([, a], [, b]) => b - a)
      .map(([key]) => key.replace('vibration.', ''))

  test.each(kinds.map(kind => kind.class.id))('%s: the outer ring of its bearing', async kind => {
    expect(heights(await madeOf(kind, {}))).toEqual([])
    expect(heights(await madeOf(kind, { bearing_wear: 0.1 }))[0]).toBe('bpfo')
    // Debris has damaged the inner ring by then.
    expect(heights(await madeOf(kind, { bearing_wear: 0.6 })).slice(0, 2)).toEqual(['bpfo', 'bpfi'])
  })

  test.each([
    ['motor', 'imbalance', '1x'],
    ['motor', 'misalignment', '2x'],
    ['motor', 'loose_mounting', '3x'],
    ['pump', 'misalignment', '2x'],
    ['fan', 'fouling', '1x'],
    ['fan', 'loose_mounting', '3x'],
    ['gearbox', 'misalignment', '2x'],
  ])('%s: %s is no bearing, however bad, and shows at %s', async (kind, mode, line) => {
    const [well, ill] = [await madeOf(kind, {}), await madeOf(kind, { [mode]: 0.9 })]
    expect(heights(ill)).toEqual([])
    const grown = (suffix: string) => (ill[`vibration.${suffix}`] ?? 0) / (well[`vibration.${suffix}`] ?? 1)
    expect(grown(line)).toBeGreaterThan(3)
  })

  test('a cracked tooth hits once a revolution', async () => {
    expect(heights(await madeOf('gearbox', { tooth_crack: 0.3 }))).toEqual(['impact_1x'])
  })

  test('an inner ring that is damaged alone, by its impacts and by its lines', async () => {
    const { inner } = ordersOf({ rollers: 8, rollerMm: 17.5, pitchMm: 73 })
    const shaftHz = 24.6
    const wave = (fill: (vibration: Vibration) => void) => {
      const vibration = new Vibration()
      vibration.noise(0.5)
      vibration.line(shaftHz, 0.6)
      fill(vibration)
      return vibration
        .waveform({ seconds: 4, sampleHz: 8192, seed: 4 })
        .map((value, i) => value + 0.1 * Math.sin(i * i))
    }
    const hit = wave(vibration => vibration.impacts(inner * shaftHz, 8))
    expect(heights(await madeOfSamples('motor', hit))).toEqual(['bpfi'])
    const lines = wave(vibration => {
      for (const order of [inner, inner - 1, inner + 1]) vibration.line(order * shaftHz, 0.5)
    })
    expect(heights(await madeOfSamples('motor', lines))).toEqual(['bpfi'])
  })
})

describe('the detector', () => {
  const config = configOf(spectrum.config, {}).config as never

  async function raisedOf(kind: string, mode?: string) {
    const onsetMs = T + 30 * HOUR_MS
    const faults: PlannedFault[] = mode
      ? [{ layer: 'machine', mode, onsetMs, failureMs: onsetMs + 40 * HOUR_MS }]
      : []
    const equipmentClass = kindOf(kind).class
    const { samples } = await decoded(equipmentClass, withWaveforms(telegramsOf({ kind, hours: 68, faults })))
    let state: SpectrumState | undefined
    const raised: { metric: string | undefined; explanation: string }[] = []
    for (const { observedAtMs, values } of samples) {
      const regime = { name: 'unknown' as const, sinceMs: 0, settled: true }
      const [next, said] = spectrum.step(config, state, { observedAtMs, values, regime }, equipmentClass)
      state = next
      for (const { phase, metric, explanation } of said)
        if (phase === 'raised') raised.push({ metric, explanation: explanation.en })
      if (raised.length > 0 && observedAtMs < onsetMs) throw new Error('before anything was wrong')
    }
    return raised
  }

  test('names the part, and is silent while nothing is wrong', async () => {
    expect(await raisedOf('motor')).toEqual([])
    const [bearing] = await raisedOf('motor', 'bearing_wear')
    expect(bearing?.metric).toBe('vibration.bpfo')
    expect(bearing?.explanation).toMatch(
      /damage to the outer ring of the bearing: its lines stand \d+ dB above/,
    )
    const [unbalance] = await raisedOf('motor', 'imbalance')
    expect(unbalance?.metric).toBe('vibration.1x')
    const [misaligned] = await raisedOf('gearbox', 'misalignment')
    expect(misaligned?.metric).toBe('vibration.2x')
  })
})

describe('what cannot be read is a dead letter, and the rest lives', () => {
  const good = { sampleHz: 1024, values: Array.from({ length: 1024 }, (_, i) => Math.sin(i)) }
  const { class: motor } = kindOf('motor')
  const lettersOf = async (telegram: object, more?: Partial<RegisteredDevice>) => {
    const { samples, deadLetters } = await decoded(motor, [telegram], more)
    return { samples, letters: deadLetters.map(({ reason, detail }) => [reason, detail] as const) }
  }

  test.each([
    [{ vibration: { ...good, sampleHz: 0 } }, 'malformed_payload', /"vibration" has no "sampleHz"/],
    [{ vibration: { ...good, values: [1, 2] } }, 'malformed_payload', /has 2 values, not 256 to 65536/],
    [{ vibration: { ...good, values: new Array(66_000).fill(0) } }, 'malformed_payload', /has 66000 values/],
    [
      { shaking: good },
      'unknown_metric',
      /"shaking" is no waveform of the class "motor", which has "vibration"; correct the name, or declare/,
    ],
  ])('%#', async (waveforms, reason, detail) => {
    const { samples, letters } = await lettersOf({ values: { vibration_rms: 1 }, waveforms })
    expect(samples[0]?.values).toEqual({ vibration_rms: 1 })
    expect(letters).toEqual([[reason, expect.stringMatching(detail)]])
  })

  test('a message has no more than it may, whatever the number of its readings', async () => {
    const large = { vibration: { sampleHz: 8192, base64: Buffer.alloc(4 * 65_536, 1).toString('base64') } }
    const body = Array.from({ length: 6 }, (_, i) => ({ ts: T + i, waveforms: large }))
    const { samples, letters } = await lettersOf(body)
    expect(samples).toHaveLength(4)
    expect(letters).toHaveLength(2)
    expect(letters[0]?.[1]).toMatch(/^Element 4: .* would be more than 262144 values in one message/)
  })

  test('a waveform alone is enough; its name may be mapped, and what the device computes itself counts', async () => {
    const metrics = [{ source: 'acc/1', metric: 'vibration_rms', scale: 2 }]
    const { samples } = await lettersOf({ waveforms: { 'acc/1': good } }, { metrics })
    expect(samples[0]?.values['vibration.rms']).toBeCloseTo(2 * Math.SQRT1_2, 2)
    const own = await lettersOf({ values: { 'vibration.rms': 9 }, waveforms: { vibration: good } })
    expect(own.samples[0]?.values).toMatchObject({
      'vibration.rms': 9,
      'vibration.crest': expect.any(Number),
    })
    expect(own.letters).toEqual([])
  })

  test('a class that takes anything takes waveforms, without a bearing', async () => {
    const generic = { id: 'generic', name: 'Generic', metrics: [], acceptsAnyMetric: true }
    const { samples, deadLetters } = await decoded(generic, [
      { waveforms: { acc: { ...good, speedHz: 20 } } },
    ])
    expect(deadLetters).toEqual([])
    const keys = Object.keys(samples[0]?.values ?? {})
    expect(keys).toEqual(expect.arrayContaining(['acc.rms', 'acc.crest', 'acc.1x']))
    expect(keys).not.toContain('acc.bpfo')
  })

  test('the speed is told by the waveform, by a metric of the sample, or by the class', async () => {
    const speedOf = async (values: object, waveform: object) => {
      const declared = { name: 'v', shaftHz: 30, speedMetric: 'rpm', speedRatio: 0.5 }
      const metrics = [
        { key: 'x', unit: '', waveform: declared },
        { key: 'rpm', unit: 'rpm' },
      ]
      const equipmentClass = { id: 'c', name: 'C', metrics, acceptsAnyMetric: false }
      const { samples } = await decoded(equipmentClass, [
        { values, waveforms: { v: { ...good, ...waveform } } },
      ])
      return samples[0]?.values['v.speed']
    }
    expect(await speedOf({ rpm: 2400 }, { speedHz: 17 })).toBeCloseTo(17, 1)
    expect(await speedOf({ rpm: 2400 }, {})).toBeCloseTo(20, 0)
    expect(await speedOf({}, {})).toBeCloseTo(30, -0.5)
    expect(await speedOf({ rpm: 0 }, {})).toBeUndefined()
  })
})
