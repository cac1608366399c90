import type { ModeRow } from './table.ts'

/** Vapour-compression chillers. After Comstock and Braun (ASHRAE RP-1043, 1999) and Grace, Datta and Tassou (2005). */
export const chiller: readonly ModeRow[] = [
  {
    mode: 'refrigerant_leak',
    name: { en: 'loss of refrigerant', zh: '制冷剂泄漏' },
    failureCode: 'ELU',
    signs: [
      ['suction_pressure', 'low', 1],
      ['discharge_pressure', 'low', 0.5],
      ['supply_temperature', 'high', 0.4],
      ['discharge_pressure', 'high', -0.6],
    ],
    advice: {
      en: 'check the sight glass for bubbles and search for the leak',
      zh: '查看视液镜有无气泡，进行检漏',
    },
  },
  {
    mode: 'condenser_fouling',
    name: { en: 'a dirty condenser', zh: '冷凝器脏堵' },
    failureCode: 'PLU',
    signs: [
      ['discharge_pressure', 'high', 1],
      ['power', 'high', 0.6],
      ['motor_current', 'high', 0.6],
      ['supply_temperature', 'high', 0.2],
      ['suction_pressure', 'low', -0.4],
    ],
    advice: { en: 'clean the condenser and check its fans or pump', zh: '清洗冷凝器，检查风机或冷却水泵' },
  },
  {
    mode: 'evaporator_fouling',
    name: { en: 'a fouled evaporator', zh: '蒸发器结垢' },
    failureCode: 'PLU',
    signs: [
      ['suction_pressure', 'low', 1],
      ['supply_temperature', 'high', 0.4],
      ['power', 'high', 0.4],
      ['motor_current', 'high', 0.4],
      ['discharge_pressure', 'low', -0.3],
    ],
    advice: {
      en: 'compare water and evaporating temperature and clean the evaporator’s water side',
      zh: '比较出水温度与蒸发温度，清洗蒸发器水侧',
    },
  },
  {
    mode: 'compressor_wear',
    name: { en: 'wear of the compressor', zh: '压缩机磨损' },
    failureCode: 'LOO',
    signs: [
      ['power', 'high', 0.9],
      ['motor_current', 'high', 0.7],
      ['supply_temperature', 'high', 0.4],
      ['suction_pressure', 'high', 0.4],
      ['vibration_rms', 'high', 0.4],
      ['suction_pressure', 'low', -0.6],
      ['discharge_pressure', 'high', -0.6],
    ],
    advice: {
      en: 'take an oil sample and compare capacity and power with the commissioning values',
      zh: '取油样，并将制冷量和功率与调试值比较',
    },
  },
  {
    mode: 'low_water_flow',
    name: { en: 'too little chilled water', zh: '冷冻水流量不足' },
    failureCode: 'PLU',
    signs: [
      ['flow', 'low', 1],
      ['suction_pressure', 'low', 0.6],
      ['return_temperature', 'high', 0.4],
    ],
    advice: { en: 'check the chilled-water pump, strainer and valves', zh: '检查冷冻水泵、过滤器和阀门' },
  },
]
