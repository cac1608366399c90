import type { Words } from '../../contracts/text.ts'
import { utc } from '../statements.ts'
import type { Forecast } from './forecast.ts'
import type { PrognosisModel } from './model.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A mode is named when it is likelier than all others together. */
const NAMED = 0.5

export function openWords(model: PrognosisModel, now: Forecast, observedAtMs: number): Words {
  const [first] = now.modes
  const named = first && first.share > NAMED ? first : undefined
  const mode = named?.mode.replaceAll('_', ' ')
  const percent = named ? Math.round(100 * named.share) : 0
  const [low, median, high] = [now.lowMs, now.medianMs, now.highMs]
  const at = utc(observedAtMs + median)
  return {
    en: `all metrics together go the way of ${model.examples} machines of this class before they failed${mode ? `, most like ${mode} (${percent} %)` : ''}; in ${about(median).en} it would fail, ${at} (8 in 10 such machines between ${about(low).en} and ${about(high).en})`,
    zh: `各测点合起来与同类 ${model.examples} 台设备故障前的走势一致${mode ? `，最像 ${mode}（${percent} %）` : ''}；预计 ${about(median).zh}后故障，即 ${at}（十台中有八台在 ${about(low).zh}至 ${about(high).zh}之间）`,
  }
}

export function clearWords({ examples }: PrognosisModel): Words {
  return {
    en: `the metrics no longer go the way of the ${examples} machines of this class that failed`,
    zh: `各测点不再呈现同类 ${examples} 台故障设备的走势`,
  }
}

function about(ms: number): Words {
  if (ms >= 2 * DAY_MS) return { en: `${Math.round(ms / DAY_MS)} days`, zh: `${Math.round(ms / DAY_MS)} 天` }
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  return { en: hours === 1 ? '1 hour' : `${hours} hours`, zh: `${hours} 小时` }
}
