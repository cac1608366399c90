import type { ModeRow } from './table.ts'

/** Belt conveyors. After DIN 22101 (resistances) and the trouble tables of CEMA, Belt Conveyors for Bulk Materials. */
export const conveyor: readonly ModeRow[] = [
  {
    mode: 'mistracking',
    name: { en: 'mistracking of the belt', zh: '皮带跑偏' },
    failureCode: 'PDE',
    signs: [
      ['belt_deviation', 'high', 1],
      ['belt_deviation', 'unstable', 0.3],
      ['motor_current', 'high', 0.3],
    ],
    advice: {
      en: 'watch where the belt leaves its line and adjust the idlers there',
      zh: '观察皮带在何处跑偏，调整该处托辊',
    },
  },
  {
    mode: 'idler_seizure',
    name: { en: 'seized idlers', zh: '托辊卡死' },
    failureCode: 'BRD',
    signs: [
      ['motor_current', 'high', 0.9],
      ['power', 'high', 0.9],
      ['belt_deviation', 'high', 0.6],
      ['oil_temperature', 'high', 0.4],
      ['vibration_rms', 'high', 0.3],
    ],
    advice: {
      en: 'walk along the belt and find the idlers that stand, squeal or are hot',
      zh: '沿线巡查，找出不转、异响或发热的托辊',
    },
  },
  {
    mode: 'tension_loss',
    name: { en: 'a belt that has gone slack', zh: '皮带松弛' },
    failureCode: 'LOO',
    signs: [
      ['belt_speed', 'low', 1],
      ['belt_speed', 'unstable', 0.4],
      ['belt_deviation', 'high', 0.5],
    ],
    advice: {
      en: 'check the take-up and the lagging of the drive pulley',
      zh: '检查张紧装置和驱动滚筒包胶',
    },
  },
  {
    mode: 'gearbox_overheating',
    name: { en: 'overheating of the gearbox', zh: '减速机过热' },
    failureCode: 'OHE',
    signs: [
      ['oil_temperature', 'high', 1],
      ['temperature', 'high', 0.4],
      ['motor_current', 'high', 0.2],
      ['belt_deviation', 'high', -0.4],
    ],
    advice: {
      en: 'check the oil level and condition, and dust on the gearbox',
      zh: '检查油位和油质，清除减速机表面积尘',
    },
  },
  {
    mode: 'material_build_up',
    name: { en: 'build-up of material', zh: '物料堆积' },
    failureCode: 'PLU',
    signs: [
      ['belt_deviation', 'high', 0.9],
      ['motor_current', 'high', 0.8],
      ['power', 'high', 0.8],
      ['oil_temperature', 'high', 0.3],
      ['belt_speed', 'low', 0.3],
    ],
    advice: {
      en: 'look at pulleys, return idlers and the chute, and check the scrapers',
      zh: '检查滚筒、回程托辊和溜槽积料，检查清扫器',
    },
  },
  {
    mode: 'bearing_wear',
    name: { en: 'wear of a pulley bearing', zh: '滚筒轴承磨损' },
    failureCode: 'VIB',
    signs: [
      ['bearing_temperature', 'high', 1],
      ['vibration_rms', 'high', 0.7],
    ],
    advice: { en: 'listen to the pulley bearings and grease them', zh: '听滚筒轴承异响并补充润滑脂' },
  },
]
