import { describe, expect, it } from 'vitest'
import type { DeviceObservation, Statement } from '../../contracts/detector.ts'
import type { EquipmentClass } from '../../contracts/registry.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../testing/timeline.ts'
import { type MissingState, missing } from './missing.ts'

const pump: EquipmentClass = { id: 'pump', name: 'Pump', metrics: [], acceptsAnyMetric: true }
const config = missing.configure(pump) ?? { holdMs: 0, samples: 0, caution: 0 }
const OFF = { name: 'off', sinceMs: 0, settled: true } as const
type Values = Record<string, number>

/** A device that sends these values once a minute. */
class Device {
  state: MissingState | undefined
  nowMs = Date.UTC(2024, 0, 1)

  send(values: (atMs: number) => Values, days: number, regime: DeviceObservation['regime'] = UNKNOWN_REGIME) {
    const fromMs = this.nowMs
    const said: string[] = []
    for (; this.nowMs < fromMs + days * DAY_MS; this.nowMs += MINUTE_MS) {
      const observation = { observedAtMs: this.nowMs, values: values(this.nowMs), regime }
      const [state, statements] = missing.step(config, this.state, observation, pump)
      this.state = state
      for (const each of statements) said.push(...this.#short(each, fromMs))
    }
    return said
  }

  #short({ phase, metric, severity, symptom }: Statement, fromMs: number): string[] {
    expect(symptom).toBe('silent')
    const hours = ((this.nowMs - fromMs) / HOUR_MS).toFixed(1)
    return phase === 'continuing' ? [] : [`+${hours} h ${metric} ${phase} ${severity}`]
  }
}

const all = () => ({ pressure: 5, flow: 30 })
const pressureOnly = () => ({ pressure: 5 })

describe('missing', () => {
  it('speaks of a metric that comes no more, while the device goes on, and when it is back', () => {
    const device = new Device()
    expect(device.send(all, 3)).toEqual([])
    expect(device.send(pressureOnly, 2)).toEqual(['+0.5 h flow raised minor'])
    expect(device.send(all, 1)).toEqual(['+0.0 h flow cleared minor'])
  })

  it('leaves the silence of the device to others', () => {
    const device = new Device()
    device.send(all, 3)
    device.nowMs += 3 * DAY_MS
    expect(device.send(all, 1)).toEqual([])
    expect(device.send(() => ({}), 0.01)).toEqual([])
  })

  it('knows metrics that come seldom, in messages of their own, or while it runs only', () => {
    const minute = (atMs: number) => Math.floor(atMs / MINUTE_MS)
    const device = new Device()
    const apart = (atMs: number): Values => ({
      pressure: 5,
      ...(minute(atMs) % 20 === 0 && { oil_level: 80 }),
      ...(new Date(atMs).getUTCHours() >= 6 && { flow: 30 }),
    })
    expect(device.send(apart, 5)).toEqual([])
    const weekend = (atMs: number): Values => ({
      pressure: 5,
      ...(minute(atMs) % 20 === 0 && { oil_level: 80 }),
    })
    expect(device.send(weekend, 3)).toEqual([])
    // 20 minutes at most, until now
    expect(device.send(atMs => ({ pressure: 5, flow: minute(atMs) }), 1)).toEqual([
      expect.stringMatching(/^\+[12]\.\d h oil_level raised minor$/),
    ])
  })

  it('does not miss anything of a machine that is off', () => {
    const device = new Device()
    device.send(all, 3)
    expect(device.send(pressureOnly, 5, OFF)).toEqual([])
  })

  it('waits no more for what somebody has said to be well', () => {
    const device = new Device()
    device.send(all, 3)
    device.send(pressureOnly, 1)
    const intervention = { asset: 'a', kind: 'false_alarm', atMs: device.nowMs, ticket: 1 } as const
    device.state = missing.intervene?.(config, device.state as MissingState, intervention)
    expect(device.send(pressureOnly, 5)).toEqual([])
  })

  it('keeps a bounded state of a device that invents names', () => {
    const device = new Device()
    device.send(atMs => ({ [`m${atMs}`]: 1 }), 1)
    expect(JSON.stringify(device.state).length).toBeLessThan(40_000)
  })
})
