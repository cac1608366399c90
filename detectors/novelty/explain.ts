import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { utc, withUnit } from '../statements.ts'

/** Which of the three views says the most. */
export type View = 'extreme' | 'phase' | 'rough'

/** "temperature 91.3 °C is unlike all it has been for weeks, since 2024-05-06 10:00 UTC (it usually stays within 62–78 °C)". */
export function explainNew(what: {
  metric: Metric
  view: View
  value: number
  expected: { low: number; high: number }
  sinceMs: number
}): Words {
  const { metric, view, value, expected, sinceMs } = what
  const reading = withUnit(number(value, expected), metric)
  const usual = withUnit(`${number(expected.low, expected)}–${number(expected.high, expected)}`, metric)
  const since = utc(sinceMs)
  if (view === 'rough')
    return {
      en: `${metric.key} varies by ${reading} from sample to sample over four hours, since ${since}, as it has not of late (usually by ${usual})`,
      zh: `${metric.key} 自 ${since} 起四小时内相邻采样之间平均变化 ${reading}，近来未见（通常为 ${usual}）`,
    }
  if (view === 'phase')
    return {
      en: `${metric.key} ${reading} since ${since} is unlike all it has been at this time of the day (it usually stays within ${usual})`,
      zh: `${metric.key} 自 ${since} 起为 ${reading}，与以往每天同一时段都不同（通常在 ${usual} 之内）`,
    }
  return {
    en: `${metric.key} ${reading} since ${since} is unlike all it has been of late (it usually stays within ${usual})`,
    zh: `${metric.key} 自 ${since} 起为 ${reading}，与近来的所有数值都不同（通常在 ${usual} 之内）`,
  }
}

export function explainKnown({ metric, sinceMs }: { metric: Metric; sinceMs: number }): Words {
  return {
    en: `${metric.key} has done nothing new for six hours; what was unusual began at ${utc(sinceMs)}`,
    zh: `${metric.key} 六小时内再无新的异常；此前的异常始于 ${utc(sinceMs)}`,
  }
}

/** As many decimals as tell the parts of the usual range apart. */
function number(value: number, usual: { low: number; high: number }): string {
  const range = usual.high - usual.low
  const decimals = range > 0 ? Math.ceil(-Math.log10(range)) + 2 : 3
  if (decimals > 9 || Math.abs(value) >= 1e9) return String(Number(value.toPrecision(6)))
  return String(Number(value.toFixed(Math.max(0, Math.min(9, decimals)))))
}
