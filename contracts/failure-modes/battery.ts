import type { ModeRow } from './table.ts'

/** Traction batteries of lithium-ion cells. After Plett, Battery Management Systems (2015), and IEC 62660. */
export const battery: readonly ModeRow[] = [
  {
    mode: 'capacity_fade',
    name: { en: 'ageing of the cells', zh: '电芯老化' },
    failureCode: 'LOO',
    signs: [
      ['internal_resistance', 'high', 1],
      ['temperature', 'high', 0.4],
      ['voltage', 'low', 0.4],
      ['cell_spread', 'high', 0.2],
    ],
    advice: { en: 'measure the capacity over a full discharge', zh: '进行一次完整放电测量容量' },
  },
  {
    mode: 'cell_imbalance',
    name: { en: 'a cell out of balance', zh: '电芯不均衡' },
    failureCode: 'PDE',
    signs: [
      ['cell_spread', 'high', 1],
      ['voltage', 'low', 0.2],
      ['internal_resistance', 'high', -0.5],
      ['temperature', 'high', -0.3],
    ],
    advice: {
      en: 'find the cell that differs, at rest, and run a balancing charge',
      zh: '静置后找出偏差电芯，进行均衡充电',
    },
  },
  {
    mode: 'cooling_failure',
    name: { en: 'poor cooling', zh: '散热不良' },
    failureCode: 'OHE',
    signs: [
      ['temperature', 'high', 1],
      ['internal_resistance', 'low', 0.4],
      ['cell_spread', 'high', -0.3],
    ],
    advice: { en: 'check the fan and its filter', zh: '检查风扇及其滤网' },
  },
  {
    mode: 'connection_corrosion',
    name: { en: 'a corroded connection', zh: '连接处腐蚀' },
    failureCode: 'PDE',
    signs: [
      ['cell_spread', 'high', 0.9],
      ['internal_resistance', 'high', 0.8],
      ['temperature', 'high', 0.4],
    ],
    advice: {
      en: 'look for discoloured joints and check their torque, with the battery isolated',
      zh: '断开电池后检查连接处有无变色，并核对紧固力矩',
    },
  },
]
