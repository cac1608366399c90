import type { Symptom } from '../../contracts/detector.ts'
import type { Words } from '../../contracts/text.ts'
import type { Heard } from './types.ts'
import type { Hypothesis } from './weigh.ts'

/** How sure it is that a sensor, and not what it measures, does this. A real value can rest, saturate and jump too. */
const SURE: Partial<Record<Symptom, number>> = {
  ...{ silent: 0.95, stuck: 0.9, unit_changed: 0.9, clipped: 0.85, spikes: 0.8 },
}
const NAMES: Partial<Record<Symptom, Words>> = {
  stuck: { en: 'a sensor that is stuck', zh: '传感器读数卡死' },
  clipped: { en: 'a sensor that is clipped', zh: '传感器读数截断' },
  spikes: { en: 'a sensor with spikes', zh: '传感器读数尖峰' },
  unit_changed: { en: 'a reading in another unit', zh: '读数单位改变' },
  silent: { en: 'a sensor that is silent', zh: '传感器无数据' },
}
const WRONG: Words = { en: 'a sensor that reads wrong', zh: '传感器读数不准' }

/** What is wrong with a sensor of which a detector says so itself. */
export function sensorModeOf({ metric, symptom }: Heard): Hypothesis {
  return {
    kind: 'sensor',
    mode: `sensor_${symptom}`,
    name: NAMES[symptom] ?? WRONG,
    metric,
    confidence: SURE[symptom] ?? 0.8,
    supportedBy: [metric === '' ? symptom : `${metric} ${symptom}`],
    contradictedBy: [],
  }
}
