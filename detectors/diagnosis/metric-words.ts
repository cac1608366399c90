import type { Words } from '../../contracts/text.ts'

/** What technicians call metrics; the parts of other names below. */
const WHOLE: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  vibration_rms: ['vibration', '振动'],
  vibration_velocity: ['vibration', '振动'],
  vibration_acceleration: ['vibration acceleration', '振动加速度'],
  car_vibration: ['vibration of the car', '轿厢振动'],
  differential_pressure: ['differential pressure', '压差'],
  oil_temperature: ['oil temperature', '油温'],
  discharge_pressure: ['discharge pressure', '出口压力'],
  suction_pressure: ['suction pressure', '吸入压力'],
  discharge_temperature: ['discharge temperature', '排气温度'],
  supply_temperature: ['supply temperature', '供水温度'],
  return_temperature: ['return temperature', '回水温度'],
  current_imbalance: ['imbalance of the currents', '电流不平衡度'],
  belt_speed: ['belt speed', '带速'],
  belt_deviation: ['sideways drift of the belt', '皮带跑偏量'],
  door_cycle_time: ['door cycle time', '开关门时间'],
  levelling_error: ['levelling error', '平层误差'],
  cell_spread: ['spread of the cell voltages', '电芯压差'],
  internal_resistance: ['internal resistance', '内阻'],
  dissolved_hydrogen: ['hydrogen in the oil', '油中氢气'],
  dissolved_acetylene: ['acetylene in the oil', '油中乙炔'],
  dissolved_ethylene: ['ethylene in the oil', '油中乙烯'],
  moisture: ['moisture', '水分'],
}

const PARTS: Readonly<Record<string, string>> = {
  ...{ accelerometer: '加速度计', acceleration: '加速度', ambient: '环境', air: '空气', axial: '轴向' },
  ...{ bearing: '轴承', belt: '皮带', body: '本体', case: '机壳', casing: '机壳', cell: '电芯' },
  ...{ coolant: '冷却液', cooling: '冷却', current: '电流', cylinder: '气缸', de: '驱动端', demand: '需量' },
  ...{ discharge: '出口', displacement: '位移', door: '门', drive: '驱动', energy: '电能', exhaust: '排气' },
  ...{ fan: '风机', flow: '流量', fluid: '流体', frequency: '频率', fuel: '燃油', gas: '气体', gear: '齿轮' },
  ...{ gearbox: '齿轮箱', head: '扬程', horizontal: '水平', humidity: '湿度', inlet: '入口', level: '液位' },
  ...{ load: '负载', lube: '润滑油', motor: '电机', nde: '非驱动端', oil: '油', outlet: '出口', phase: '相' },
  ...{ power: '功率', pressure: '压力', pump: '泵', radial: '径向', rate: '', return: '回', rotor: '转子' },
  ...{
    shaft: '轴',
    speed: '转速',
    stator: '定子',
    steam: '蒸汽',
    suction: '吸入',
    supply: '供给',
    tank: '油箱',
  },
  ...{ temp: '温度', temperature: '温度', thermocouple: '热电偶', torque: '扭矩', transformer: '变压器' },
  ...{
    vacuum: '真空度',
    valve: '阀门',
    velocity: '速度',
    vertical: '垂直',
    vibration: '振动',
    voltage: '电压',
  },
  ...{ volume: '体积', water: '水', winding: '绕组' },
}
/** How it was computed, which nobody at the machine asks for. */
const SILENT = new Set(['rms', 'avg', 'average', 'mean', 'value'])

/** `bearing_temperature` → "bearing temperature", "轴承温度". Where a part has no Chinese word, the name stays. */
export function metricWords(key: string): Words {
  const whole = WHOLE[key]
  if (whole) return { en: whole[0], zh: whole[1] }
  const parts = key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([a-z]{2})(\d)/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(part => part !== '' && !SILENT.has(part.toLowerCase()))
  if (parts.length === 0) return { en: key, zh: key }
  const en = parts.map(part => (/^[A-Z][a-z]+$/.test(part) ? part.toLowerCase() : part)).join(' ')
  const zh = parts.map(part => PARTS[part.toLowerCase()] ?? (/^\d+$/.test(part) ? part : undefined))
  return { en, zh: zh.includes(undefined) ? en : zh.join('') }
}

/** A space that stood around a key, between two Chinese characters now. */
const BETWEEN = /(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g

/** A sentence of a detector with the words for its metrics instead of their keys, and with a capital. */
export function inWords({ en, zh }: Words, metrics: Iterable<string>): Words {
  let words = { en, zh }
  for (const key of [...metrics].sort((a, b) => b.length - a.length)) {
    if (key === '') continue
    const name = metricWords(key)
    const whole = new RegExp(`(?<![\\w.-])${key.replaceAll('.', '\\.')}(?![\\w-])`, 'g')
    words = { en: words.en.replace(whole, () => name.en), zh: words.zh.replace(whole, () => name.zh) }
  }
  return { en: capital(words.en), zh: words.zh.replaceAll(BETWEEN, '') }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
