import { describe, expect, test } from 'vitest'
import { metricWords } from './metric-words.ts'
import { rounded } from './numbers.ts'
import { Asset, HOUR_MS, say, T0 } from './testing.ts'

const DAY_MS = 24 * HOUR_MS
const words = (...findings: ReturnType<Asset['at']>) =>
  findings.map(({ explanation, translations }) => [explanation, translations?.zh])

describe('two sentences for a technician', () => {
  test('what is seen with what else, what it probably is, what to look at first, when it reaches its limit', () => {
    const asset = new Asset()
    asset.at(-1, say('bearing_temperature', { mode: 'symptom', distance: 3 }))
    const atMs = T0 + 6 * DAY_MS
    const crossing = { atMs, lowMs: atMs - 2 * DAY_MS, highMs: atMs + 4 * DAY_MS, of: 'limit' as const }
    const explanation = {
      en: 'vibration_rms 6.2 mm/s is above its normal band 1.8–3.1 mm/s since 2026-03-14 08:20 UTC',
      zh: 'vibration_rms 6.2 mm/s，自 2026-03-14 08:20 UTC 起高于正常范围 1.8–3.1 mm/s',
    }
    expect(words(...asset.at(0, say('vibration_rms', { explanation, crossing, distance: 4 })))).toEqual([
      [
        'Vibration 6.2 mm/s is above its normal band 1.8–3.1 mm/s since 2026-03-14 08:20 UTC; bearing temperature is high too. ' +
          'It may be bearing wear (40 %) or misalignment of the coupling (35 %): listen to the bearings and check their ' +
          'grease and play; at this rate it reaches its limit around 2026-03-20 (2026-03-18 to 2026-03-24).',
        '振动 6.2 mm/s，自 2026-03-14 08:20 UTC 起高于正常范围 1.8–3.1 mm/s；轴承温度也偏高。可能是轴承磨损（40 %）或联轴器不对中（35 %）：' +
          '建议听轴承异响，检查润滑和游隙；按此趋势约于 2026-03-20 达到限值（2026-03-18 至 2026-03-24）。',
      ],
    ])
    const over = {
      en: 'vibration_rms 2.4 mm/s is back in its normal band',
      zh: 'vibration_rms 2.4 mm/s，已回到正常范围',
    }
    asset.at(1, say('vibration_rms', { phase: 'cleared', explanation: over }))
    expect(words(...asset.pass(2, 2))).toEqual([
      ['Vibration 2.4 mm/s is back in its normal band.', '振动 2.4 mm/s，已回到正常范围。'],
    ])
  })

  test('another metric that reaches its limit first', () => {
    const asset = new Asset()
    const crossing = {
      ...{ atMs: T0 + 30 * HOUR_MS, lowMs: T0 + 20 * HOUR_MS, highMs: T0 + 50 * HOUR_MS },
      of: 'limit' as const,
    }
    const trend = { mode: 'symptom', symptom: 'rising', limit: 90, crossing } as const
    asset.at(-1, say('bearing_temperature', trend))
    expect(asset.at(0, say('vibration_rms'))[0]?.explanation).toMatch(
      /at this rate bearing temperature reaches its limit of 90 °C around 2026-03-15 14:20 UTC \(2026-03-15 to 2026-03-16\)\.$/,
    )
  })

  test('what tells another way is said in the words of the detector, with names for keys', () => {
    const explanation = {
      en: 'discharge_pressure and vibration_rms no longer go together',
      zh: 'discharge_pressure 与 vibration_rms 不再一致',
    }
    const [finding] = new Asset().at(0, say('discharge_pressure', { symptom: 'unusual', explanation }))
    expect(finding?.explanation).toMatch(/^Discharge pressure and vibration no longer go together\. /)
    expect(finding?.translations?.zh).toMatch(/^出口压力与振动不再一致。/)
    expect(finding?.evidence.symptoms?.[0]?.explanation.en).toBe(
      'Discharge pressure and vibration no longer go together',
    )
  })

  test('what should be seen and is not speaks against a mode', () => {
    const [finding] = new Asset().at(0, say('vibration_rms', { distance: 3 }))
    const wear = finding?.evidence.modes?.find(({ mode }) => mode === 'bearing_wear')
    expect(wear).toMatchObject({
      supportedBy: ['vibration_rms high'],
      contradictedBy: ['bearing_temperature normal'],
    })
  })

  test('a sensor: another crew, another advice', () => {
    const stuck = {
      symptom: 'stuck',
      explanation: { en: 'motor_current has shown 31.4 A since noon', zh: 'motor_current 自中午起为 31.4 A' },
    } as const
    expect(words(...new Asset().at(0, say('motor_current', stuck)))).toEqual([
      [
        'Motor current has shown 31.4 A since noon. Probably the motor current sensor is at fault, not the machine (90 %): ' +
          'check the transmitter and its wiring, and compare it with a hand-held instrument.',
        '电机电流自中午起为 31.4 A。很可能是电机电流传感器故障，而非机器故障（90 %）：建议检查变送器和接线，并用便携仪表核对。',
      ],
    ])
  })

  test('an unknown kind of machine: what its quantities mean', () => {
    const equipmentClass = { id: 'mixer', name: 'Mixer', metrics: [], acceptsAnyMetric: true }
    const [finding] = new Asset({ equipmentClass }).at(
      0,
      say('motor_current', { value: 61, limit: 50, distance: 3 }),
    )
    expect(finding?.explanation).toMatch(/overload or a blocked drive/)
  })

  test('nothing is made up where nothing fits', () => {
    const equipmentClass = {
      id: 'scale',
      name: 'Scale',
      metrics: [{ key: 'tare', unit: 'kg' }],
      acceptsAnyMetric: false,
    }
    const [finding] = new Asset({ equipmentClass }).at(0, say('tare', { value: 61, limit: 50 }))
    expect(finding?.explanation).toMatch(/These readings do not tell what is wrong; look the machine over\.$/)
  })
})

test.each([
  ['vibration_rms', 'vibration', '振动'],
  ['bearing_temperature', 'bearing temperature', '轴承温度'],
  ['oil_temperature_2', 'oil temperature 2', '油温度2'],
  ['Accelerometer1RMS', 'accelerometer 1', '加速度计1'],
  ['Volume Flow RateRMS', 'volume flow rate', '体积流量'],
  ['xk-7', 'xk 7', 'xk 7'],
  ['rms', 'rms', 'rms'],
])('%s is called %s, %s', (key, en, zh) => expect(metricWords(key)).toEqual({ en, zh }))

test.each([
  [0, '0'],
  [6.2371, '6.24'],
  [92.25, '92.3'],
  [1234.5, '1235'],
  [0.012345, '0.0123'],
  [1.23e-7, '1.23e-7'],
])('%d is written %s', (value, text) => expect(rounded(value)).toBe(text))
