import { type MarkName, type Marks, markNames } from './marks.ts'

interface Rule {
  better: 'higher' | 'lower'
  /** A mark may be worse by so much before it counts: what another run of chance makes of it. */
  tolerance: number
  /** What issue 5 asks for, where it does. */
  target?: number
}

export const rules: Record<MarkName, Rule> = {
  found: { better: 'higher', tolerance: 0.02, target: 0.95 },
  leadShare: { better: 'higher', tolerance: 0.05, target: 0.3 },
  leadHours: { better: 'higher', tolerance: 12 },
  falseTicketsPerMachineYear: { better: 'lower', tolerance: 0.25, target: 0.5 },
  ticketsPerEpisode: { better: 'lower', tolerance: 0.1, target: 1 },
  oneTicketPerEpisode: { better: 'higher', tolerance: 0.02, target: 1 },
  dispatchRight: { better: 'higher', tolerance: 0.05 },
  slaResponse: { better: 'higher', tolerance: 0.05 },
  slaResolution: { better: 'higher', tolerance: 0.05 },
  plannedShare: { better: 'higher', tolerance: 0.05, target: 0.9 },
  failuresAvoided: { better: 'higher', tolerance: 0.05, target: 0.8 },
  sensorFaultsFound: { better: 'higher', tolerance: 0.05 },
}

/** The marks of a scenario as they were at the last release. */
export type Release = Record<MarkName, number | null>

export const releaseOf = (marks: Marks): Release =>
  Object.fromEntries(markNames.map(name => [name, marks[name].value])) as Release

export interface Worse {
  mark: MarkName
  was: number
  /** null: it cannot be judged any more. */
  is: number | null
}

/** The marks that are worse than at the last release by more than their tolerance. What was not judged then is not now. */
export function worseThan(marks: Marks, release: Release): Worse[] {
  return markNames.flatMap(mark => {
    const was = release[mark]
    const is = marks[mark].value
    return was === null || was === undefined || !isWorse(mark, is, was) ? [] : [{ mark, was, is }]
  })
}

/** A rounding of the numbers is no change. */
const EPSILON = 1e-9

function isWorse(mark: MarkName, is: number | null, was: number): boolean {
  if (is === null) return true
  const { better, tolerance } = rules[mark]
  return (better === 'higher' ? was - is : is - was) > tolerance + EPSILON
}

export function reachesTarget(mark: MarkName, value: number | null): boolean | undefined {
  const { better, target } = rules[mark]
  if (target === undefined || value === null) return undefined
  return better === 'higher' ? value >= target : value <= target
}
