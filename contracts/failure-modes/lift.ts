import type { ModeRow } from './table.ts'

/** Traction lifts. After EN 81-20 and EN 81-50 (brake, grip, levelling) and ISO 18738-1 (ride quality). */
export const lift: readonly ModeRow[] = [
  {
    mode: 'brake_wear',
    name: { en: 'brake wear', zh: '制动器磨损' },
    failureCode: 'STP',
    signs: [
      ['levelling_error', 'high', 1],
      ['motor_current', 'high', 0.4],
      ['car_vibration', 'high', -0.5],
    ],
    advice: {
      en: 'measure the brake’s lining and air gap and try its holding torque',
      zh: '测量制动衬厚度和气隙，试验制动力矩',
    },
  },
  {
    mode: 'door_operator_wear',
    name: { en: 'wear of the door drive', zh: '门机磨损' },
    failureCode: 'BRD',
    signs: [
      ['door_cycle_time', 'high', 1],
      ['door_cycle_time', 'unstable', 0.3],
      ['car_vibration', 'high', 0.4],
    ],
    advice: {
      en: 'clean the door sills and check rollers, belt and closing force',
      zh: '清洁地坎，检查滚轮、皮带和关门力',
    },
  },
  {
    mode: 'traction_loss',
    name: { en: 'loss of traction between ropes and sheave', zh: '曳引力下降' },
    failureCode: 'PDE',
    signs: [
      ['levelling_error', 'high', 0.9],
      ['car_vibration', 'high', 0.5],
      ['levelling_error', 'unstable', 0.3],
    ],
    advice: {
      en: 'look at ropes and grooves for wear and grease, and check the rope tension',
      zh: '检查钢丝绳和绳槽的磨损与油污，检查绳张力',
    },
  },
  {
    mode: 'guide_rail_wear',
    name: { en: 'worn guide shoes or rails', zh: '导靴或导轨磨损' },
    failureCode: 'VIB',
    signs: [
      ['car_vibration', 'high', 1],
      ['motor_current', 'high', 0.6],
    ],
    advice: {
      en: 'check guide shoes, rail joints and lubrication',
      zh: '检查导靴、导轨接头和润滑',
    },
  },
]
