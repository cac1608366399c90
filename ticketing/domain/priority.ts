import { type Static, Type } from 'typebox'
import type { Severity } from '../../contracts/finding.ts'
import type { Criticality } from '../../contracts/registry.ts'

export const Priority = Type.Enum(['P1', 'P2', 'P3', 'P4'], {
  description: 'Urgency, P1 first: the severity of the fault and the criticality of the asset together.',
})
export type Priority = Static<typeof Priority>

type Matrix = Record<Severity, Record<Criticality, Priority>>

/** What every installation begins with. */
export const shippedMatrix: Matrix = {
  critical: { A: 'P1', B: 'P2', C: 'P3' },
  major: { A: 'P2', B: 'P3', C: 'P3' },
  minor: { A: 'P3', B: 'P4', C: 'P4' },
}

export const priorityOf = (
  severity: Severity,
  criticality: Criticality,
  matrix: Matrix = shippedMatrix,
): Priority => matrix[severity][criticality]

/** Whether `a` is more urgent than `b`. */
export const isMoreUrgent = (a: Priority, b: Priority): boolean => a < b

const severityRank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }

export const isWorse = (a: Severity, b: Severity): boolean => severityRank[a] > severityRank[b]
