import type { Words } from '../../contracts/text.ts'
import type { FailureRecord } from '../failure-record.ts'
import { learn } from './calibrate.ts'
import { fineCell } from './grid.ts'
import type { PrognosisModel } from './model.ts'

/** With fewer it could not be tried on enough that it has not seen, and an interval would be a guess. */
const LEAST_FAILURES = 5
/** More teach little more and cost memory; the newest count. */
export const MOST_FAILURES = 100
const ROWS_PER_CELL = 16

export type Taught = { model: PrognosisModel; reason?: undefined } | { model?: undefined; reason: Words }

/** A model of the failures of a class, or why there is none. Takes seconds for a hundred failures. */
export function taught(className: string, records: readonly FailureRecord[]): Taught {
  const usable = records.filter(({ rows }) => rows.length >= 30).slice(-MOST_FAILURES)
  if (usable.length < LEAST_FAILURES) return { reason: tooFew(className, usable.length) }
  const model = learn(usable)
  if (model.map.metrics.length === 0) return { reason: nothingInCommon(className, usable.length) }
  return { model }
}

function tooFew(className: string, count: number): Words {
  const counted = count === 1 ? '1 failure is' : `${count} failures are`
  return {
    en: `${count === 0 ? 'no failure is' : counted} on record of the class ${className}: a remaining life is learned from ${LEAST_FAILURES} on`,
    zh: `类别 ${className} 只有 ${count} 次故障记录：至少 ${LEAST_FAILURES} 次才能学习剩余寿命`,
  }
}

function nothingInCommon(className: string, count: number): Words {
  return {
    en: `the ${count} failures on record of the class ${className} have no metric in common that moves`,
    zh: `类别 ${className} 的 ${count} 次故障记录没有共同且有变化的测点`,
  }
}

/** Of a run to failure what is worth keeping: all rows of the last hours, fewer and fewer of the weeks before. */
export function thinned(rows: FailureRecord['rows']): FailureRecord['rows'] {
  const last = rows.slice(-50)
  const intervals = last.slice(1).map((row, i) => (last[i]?.[0] ?? 0) - (row[0] ?? 0))
  const unitMs = 3 * Math.max(1, intervals.sort((a, b) => a - b)[intervals.length >> 1] ?? 1)
  const cells = new Map<number, FailureRecord['rows']>()
  for (const row of rows) {
    const cell = fineCell(row[0] ?? 0, unitMs)
    const others = cells.get(cell)
    if (others) others.push(row)
    else cells.set(cell, [row])
  }
  return Array.from(cells.values()).flatMap(all => {
    if (all.length <= ROWS_PER_CELL) return all
    return Array.from(
      { length: ROWS_PER_CELL },
      (_, i) => all[Math.floor(((i + 0.5) * all.length) / ROWS_PER_CELL)] ?? [],
    )
  })
}
