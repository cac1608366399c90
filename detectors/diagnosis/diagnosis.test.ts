import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Finding } from '../../contracts/finding.ts'
import { intervene } from './diagnosis.ts'
import { Asset, HOUR_MS, pump, say, T0 } from './testing.ts'

const phases = (findings: readonly Finding[]) => findings.map(({ faultKey, phase }) => `${faultKey} ${phase}`)
const cleared = { phase: 'cleared' } as const
const continuing = { phase: 'continuing' } as const

describe('one fault is one chain of findings', () => {
  test('raised, continuing while it lasts, cleared when nothing has been open for an hour', () => {
    const asset = new Asset()
    expect(phases(asset.at(0, say('vibration_rms')))).toEqual(['machine raised'])
    expect(phases(asset.at(3, say('vibration_rms', continuing)))).toEqual([])
    expect(phases(asset.at(5, say('vibration_rms', continuing)))).toEqual(['machine continuing'])
    expect(phases(asset.at(6, say('vibration_rms', cleared)))).toEqual([])
    expect(phases(asset.at(6.5, say('vibration_rms')))).toEqual([])
    expect(phases(asset.at(7, say('vibration_rms', cleared)))).toEqual([])
    expect(phases(asset.pass(7, 9))).toEqual(['machine cleared'])
    expect(new Set(asset.findings.map(({ sinceMs }) => sinceMs))).toEqual(new Set([T0]))
    expect(asset.state?.wakeAtMs).toBeUndefined()
  })

  test('speaks at least every five hours though no detector does', () => {
    const asset = new Asset()
    asset.at(0, say('vibration_rms'))
    expect(phases(asset.pass(1, 11))).toEqual(['machine continuing', 'machine continuing'])
  })

  test('other metrics and detectors join it; what is new is said at most hourly, what is worse at once', () => {
    const asset = new Asset()
    asset.at(0, say('vibration_rms'))
    expect(phases(asset.at(0.5, say('bearing_temperature')))).toEqual([])
    const [joined] = asset.at(1, say('vibration_rms', continuing))
    expect(joined).toMatchObject({ faultKey: 'machine', phase: 'continuing', severity: 'minor' })
    const [worse] = asset.at(1.1, say('bearing_temperature', { detector: 'limit@1', severity: 'critical' }))
    expect(worse).toMatchObject({ phase: 'continuing', severity: 'critical', metric: 'bearing_temperature' })
    asset.at(
      2,
      say('bearing_temperature', { detector: 'limit@1', ...cleared }),
      say('vibration_rms', cleared),
    )
    expect(phases(asset.pass(2, 5))).toEqual([])
    asset.at(5, say('bearing_temperature', cleared))
    expect(phases(asset.pass(5, 8))).toEqual(['machine cleared'])
  })

  test('symptoms make no finding by themselves, and are among its evidence once something alarms', () => {
    const asset = new Asset()
    expect(asset.at(0, say('bearing_temperature', { mode: 'symptom', detector: 'drift@1' }))).toEqual([])
    const [finding] = asset.at(1, say('vibration_rms'))
    expect(finding?.evidence.symptoms).toMatchObject([
      { metric: 'vibration_rms', detector: 'band@1' },
      { metric: 'bearing_temperature', detector: 'drift@1' },
    ])
    expect(finding?.evidence.modes?.[0]?.supportedBy).toEqual([
      'vibration_rms high',
      'bearing_temperature high',
    ])
    const late = new Asset()
    late.at(0, say('bearing_temperature', { mode: 'symptom' }))
    expect(late.at(25, say('vibration_rms'))[0]?.evidence.symptoms).toHaveLength(1)
  })

  test('what nobody has spoken of for a day is forgotten without a word', () => {
    const asset = new Asset()
    asset.at(0, say('vibration_rms'))
    expect(asset.at(30)).toEqual([])
    expect(asset.state).toEqual({ heard: [], chains: [] })
  })

  test('a detector of a device may name another metric as it goes on', () => {
    const asset = new Asset()
    const health = { detector: 'health@1' }
    asset.at(0, say('vibration_rms', { ...health, metric: 'vibration_rms' }))
    asset.at(1, say('motor_current', { ...health, ...continuing, metric: 'motor_current' }))
    expect(asset.state?.heard).toMatchObject([{ metric: 'motor_current', sinceMs: T0 }])
    asset.at(2, say('vibration_rms', { ...health, ...cleared, metric: 'vibration_rms' }))
    expect(phases(asset.pass(2, 4))).toEqual(['machine cleared'])
  })

  test('shadow has its own findings, marked, and does not touch the others', () => {
    const asset = new Asset()
    expect(asset.at(0, say('vibration_rms', { mode: 'shadow' }))).toMatchObject([
      { shadow: true, phase: 'raised' },
    ])
    const [real] = asset.at(1, say('motor_current'))
    expect(real).toMatchObject({ phase: 'raised', metric: 'motor_current' })
    expect(real?.shadow).toBeUndefined()
    expect(real?.evidence.symptoms?.map(({ metric }) => metric)).not.toContain('vibration_rms')
  })
})

