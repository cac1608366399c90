import type { ModeRow } from './table.ts'

/** Induction motors. After ISO 20958 (electrical signatures), ISO 13373-9 and ISO 17359 annex B (electric motors). */
export const motor: readonly ModeRow[] = [
  {
    mode: 'bearing_wear',
    name: { en: 'bearing wear', zh: '轴承磨损' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['bearing_temperature', 'high', 0.7],
      ['current_imbalance', 'high', -0.5],
    ],
    advice: {
      en: 'listen to the bearings and check their grease and play',
      zh: '听轴承异响，检查润滑和游隙',
    },
  },
  {
    mode: 'imbalance',
    name: { en: 'imbalance of the rotor', zh: '转子不平衡' },
    failureCode: 'VIB',
    signs: [
      ['vibration_rms', 'high', 1],
      ['bearing_temperature', 'high', 0.15],
      ['current_imbalance', 'high', -0.5],
    ],
    advice: {
      en: 'look for deposits or lost balance weights on rotor, fan and coupling',
      zh: '检查转子、风扇和联轴器有无积垢或平衡块脱落',
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
      ['current_imbalance', 'high', -0.5],
    ],
    advice: {
      en: 'check the alignment of the coupling and its elements',
      zh: '检查联轴器对中及弹性元件',
    },
  },
  {
    mode: 'loose_mounting',
    name: { en: 'a loose mounting', zh: '安装松动' },
    failureCode: 'STD',
    signs: [
      ['vibration_rms', 'high', 1],
      ['vibration_rms', 'unstable', 0.4],
      ['current_imbalance', 'high', -0.5],
    ],
    advice: {
      en: 'tighten the foot bolts and look for cracks in feet and frame',
      zh: '紧固地脚螺栓，检查底脚和机座有无裂纹',
    },
  },
  {
    mode: 'overheating',
    name: { en: 'poor cooling', zh: '散热不良' },
    failureCode: 'OHE',
    signs: [
      ['winding_temperature', 'high', 1],
      ['temperature', 'high', 0.6],
      ['bearing_temperature', 'high', 0.3],
      ['vibration_rms', 'high', -0.4],
      ['current_imbalance', 'high', -0.5],
    ],
    advice: {
      en: 'clean the fan cover and the cooling fins and check the fan',
      zh: '清洁风罩和散热筋，检查风扇',
    },
  },
  {
    mode: 'winding_short',
    name: { en: 'a short between turns of the winding', zh: '绕组匝间短路' },
    failureCode: 'OHE',
    signs: [
      ['current_imbalance', 'high', 1],
      ['winding_temperature', 'high', 0.7],
      ['motor_current', 'high', 0.3],
      ['vibration_rms', 'high', 0.3],
    ],
    advice: {
      en: 'measure the winding resistances and the insulation, with the supply locked out',
      zh: '断电挂牌后测量绕组直流电阻和绝缘电阻',
    },
  },
  {
    mode: 'loose_terminal',
    name: { en: 'a loose terminal', zh: '接线端子松动' },
    failureCode: 'PDE',
    signs: [
      ['current_imbalance', 'high', 1],
      ['current_imbalance', 'unstable', 0.4],
      ['winding_temperature', 'high', 0.3],
      ['vibration_rms', 'high', 0.3],
    ],
    advice: {
      en: 'check terminals and contactor for heat marks and tighten them, with the supply locked out',
      zh: '断电挂牌后检查端子和接触器有无过热痕迹并紧固',
    },
  },
]
