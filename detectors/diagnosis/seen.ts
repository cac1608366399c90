import type { Words } from '../../contracts/text.ts'
import { utc } from '../statements.ts'
import { capital, inWords, metricWords } from './metric-words.ts'
import { listed } from './numbers.ts'
import { type Shown, type Signs, sideOf } from './signs.ts'
import type { Heard } from './types.ts'

/**
 * The first sentence of a finding: what is seen, in the words of the detector that leads, and which other metrics deviate
 * with it. Without a full stop.
 */
export function seenOf(lead: Heard, signs: Signs, metrics: Iterable<string>): Words {
  const first = sentence(lead.explanation, metrics)
  const others = othersOf(lead, signs)
  if (!others) return first
  return { en: `${first.en}; ${others.en}`, zh: `${first.zh}；${others.zh}` }
}

/** What is said when it is over. */
export function overOf(lead: Heard, sinceMs: number, metrics: Iterable<string>): Words {
  if (lead.over) return sentence(lead.over, metrics)
  const { en, zh } = metricWords(lead.metric)
  const since = utc(sinceMs)
  return {
    en: `${capital(en)} is back to normal, after deviating since ${since}`,
    zh: `${zh}已恢复正常（自 ${since} 起异常）`,
  }
}

function sentence(words: Words, metrics: Iterable<string>): Words {
  const { en, zh } = inWords(words, metrics)
  return { en: en.replace(/\.$/, ''), zh: zh.replace(/。$/, '') }
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
    .filter(([metric]) => metric !== lead.metric && !lead.explanation.en.includes(metric))
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
