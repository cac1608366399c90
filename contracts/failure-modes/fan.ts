import type { ModeRow } from './table.ts'

/** Fans with a belt and a filter. After ISO 14694 (balance and vibration of fans) and ISO 17359 annex B (fans). */
export const fan: readonly ModeRow[] = [
  {
    mode: 'bearing_wear',
    name: { en: 'bearing wear', zh: '轴承磨损' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['bearing_temperature', 'high', 0.8],
      ['motor_current', 'high', 0.1],
      ['differential_pressure', 'low', -0.4],
    ],
    advice: {
      en: 'listen to the bearings and check their grease and play',
      zh: '听轴承异响，检查润滑和游隙',
    },
  },
  {
    mode: 'fouling',
    name: { en: 'dirt on the blades', zh: '叶片积垢' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['differential_pressure', 'low', 0.5],
      ['motor_current', 'low', 0.3],
      ['bearing_temperature', 'high', -0.3],
    ],
    advice: {
      en: 'look at the blades and clean them evenly, then check the balance',
      zh: '检查并均匀清洁叶片，然后校验动平衡',
    },
  },
  {
    mode: 'belt_slip',
    name: { en: 'a slipping belt', zh: '皮带打滑' },
    failureCode: 'LOO',
    signs: [
      ['vibration_rms', 'high', 0.8],
      ['speed', 'low', 0.8],
      ['differential_pressure', 'low', 0.7],
      ['motor_current', 'low', 0.6],
      ['bearing_temperature', 'high', 0.6],
    ],
    advice: {
      en: 'check belt tension, pulleys and rubber dust under the guard',
      zh: '检查皮带张紧度、带轮及护罩内的橡胶粉末',
    },
  },
  {
    mode: 'filter_clogging',
    name: { en: 'a clogged filter', zh: '过滤器堵塞' },
    failureCode: 'PLU',
    signs: [
      ['differential_pressure', 'high', 1],
      ['motor_current', 'low', 0.5],
      ['vibration_rms', 'high', 0.2],
    ],
    advice: { en: 'change or clean the filter', zh: '更换或清洁过滤器' },
  },
  {
    mode: 'loose_mounting',
    name: { en: 'a loose mounting', zh: '安装松动' },
    failureCode: 'STD',
    signs: [
      ['vibration_rms', 'high', 1],
      ['vibration_rms', 'unstable', 0.4],
      ['differential_pressure', 'low', -0.4],
      ['bearing_temperature', 'high', -0.3],
    ],
    advice: {
      en: 'tighten the bolts, check the springs and look for cracks in the frame',
      zh: '紧固螺栓，检查减振弹簧及机架有无裂纹',
    },
  },
]