describe('sensor or machine', () => {
  test.each(['stuck', 'clipped', 'spikes', 'silent', 'unit_changed'] as const)(
    'what is %s is the sensor, and goes on beside a fault of the machine',
    symptom => {
      const asset = new Asset()
      asset.at(0, say('vibration_rms'))
      const [finding] = asset.at(
        1,
        say('discharge_pressure', { symptom, detector: 'x@1', severity: 'critical' }),
      )
      expect(finding).toMatchObject({
        faultKey: 'sensor:discharge_pressure',
        faultKind: 'sensor',
        severity: 'major',
      })
      expect(finding?.explanation).toMatch(
        /Probably the discharge pressure sensor is at fault, not the machine/,
      )
      expect(finding?.evidence.modes?.[0]?.mode).toBe(`sensor_${symptom}`)
      asset.at(2, say('discharge_pressure', { symptom, detector: 'x@1', ...cleared }))
      expect(phases(asset.pass(3, 3))).toEqual(['sensor:discharge_pressure cleared'])
    },
  )

  test('a whole device that is silent is one fault; so are most of its sensors when they are stuck together', () => {
    const asset = new Asset()
    const [silent] = asset.at(0, say('', { symptom: 'silent', detector: 'silent@1' }))
    expect(silent).toMatchObject({ faultKey: 'sensor:*', faultKind: 'sensor', metric: '' })
    const stuck = { symptom: 'stuck', detector: 'stuck@1' } as const
    const keys = new Asset()
      .at(0, ...pump.metrics.map(({ key }) => say(key, stuck)))
      .map(each => each.faultKey)
    expect(keys).toEqual(['sensor:*'])
  })

  test('a sensor that is found out takes the alarm of its metric away from the machine', () => {
    const asset = new Asset()
    asset.at(0, say('bearing_temperature', { detector: 'limit@1', limit: 90 }))
    const findings = asset.at(1, say('bearing_temperature', { symptom: 'unit_changed', detector: 'unit@1' }))
    expect(phases(findings)).toEqual(['machine cleared', 'sensor:bearing_temperature raised'])
    expect(findings[0]?.explanation).toMatch(
      /^Bearing temperature .* probably because of its sensor, not of the machine\.$/,
    )
  })

  test('a large deviation that no mode explains, while all else is normal, is the sensor’s', () => {
    const [finding] = new Asset().at(0, say('discharge_pressure', { symptom: 'high', distance: 8 }))
    expect(finding).toMatchObject({ faultKey: 'sensor:discharge_pressure', faultKind: 'sensor' })
    expect(finding?.evidence.modes?.[0]?.confidence).toBeGreaterThan(0.7)
    const [small] = new Asset().at(0, say('motor_current', { symptom: 'high', distance: 1 }))
    expect(small?.faultKey).toBe('machine') // so early others may follow
    const [wear] = new Asset().at(0, say('vibration_rms', { symptom: 'high', distance: 8 }))
    expect(wear?.faultKey).toBe('machine')
  })

  test('…until others deviate too: then it was the machine', () => {
    const asset = new Asset()
    asset.at(0, say('discharge_pressure', { symptom: 'high', distance: 8 }))
    const joined = ['vibration_rms', 'motor_current'].map(metric =>
      say(metric, { distance: 6, severity: 'major' }),
    )
    expect(phases(asset.at(1, ...joined))).toEqual(['sensor:discharge_pressure cleared', 'machine raised'])
  })

  test('a sensor known to be wrong says nothing of the machine', () => {
    const asset = new Asset()
    asset.at(0, say('bearing_temperature', { symptom: 'stuck', detector: 'stuck@1' }))
    const [finding] = asset.at(1, say('vibration_rms'))
    const told = finding?.evidence.modes?.flatMap(({ contradictedBy }) => contradictedBy) ?? []
    expect(told.filter(symptom => symptom.startsWith('bearing_temperature'))).toEqual([])
  })
})

