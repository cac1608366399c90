import type { Words } from '../../contracts/text.ts'
import { utc, withUnit } from '../statements.ts'
import { capital, inWords, metricWords } from './metric-words.ts'
import { listed, rounded } from './numbers.ts'
import { type Shown, type Signs, sideOf } from './signs.ts'
import type { Heard } from './types.ts'

/** The first sentence of a finding: what is seen. Without a full stop. */
export function seenOf(lead: Heard, signs: Signs, metrics: Iterable<string>): Words {
  const first = leadOf(lead, metrics)
  const others = othersOf(lead, signs)
  if (!others) return first
  return { en: `${first.en}; ${others.en}`, zh: `${first.zh}；${others.zh}` }
}

/** What is said when it is over. */
export function overOf(lead: Heard, sinceMs: number): Words {
  const { en, zh } = metricWords(lead.metric)
  const value = amount(lead.value, lead)
  const since = utc(sinceMs)
  if (lead.metric === '') {
    return {
      en: `The device sends again as it should; it had not since ${since}`,
      zh: `设备已恢复正常发送（自 ${since} 起异常）`,
    }
  }
  return {
    en: `${capital(en)} is ${value} and back to normal, after deviating since ${since}`,
    zh: `${zh}为 ${value}，已恢复正常（自 ${since} 起异常）`,
  }
}

function leadOf(lead: Heard, metrics: Iterable<string>): Words {
  const { limit, expected, symptom, sinceMs } = lead
  const side = sideOf(symptom)
  const since = utc(sinceMs)
  const name = metricWords(lead.metric)
  const value = amount(lead.value, lead)
  if ((side === 'high' || side === 'low') && limit !== undefined)
    return atLimit(lead, { name, value, since, limit })
  if (expected && (side === 'high' || side === 'low' || side === 'any')) {
    const normal = range(expected, lead)
    const [en, zh] =
      lead.value > expected.high ? ['above', '高于'] : lead.value < expected.low ? ['below', '低于'] : []
    if (en === undefined)
      return {
        en: `${capital(name.en)} has been outside the usual ${normal} since ${since} and is ${value} now`,
        zh: `${name.zh}自 ${since} 起超出通常范围 ${normal}，现为 ${value}`,
      }
    return {
      en: `${capital(name.en)} is ${value}, ${en} the usual ${normal}, since ${since}`,
      zh: `${name.zh}为 ${value}，自 ${since} 起${zh}通常范围 ${normal}`,
    }
  }
  if (symptom === 'rising' || symptom === 'falling') {
    return {
      en: `${capital(name.en)} has been ${symptom} since ${since} and is ${value} now`,
      zh: `${name.zh}自 ${since} 起持续${symptom === 'rising' ? '上升' : '下降'}，现为 ${value}`,
    }
  }
  const { en, zh } = inWords(lead.explanation, metrics)
  return { en: en.replace(/\.$/, ''), zh: zh.replace(/。$/, '') }
}

function atLimit(
  lead: Heard,
  { name, value, since, limit }: { name: Words; value: string; since: string; limit: number },
): Words {
  const isHigh = sideOf(lead.symptom) === 'high'
  const edge = amount(limit, lead)
  if (isHigh ? lead.value > limit : lead.value < limit)
    return {
      en: `${capital(name.en)} is ${value}, ${isHigh ? 'above' : 'below'} its limit of ${edge}, since ${since}`,
      zh: `${name.zh}为 ${value}，自 ${since} 起${isHigh ? '高于上限' : '低于下限'} ${edge}`,
    }
  return {
    en: `${capital(name.en)} has been ${isHigh ? 'rising' : 'falling'} since ${since}: it is ${value} now, and its limit is ${edge}`,
    zh: `${name.zh}自 ${since} 起持续${isHigh ? '上升' : '下降'}：现为 ${value}，限值为 ${edge}`,
  }
}

const SIDE: Record<keyof Shown, Words> = {
  high: { en: 'high', zh: '偏高' },
  low: { en: 'low', zh: '偏低' },
  unstable: { en: 'unsteady', zh: '不稳定' },
  any: { en: 'unusual', zh: '异常' },
}
/** In a sentence nobody reads more. */
const MOST_OTHERS = 3

function othersOf(lead: Heard, { shown }: Signs): Words | undefined {
  const others = [...shown]
    .filter(([metric]) => metric !== lead.metric)
    .map(([metric, strengths]) => ({ metric, ...strongest(strengths) }))
    .sort((a, b) => b.strength - a.strength)
    .slice(0, MOST_OTHERS)
  if (others.length === 0) return undefined
  const groups = Map.groupBy(others, ({ side }) => side)
  const en: string[] = []
  const zh: string[] = []
  for (const [side, of] of groups) {
    const names = of.map(({ metric }) => metricWords(metric))
    const isAlike = side === sideOf(lead.symptom)
    const they = {
      en: listed(
        names.map(name => name.en),
        ' and ',
      ),
      zh: listed(
        names.map(name => name.zh),
        '和',
        '、',
      ),
    }
    en.push(`${they.en} ${of.length > 1 ? 'are' : 'is'} ${SIDE[side].en}${isAlike ? ' too' : ''}`)
    zh.push(`${they.zh}${isAlike ? '也' : ''}${SIDE[side].zh}`)
  }
  return { en: en.join(', '), zh: zh.join('，') }
}

function strongest(strengths: Shown): { side: keyof Shown; strength: number } {
  const sides = Object.entries(strengths) as [keyof Shown, number][]
  const [side, strength] = sides.reduce((best, each) => (each[1] > best[1] ? each : best))
  return { side, strength }
}

/** A reading with its unit. */
export function amount(value: number, heard: Pick<Heard, 'unit' | 'expected' | 'value'>): string {
  return withUnit(rounded(value, spanOf(heard)), heard)
}

function range({ low, high }: { low: number; high: number }, heard: Heard): string {
  const span = spanOf(heard)
  const dash = low < 0 ? ' – ' : '–' // beside a minus it would be read as one
  return withUnit(`${rounded(low, span)}${dash}${rounded(high, span)}`, heard)
}

/** That of what is usual; less where the value is just outside of it, so that both are not the same when rounded. */
function spanOf({ expected, value }: Pick<Heard, 'expected' | 'value'>): number | undefined {
  if (!expected) return undefined
  const beyond = Math.max(value - expected.high, expected.low - value)
  const span = expected.high - expected.low
  return beyond > 0 ? Math.min(span, 4 * beyond) : span
}
