import type { Words } from '../../contracts/text.ts'
import { utc } from '../statements.ts'
import type { Judged } from './baseline.ts'
import type { Part } from './parts.ts'

interface Explained {
  part: Part
  held: number
  judged: Judged
  speedHz: number
}

const units: Record<Part['kind'], string> = { height: 'dB', line: 'mm/s', band: 'm/s²' }

const rounded = (value: number): string => String(Number(value.toPrecision(Math.abs(value) >= 10 ? 2 : 2)))

/** One sentence: which part, how far from what, since when. */
export function explain({ part, held, judged, speedHz, sinceMs }: Explained & { sinceMs: number }): Words {
  const unit = units[part.kind]
  const [value, usual, limit] = [held, judged.usual, judged.limit].map(rounded)
  const rpm = Math.round(60 * speedHz)
  const en = part.kind === 'height' ? `its lines stand ${value} dB above the floor` : `${value} ${unit} there`
  const zh = part.kind === 'height' ? `其谱线高出底噪 ${value} dB` : `为 ${value} ${unit}`
  return {
    en: `The vibration at ${rpm} rpm shows ${part.words.en}: ${en}, usual are ${usual}, the limit is ${limit} ${unit}, since ${utc(sinceMs)}.`,
    zh: `转速 ${rpm} r/min 时的振动显示${part.words.zh}：${zh}，通常为 ${usual}，限值 ${limit} ${unit}，自 ${utc(sinceMs)} 起。`,
  }
}

export function explainCleared({ part, held, judged }: Explained): Words {
  const unit = units[part.kind]
  const [value, limit] = [held, judged.limit].map(rounded)
  return {
    en: `The vibration no longer shows ${part.words.en}: ${value} ${unit}, the limit is ${limit} ${unit}.`,
    zh: `振动不再显示${part.words.zh}：${value} ${unit}，限值 ${limit} ${unit}。`,
  }
}
