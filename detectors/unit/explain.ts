import type { Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import type { Episode } from '../episode.ts'
import { about, shown, utc } from '../statements.ts'
import { back } from './arithmetic.ts'
import type { Suspect } from './suspicion.ts'

/** "motor_current has been reading as if in mA since …: it shows 31200 A, which would be about 31.2 A". */
export function explained(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  { suspect, value, metric }: { suspect: Suspect; value: number; metric: Metric },
): Statement {
  const since = utc(sinceMs)
  const now = shown(value, metric)
  const was = about(back(suspect, value), metric)
  const how = nameOf(suspect)
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${metric.key} has been reading ${how.en} since ${since}: it shows ${now}, which would be about ${was}`,
      zh: `${metric.key} 自 ${since} 起的读数像是${how.zh}：显示 ${now}，换算约为 ${was}`,
    },
    continuing: {
      en: `${metric.key} still reads ${how.en}, as since ${since}: it shows ${now}, which would be about ${was}`,
      zh: `${metric.key} 自 ${since} 起的读数仍像是${how.zh}：显示 ${now}，换算约为 ${was}`,
    },
    cleared: {
      en: `${metric.key} reads in ${metric.unit || 'its unit'} again and shows ${now}; it read ${how.en} since ${since}`,
      zh: `${metric.key} 已恢复原单位，显示 ${now}；此前自 ${since} 起的读数像是${how.zh}`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'unit_changed', faultKind: 'sensor', value },
    explanation: words[phase],
  }
}

function nameOf({ unit, factor }: Suspect): Words {
  if (unit !== '') return { en: `as if in ${unit}`, zh: `以 ${unit} 为单位` }
  const places = Math.round(Math.log10(factor))
  const times = places > 0 ? 10 ** places : 10 ** -places
  return places > 0
    ? { en: `${times} times too high`, zh: `放大了 ${times} 倍` }
    : { en: `${times} times too low`, zh: `缩小为 ${times} 分之一` }
}