describe('how bad', () => {
  const crossing = (hours: number) => ({
    atMs: T0 + hours * HOUR_MS,
    lowMs: T0 + hours * 0.7 * HOUR_MS,
    highMs: T0 + hours * 1.5 * HOUR_MS,
    of: 'limit' as const,
  })

  test.each([
    ['A', 60, 'critical'],
    ['B', 60, 'major'],
    ['C', 30, 'major'],
    ['C', 20, 'critical'],
    ['A', 24 * 20, 'minor'],
  ] as const)('criticality %s, limit in %d h: %s', (criticality, hours, severity) => {
    const asset = new Asset({ criticality })
    const [finding] = asset.at(0, say('vibration_rms', { crossing: crossing(hours), limit: 7.1 }))
    expect(finding).toMatchObject({ severity, predictedCrossingAtMs: T0 + hours * HOUR_MS })
    expect(finding?.evidence.crossing).toEqual(crossing(hours))
  })

  test('what grows is worse, and never better before it is over', () => {
    const asset = new Asset()
    asset.at(0, say('vibration_rms', { distance: 1.5 }))
    expect(asset.at(1, say('vibration_rms', { ...continuing, distance: 3.5 }))[0]?.severity).toBe('major')
    asset.at(2, say('vibration_rms', { ...continuing, distance: 1.2 }))
    expect(asset.at(7, say('vibration_rms', { ...continuing, distance: 1.2 }))[0]?.severity).toBe('major')
  })

  test('a symptom that tells when it fails is heeded; earlier than was said is news', () => {
    const asset = new Asset()
    asset.at(0, say('vibration_rms'))
    const trend = { mode: 'symptom', detector: 'trend@1', symptom: 'rising' } as const
    expect(asset.at(1, say('vibration_rms', { ...trend, crossing: crossing(24 * 30) }))).toMatchObject([
      { phase: 'continuing', predictedCrossingAtMs: T0 + 24 * 30 * HOUR_MS },
    ])
    expect(
      asset.at(2.5, say('vibration_rms', { ...trend, ...continuing, crossing: crossing(24 * 28) })),
    ).toEqual([])
    expect(
      asset.at(3, say('vibration_rms', { ...trend, ...continuing, crossing: crossing(24 * 17) })),
    ).toHaveLength(1)
  })
})

test('a finding is what the schema says, with the whole evidence', () => {
  const asset = new Asset()
  const contributions = [
    { metric: 'vibration_rms', share: 0.7, direction: 'high' as const },
    { metric: 'bearing_temperature', share: 0.3 },
  ]
  const expected = { low: 1.8, high: 3.1 }
  const [finding] = asset.at(0, say('vibration_rms', { metric: 'vibration_rms', contributions, expected }))
  expect(Value.Errors(Finding, finding)).toEqual([])
  expect(finding?.evidence).toMatchObject({
    ...{ value: 6.2, expected, contributions, regime: 'run', parameters: { caution: 1 } },
    others: [{ metric: 'bearing_temperature', unit: '°C' }],
  })
  expect(finding?.evidence.modes?.length).toBeGreaterThan(0)
})

test('after a repair, and when somebody found nothing, what was open is not spoken of again', () => {
  for (const kind of ['repaired', 'false_alarm'] as const) {
    const asset = new Asset()
    asset.at(0, say('vibration_rms'), say('motor_current', { symptom: 'stuck', detector: 'stuck@1' }))
    if (!asset.state) throw new Error('nothing was remembered')
    const done = { asset: 'pump-7', kind, atMs: T0 + HOUR_MS, ticket: 1 }
    expect(intervene(asset.state, done)).toEqual({ heard: [], chains: [] })
    expect(intervene(asset.state, { ...done, kind: 'work_began' })).toEqual(asset.state)
    const half = intervene(asset.state, { ...done, faultKey: 'machine' })
    expect(half.chains.map(({ fault }) => fault)).toEqual(['sensor:motor_current'])
    asset.state = half
    expect(phases(asset.pass(1, 6))).toEqual(['sensor:motor_current continuing'])
  }
})
