import type { ModeRow } from './table.ts'

/** Centrifugal pumps. After ISO 13373-1 annex D, ISO 17359 annex B (pumps), and Karassik, Pump Handbook, on cavitation and wear. */
export const pump: readonly ModeRow[] = [
  {
    mode: 'bearing_wear',
    name: { en: 'bearing wear', zh: '轴承磨损' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['bearing_temperature', 'high', 0.7],
      ['motor_current', 'high', 0.1],
      ['discharge_pressure', 'low', -0.4],
      ['flow', 'low', -0.4],
    ],
    advice: {
      en: 'listen to the bearings and check their grease and play',
      zh: '听轴承异响，检查润滑和游隙',
    },
  },
  {
    mode: 'misalignment',
    name: { en: 'misalignment of the coupling', zh: '联轴器不对中' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['bearing_temperature', 'high', 0.4],
      ['motor_current', 'high', 0.1],
      ['discharge_pressure', 'low', -0.4],
      ['flow', 'low', -0.4],
    ],
    advice: {
      en: 'check the alignment of the coupling, pipe strain and the foot bolts',
      zh: '检查联轴器对中、管道应力和地脚螺栓',
    },
  },
  {
    mode: 'impeller_wear',
    name: { en: 'a worn impeller', zh: '叶轮磨损' },
    failureCode: 'LOO',
    signs: [
      ['discharge_pressure', 'low', 1],
      ['flow', 'low', 0.8],
      ['vibration_rms', 'high', 0.5],
      ['motor_current', 'low', 0.5],
      ['suction_pressure', 'low', -0.5],
    ],
    advice: {
      en: 'compare head and flow with the pump curve, then open the casing and look at impeller and wear rings',
      zh: '将扬程和流量与泵性能曲线比较，再打开泵壳检查叶轮和口环',
    },
  },
  {
    mode: 'seal_leak',
    name: { en: 'a leaking shaft seal', zh: '轴封泄漏' },
    failureCode: 'ELP',
    signs: [
      ['bearing_temperature', 'high', 0.9],
      ['discharge_pressure', 'low', 0.3],
      ['flow', 'low', 0.3],
      ['vibration_rms', 'high', -0.3],
    ],
    advice: {
      en: 'look for liquid at the shaft seal and for water in the bearing’s oil',
      zh: '查看轴封处有无滴漏、轴承油中有无进水',
    },
  },
  {
    mode: 'clogging',
    name: { en: 'a clogged suction side', zh: '吸入侧堵塞' },
    failureCode: 'PLU',
    signs: [
      ['suction_pressure', 'low', 1],
      ['discharge_pressure', 'low', 0.9],
      ['flow', 'low', 0.9],
      ['motor_current', 'low', 0.6],
      ['vibration_rms', 'high', 0.6],
      ['vibration_rms', 'unstable', 0.3],
    ],
    advice: {
      en: 'clean the suction strainer and check the suction valve',
      zh: '清洗吸入口滤网，检查吸入阀',
    },
  },
  {
    mode: 'cavitation',
    name: { en: 'cavitation', zh: '汽蚀' },
    failureCode: 'LOO',
    signs: [
      ['vibration_rms', 'high', 1],
      ['vibration_rms', 'unstable', 0.3],
      ['bearing_temperature', 'high', 0.5],
      ['temperature', 'high', 0.6],
      ['discharge_pressure', 'low', 0.5],
      ['discharge_pressure', 'unstable', 0.5],
      ['flow', 'low', 0.4],
      ['suction_pressure', 'low', 0.4],
    ],
    advice: {
      en: 'check the temperature and level of the liquid on the suction side; it sounds like gravel',
      zh: '检查吸入侧液体的温度和液位；听有无类似砂石的声音',
    },
  },
]
