import { type EquipmentClass, metricOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { utc, withUnit } from '../statements.ts'

interface Deviation {
  metric: string
  /** A mean over about a day of operation. */
  value: number
  expected: { low: number; high: number }
  sinceMs: number
  equipmentClass: EquipmentClass
  /** In which part of operation: all of it, or a regime. */
  part: string
}

export function explain({ metric: key, value, expected, sinceMs, equipmentClass, part }: Deviation): Words {
  const metric = metricOf(equipmentClass, key) ?? { key, unit: '' }
  const { low, high } = expected
  const digits = decimalsOf(high - low)
  const shown = (number: number) => (Math.abs(number) < 1e6 ? number.toFixed(digits) : number.toPrecision(4))
  const is = withUnit(shown(value), metric)
  const usual = withUnit(`${shown(low)} to ${shown(high)}`, metric)
  const usualZh = withUnit(`${shown(low)} 至 ${shown(high)}`, metric)
  const isAbove = value > (low + high) / 2
  const when = whenOf(part)
  return {
    en: `${key} is ${is} on average ${when.en}, ${isAbove ? 'above' : 'below'} the ${usual} that this machine has at such values of its other sensors; it began to leave them at ${utc(sinceMs)}.`,
    zh: `${when.zh} ${key} 平均为 ${is}，${isAbove ? '高于' : '低于'}本机在其他传感器读数相同时应有的 ${usualZh}；自 ${utc(sinceMs)} 起开始偏离。`,
  }
}

function whenOf(part: string): Words {
  if (part === 'idle') return { en: 'while it idles', zh: '空载运行时' }
  const [, step] = /^step (\d+)$/.exec(part) ?? []
  return step
    ? { en: `while it runs at load step ${step}`, zh: `在第 ${step} 档负荷下运行时` }
    : { en: 'while it runs', zh: '运行时' }
}

export function explainCleared({ metric, sinceMs }: { metric: string; sinceMs: number }): Words {
  return {
    en: `${metric} is back at what this machine usually has; it had been away since ${utc(sinceMs)}.`,
    zh: `${metric} 已恢复到本机的正常水平；自 ${utc(sinceMs)} 起曾偏离。`,
  }
}

/** Two digits of the width of what is usual. */
const decimalsOf = (width: number): number =>
  width > 0 && Number.isFinite(width) ? Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(width)))) : 2
