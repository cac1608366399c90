import type { ModeRow } from './table.ts'

/** Spur and helical gearboxes. After ISO 13373-9, Randall (Journal of Mechanical Design 104, 1982) and ISO 17359 annex B. */
export const gearbox: readonly ModeRow[] = [
  {
    mode: 'bearing_wear',
    name: { en: 'bearing wear', zh: '轴承磨损' },
    failureCode: 'VIB',
    signs: [
      ['vibration_acceleration', 'high', 0.9],
      ['vibration_rms', 'high', 0.9],
      ['bearing_temperature', 'high', 0.7],
      ['oil_temperature', 'high', 0.3],
    ],
    advice: {
      en: 'listen to the bearings and look for metal on the drain plug',
      zh: '听轴承异响，检查放油塞上有无金属屑',
    },
  },
  {
    mode: 'tooth_wear',
    name: { en: 'worn teeth', zh: '齿面磨损' },
    failureCode: 'VIB',
    signs: [
      ['vibration_acceleration', 'high', 1],
      ['vibration_rms', 'high', 0.7],
      ['oil_temperature', 'high', 0.4],
      ['bearing_temperature', 'high', 0.2],
    ],
    advice: {
      en: 'open the inspection cover and look at the flanks; take an oil sample',
      zh: '打开视孔盖检查齿面，取油样化验',
    },
  },
  {
    mode: 'tooth_crack',
    name: { en: 'a cracked tooth', zh: '轮齿裂纹' },
    failureCode: 'STD',
    signs: [
      ['vibration_acceleration', 'high', 1],
      ['vibration_rms', 'high', 0.6],
      ['oil_temperature', 'high', -0.5],
      ['bearing_temperature', 'high', -0.5],
    ],
    advice: {
      en: 'listen for a knock once a revolution and look at every tooth root',
      zh: '听有无每转一次的敲击声，逐齿检查齿根',
    },
  },
  {
    mode: 'misalignment',
    name: { en: 'misalignment of the coupling', zh: '联轴器不对中' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['vibration_acceleration', 'high', 0.6],
      ['bearing_temperature', 'high', 0.4],
      ['oil_temperature', 'high', 0.3],
    ],
    advice: {
      en: 'check the alignment of the coupling and the foot bolts',
      zh: '检查联轴器对中和地脚螺栓',
    },
  },
  {
    mode: 'oil_leak',
    name: { en: 'loss of oil', zh: '漏油' },
    failureCode: 'ELU',
    signs: [
      ['oil_temperature', 'high', 0.9],
      ['bearing_temperature', 'high', 0.8],
      ['vibration_acceleration', 'high', 0.6],
      ['vibration_rms', 'high', 0.4],
    ],
    advice: { en: 'check the oil level and the shaft seals', zh: '检查油位和轴封' },
  },
]
