import type { Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { utc, withUnit } from '../statements.ts'
import type { Course } from './extrapolate.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export function explain(seen: {
  phase: Statement['phase']
  sinceMs: number
  side: 'low' | 'high'
  limit: number
  course: Course
  observedAtMs: number
  metric: Metric
}): Words {
  const { phase, sinceMs, side, limit, course, observedAtMs, metric } = seen
  const of = (value: number) => withUnit(Number(value.toPrecision(3)), metric)
  const { key } = metric
  const since = utc(sinceMs)
  if (phase === 'cleared') {
    return {
      en: `${key} ${of(course.now)} no longer goes towards its limit ${of(limit)}, as it had since ${since}`,
      zh: `${key} ${of(course.now)}，不再趋向限值 ${of(limit)}（${since} 起曾趋向该限值）`,
    }
  }
  const at = utc(observedAtMs + Math.min(course.medianMs, 1000 * DAY_MS))
  const [low, median] = [about(course.lowMs), about(course.medianMs)]
  const high = about(course.highMs)
  const goes = side === 'high' ? { en: 'risen', zh: '上升' } : { en: 'fallen', zh: '下降' }
  return {
    en: `${key} has ${goes.en} from ${of(course.from)} to ${of(course.now)} since ${since}; going on like that it reaches its limit ${of(limit)} in ${median.en}, ${at} (8 in 10: between ${low.en} and ${high.en})`,
    zh: `${key} 自 ${since} 起由 ${of(course.from)} ${goes.zh}至 ${of(course.now)}；照此趋势 ${median.zh}后达到限值 ${of(limit)}，即 ${at}（八成可能：${low.zh}至 ${high.zh}）`,
  }
}

function about(ms: number): Words {
  if (ms > 365 * DAY_MS) return { en: 'more than a year', zh: '一年以上' }
  if (ms >= 2 * DAY_MS) return { en: `${Math.round(ms / DAY_MS)} days`, zh: `${Math.round(ms / DAY_MS)} 天` }
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  return { en: hours === 1 ? '1 hour' : `${hours} hours`, zh: `${hours} 小时` }
}
