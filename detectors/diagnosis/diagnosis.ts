import type { Statement } from '../../contracts/detector.ts'
import type { Finding } from '../../contracts/finding.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import type { DetectorMode } from '../../contracts/profile.ts'
import type { Criticality, EquipmentClass } from '../../contracts/registry.ts'
import { CONTINUE_MS } from '../statements.ts'

/** What a detector says, with where it says it. */
export interface AssetStatement {
  device: string
  /** Of a metric detector its metric, of a device detector the one that deviates most. */
  metric: string
  unit: string
  /** Name and version, as in `band@1`. */
  detector: string
  mode: Exclude<DetectorMode, 'off'>
  /** Its configuration. */
  parameters: Record<string, unknown>
  statement: Statement
  observedAtMs: number
  receivedAtMs: number
  /** How the machine was run. */
  regime: string
  /** The value that was observed, where the statement gives none. */
  value: number
  /** The last values of the metric, or of another one of the same device: [event time ms, value], oldest first. */
  series(metric?: string): [observedAtMs: number, value: number][]
}

export interface DiagnosisContext {
  equipmentClass: EquipmentClass
  criticality: Criticality
  site: string
  asset: string
  /** Of the sample that led here; also of one at which nobody said anything, when `wakeAtMs` has come. */
  observedAtMs: number
  receivedAtMs: number
}

/** What is open, of all that may make findings, or of what is in shadow. */
interface Channel {
  /** By device, metric and detector. */
  open: Record<string, { severity: Finding['severity']; sinceMs: number; distance: number; saidAtMs: number }>
  raised: { severity: Finding['severity']; sinceMs: number; saidAtMs: number } | null
}

export interface DiagnosisState {
  alarm: Channel
  shadow: Channel
  /** Event time at which the diagnosis wants to be asked again, though nobody says anything. */
  wakeAtMs?: number
}

/** Makes findings of what the detectors say of an asset. Ids are parts; the engine makes hashes of them. */
export function diagnose(
  context: DiagnosisContext,
  state: DiagnosisState | undefined,
  said: readonly AssetStatement[],
): [DiagnosisState, Finding[]] {
  const next = state ?? { alarm: { open: {}, raised: null }, shadow: { open: {}, raised: null } }
  const findings: Finding[] = []
  for (const mode of ['alarm', 'shadow'] as const) {
    const heard = said.filter(each => each.mode === mode)
    const finding = heard.length > 0 && judge(context, next[mode], heard)
    if (finding) findings.push(finding)
  }
  return [next, findings]
}

/** A person has worked on the asset, or has looked: nothing is open any more. */
export function intervene(state: DiagnosisState, { kind }: Intervention): DiagnosisState {
  if (kind !== 'repaired' && kind !== 'false_alarm') return state
  return { alarm: { open: {}, raised: null }, shadow: { open: {}, raised: null } }
}

const rank: Record<Finding['severity'], number> = { minor: 0, major: 1, critical: 2 }

function judge(
  context: DiagnosisContext,
  channel: Channel,
  heard: readonly AssetStatement[],
): Finding | undefined {
  for (const { device, metric, detector, statement, observedAtMs } of heard) {
    const { phase, severity, sinceMs, distance = 1 } = statement
    const key = `${device}/${metric}/${detector}`
    if (phase === 'cleared') delete channel.open[key]
    else channel.open[key] = { severity, sinceMs, distance, saidAtMs: observedAtMs }
  }
  const worst = [...heard].sort((a, b) => severityOf(b) - severityOf(a))[0]
  if (!worst) return undefined
  const { raised } = channel
  const open = Object.values(channel.open)
  if (open.length === 0) {
    channel.raised = null
    return raised ? findingOf(context, worst, { phase: 'cleared', sinceMs: raised.sinceMs }) : undefined
  }
  const severity = severest(open.map(each => each.severity))
  const { observedAtMs } = context
  const isNews = !raised || rank[severity] > rank[raised.severity]
  if (!isNews && observedAtMs - raised.saidAtMs < CONTINUE_MS) return undefined
  const sinceMs = raised?.sinceMs ?? worst.statement.sinceMs
  channel.raised = {
    severity: severest([severity, raised?.severity ?? severity]),
    sinceMs,
    saidAtMs: observedAtMs,
  }
  return findingOf(context, worst, { phase: raised ? 'continuing' : 'raised', sinceMs })
}

const severest = (of: readonly Finding['severity'][]) =>
  [...of].sort((a, b) => rank[b] - rank[a])[0] ?? 'minor'
const severityOf = ({ statement: { phase, severity, distance = 0 } }: AssetStatement) =>
  (phase === 'cleared' ? -10 : 0) + rank[severity] + distance / (1 + distance)

function findingOf(
  { site, asset, observedAtMs, receivedAtMs }: DiagnosisContext,
  worst: AssetStatement,
  { phase, sinceMs }: Pick<Finding, 'phase' | 'sinceMs'>,
): Finding {
  const { device, metric, unit, detector, mode, statement } = worst
  const { value = worst.value, expected, limit, severity, explanation, crossing, contributions } = statement
  const faultKey = 'machine'
  return {
    id: [asset, faultKey, mode, phase, sinceMs, observedAtMs].join('|'),
    ...{ detector, site, asset, device, metric, unit, faultKey, phase, severity, sinceMs },
    explanation: `${explanation.en} (rule ${detector})`,
    translations: { zh: `${explanation.zh}（规则 ${detector}）` },
    ...{ observedAtMs, receivedAtMs },
    ...(crossing && { predictedCrossingAtMs: crossing.atMs }),
    ...(mode === 'shadow' && { shadow: true }),
    evidence: {
      value,
      ...(expected && { expected }),
      ...(limit !== undefined && { limit }),
      series: worst.series(),
      regime: worst.regime,
      parameters: worst.parameters,
      ...(contributions && { contributions }),
      ...(crossing && { crossing }),
    },
  }
}
