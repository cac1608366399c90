import { type Static, Type } from 'typebox'
import type { Severity } from '../../contracts/finding.ts'
import type { Criticality } from '../../contracts/registry.ts'
import { isMoreUrgent, Priority, shippedMatrix } from './priority.ts'
import { invalid } from './refusals.ts'
import { exact } from './schema.ts'

const OfCriticality = Type.Object(
  { A: Priority, B: Priority, C: Priority },
  { ...exact, description: 'By the criticality of the asset.' },
)

export const PriorityMatrix = Type.Object(
  { critical: OfCriticality, major: OfCriticality, minor: OfCriticality },
  {
    ...exact,
    description: 'The priority of a ticket by the severity of the fault and the criticality of the asset.',
    examples: [shippedMatrix],
  },
)
export type PriorityMatrix = Static<typeof PriorityMatrix>

/**
 * Throws `invalid` where a worse fault, or one of a more critical asset, would be less urgent: that is a slip of the pen,
 * and stages rely on it that a fault which grows worse never lowers its ticket.
 */
export function requireSoundMatrix(matrix: PriorityMatrix): void {
  const severities = ['critical', 'major', 'minor'] as const
  const criticalities = ['A', 'B', 'C'] as const
  for (const [row, severity] of severities.entries()) {
    for (const [column, criticality] of criticalities.entries()) {
      const here = matrix[severity][criticality]
      const worse = severities[row - 1]
      if (worse && isMoreUrgent(here, matrix[worse][criticality])) {
        throw less(severity, criticality, here, `${worse} at ${criticality} is ${matrix[worse][criticality]}`)
      }
      const dearer = criticalities[column - 1]
      if (dearer && isMoreUrgent(here, matrix[severity][dearer])) {
        throw less(severity, criticality, here, `${severity} at ${dearer} is ${matrix[severity][dearer]}`)
      }
    }
  }
}

const less = (severity: Severity, criticality: Criticality, here: Priority, other: string) =>
  invalid(
    `/${severity}/${criticality}`,
    `${severity} at ${criticality} would be ${here}, but ${other}: what is worse cannot be less urgent.`,
  )
