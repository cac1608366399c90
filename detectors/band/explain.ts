import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { utc, withUnit } from '../statements.ts'

interface Range {
  low: number
  high: number
}

/** "bearing_temperature 91.3 °C is above its normal band 62–78 °C since 2013-12-15 17:35 UTC (…)". */
export function explainOutside(what: {
  metric: Metric
  /** The held value, or the mean. */
  value: number
  /** Length of the mean in event time; undefined for the held value. */
  meanMs: number | undefined
  expected: Range
  usual: Range
  sinceMs: number
}): Words {
  const { metric, value, meanMs, expected, usual, sinceMs } = what
  const reading = meanMs === undefined ? 'value' : `mean of ${duration(meanMs)}`
  const subject = meanMs === undefined ? metric.key : `${metric.key} (${reading})`
  const side = value > expected.high ? 'is above' : value < expected.low ? 'is below' : 'has been outside'
  const reached = withUnit(number(value, usual), metric)
  const band = span(expected, usual, metric)
  const usually = span(usual, usual, metric)
  const zhSide = value > expected.high ? '高于' : value < expected.low ? '低于' : '一直超出'
  return {
    en: `${subject} ${reached} ${side} its normal band ${band} since ${utc(sinceMs)} (it usually stays within ${usually})`,
    zh: `${subject} ${reached}，自 ${utc(sinceMs)} 起${zhSide}正常范围 ${band}（通常在 ${usually} 之内）`,
  }
}

export function explainCleared(what: {
  metric: Metric
  how: 'returned' | 'adopted'
  views: readonly [number, number | null]
  expected: Range
  sinceMs: number
}): Words {
  const { metric, how, views, expected, sinceMs } = what
  const value = withUnit(number(views[0], expected), metric)
  const band = span(expected, expected, metric)
  const left = utc(sinceMs)
  if (how === 'returned')
    return {
      en: `${metric.key} ${value} is back in its normal band ${band}, left at ${left}`,
      zh: `${metric.key} ${value}，已回到正常范围 ${band}（${left} 离开）`,
    }
  return {
    en: `${metric.key} ${value} has been outside its normal band ${band} since ${left} and is now taken as its new normal level`,
    zh: `${metric.key} ${value}，自 ${left} 起超出正常范围 ${band}，现视为新的正常水平`,
  }
}

function span(range: Range, usual: Range, metric: Metric): string {
  return withUnit(`${number(range.low, usual)}–${number(range.high, usual)}`, metric)
}

/** As many decimals as tell the parts of the usual range apart, or six significant digits for very unlike sizes. */
function number(value: number, usual: Range): string {
  const range = usual.high - usual.low
  const decimals = range > 0 ? Math.ceil(-Math.log10(range)) + 2 : 3
  if (decimals > 9 || Math.abs(value) >= 1e9) return String(Number(value.toPrecision(6)))
  return String(Number(value.toFixed(Math.max(0, Math.min(9, decimals)))))
}

function duration(ms: number): string {
  if (ms >= 2 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`
  return ms >= 2 * 60_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`
}
