import type { ModeRow } from './table.ts'

/** Reciprocating compressors. After Bloch and Hoefner, Reciprocating Compressors (1996), ISO 20816-8 and ISO 17359 annex B. */
export const compressor: readonly ModeRow[] = [
  {
    mode: 'valve_leak',
    name: { en: 'a leaking valve', zh: '气阀泄漏' },
    failureCode: 'INL',
    signs: [
      ['discharge_temperature', 'high', 1],
      ['motor_current', 'high', 0.6],
      ['power', 'high', 0.6],
      ['suction_pressure', 'high', 0.3],
      ['discharge_pressure', 'low', 0.4],
      ['vibration_rms', 'high', 0.2],
    ],
    advice: {
      en: 'feel for the valve cover that is hotter than the others and take that valve out',
      zh: '找出温度高于其他的阀盖，拆检该气阀',
    },
  },
  {
    mode: 'ring_wear',
    name: { en: 'worn piston rings', zh: '活塞环磨损' },
    failureCode: 'LOO',
    signs: [
      ['vibration_rms', 'high', 0.9],
      ['motor_current', 'high', 0.7],
      ['power', 'high', 0.7],
      ['discharge_temperature', 'high', 0.6],
      ['discharge_pressure', 'low', 0.4],
    ],
    advice: {
      en: 'check the blow-by at the crankcase breather and the oil consumption',
      zh: '检查曲轴箱呼吸口窜气量和机油消耗',
    },
  },
  {
    mode: 'cooling_fouling',
    name: { en: 'a fouled cooler', zh: '冷却器结垢' },
    failureCode: 'OHE',
    signs: [
      ['discharge_temperature', 'high', 1],
      ['temperature', 'high', 0.6],
      ['motor_current', 'high', 0.2],
      ['vibration_rms', 'high', -0.4],
      ['discharge_pressure', 'low', -0.4],
    ],
    advice: {
      en: 'clean the cooler and check its fan or water flow',
      zh: '清洗冷却器，检查冷却风扇或水流量',
    },
  },
  {
    mode: 'loose_foundation',
    name: { en: 'a loose foundation', zh: '基础松动' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['vibration_rms', 'unstable', 0.3],
      ['discharge_temperature', 'high', -0.4],
      ['discharge_pressure', 'low', -0.4],
    ],
    advice: {
      en: 'check the anchor bolts and the grout under the frame',
      zh: '检查地脚螺栓和机座灌浆层',
    },
  },
  {
    mode: 'bearing_wear',
    name: { en: 'bearing wear', zh: '轴承磨损' },
    failureCode: 'VIB',
    signs: [
      ['bearing_temperature', 'high', 1],
      ['vibration_rms', 'high', 0.6],
      ['oil_pressure', 'low', 0.3],
    ],
    advice: { en: 'check the oil for metal and the play of the bearings', zh: '检查油中金属屑和轴承游隙' },
  },
  {
    mode: 'lubrication_loss',
    name: { en: 'failing lubrication', zh: '润滑不良' },
    failureCode: 'PDE',
    signs: [
      ['oil_pressure', 'low', 1],
      ['bearing_temperature', 'high', 0.6],
      ['temperature', 'high', 0.3],
    ],
    advice: { en: 'check the oil level, filter and pump', zh: '检查油位、油滤和油泵' },
  },
]
