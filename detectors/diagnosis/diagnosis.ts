import type { Finding } from '../../contracts/finding.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import { CONTINUE_MS } from '../statements.ts'
import { ascribe } from './ascribe.ts'
import { CLEAR_MS, follow } from './follow.ts'
import { judge } from './judge.ts'
import { forget, hear, isOpen } from './memory.ts'
import type { AssetStatement, Chain, DiagnosisContext, DiagnosisState } from './types.ts'

export type { AssetStatement, DiagnosisContext, DiagnosisState } from './types.ts'

/**
 * Makes findings of what the detectors say of an asset: whether a sensor or the machine is at fault, what it probably is,
 * how bad, and since when. One chain of findings for each fault: raised, continuing while it lasts, and cleared once
 * nothing of it has been open for an hour. Deterministic in event time. Ids are parts; the engine makes hashes of them.
 */
export function diagnose(
  context: DiagnosisContext,
  before: DiagnosisState | undefined,
  said: readonly AssetStatement[],
): [DiagnosisState, Finding[]] {
  const state: DiagnosisState = {
    heard: forget(hear(before?.heard ?? [], said), context.observedAtMs),
    chains: before?.chains ?? [],
  }
  const findings: Finding[] = []
  const around = { ...context, series: seriesOf(context, said) }
  for (const mode of ['alarm', 'shadow'] as const) {
    const isConcerned =
      state.heard.some(each => each.mode === mode) ||
      state.chains.some(({ isShadow }) => isShadow === (mode === 'shadow'))
    if (!isConcerned) continue
    const judgement = () => judge(state.heard, mode, around)
    const ascribed = ascribe(state.heard, {
      mode,
      equipmentClass: context.equipmentClass,
      hypotheses: () => judgement().hypotheses,
    })
    state.heard = ascribed.heard
    const followed = follow(state, { ...around, mode, moved: ascribed.moved })
    state.chains = followed.chains
    findings.push(...followed.findings)
  }
  const wakeAtMs = Math.min(...state.chains.map(wakeOf))
  if (Number.isFinite(wakeAtMs)) state.wakeAtMs = wakeAtMs
  return [state, findings]
}

const wakeOf = ({ quietSinceMs, spokenAtMs }: Chain): number =>
  quietSinceMs === undefined ? spokenAtMs + CONTINUE_MS : quietSinceMs + CLEAR_MS

function seriesOf(
  { series }: DiagnosisContext,
  said: readonly AssetStatement[],
): NonNullable<DiagnosisContext['series']> {
  return series ?? ((device, metric) => said.find(each => each.device === device)?.series(metric) ?? [])
}

/** A person has worked on the asset, or has looked: what was open is not spoken of again. */
export function intervene(state: DiagnosisState, { kind, faultKey }: Intervention): DiagnosisState {
  if (kind !== 'repaired' && kind !== 'false_alarm') return state
  if (faultKey === undefined) return { heard: [], chains: [] }
  const chains = state.chains.filter(({ fault }) => fault !== faultKey)
  // Symptoms were heard as signs of the machine's fault.
  const heard = state.heard.filter(
    ({ fault }) => fault !== faultKey && (fault !== undefined || faultKey !== 'machine'),
  )
  const open = heard.filter(isOpen).length
  return open === 0 && chains.length === 0 ? { heard: [], chains: [] } : { ...state, heard, chains }
}
