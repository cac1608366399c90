import type { Finding } from '../../contracts/finding.ts'
import { CONTINUE_MS, utc } from '../statements.ts'
import { MACHINE, type Moved } from './ascribe.ts'
import { evidenceOf, metricsOf, type Pack } from './evidence.ts'
import { type Judgement, judge } from './judge.ts'
import { meantOf, sensorMeantOf } from './meant.ts'
import { isOpen, rank, weightOf } from './memory.ts'
import { capital, metricWords } from './metric-words.ts'
import { overOf, seenOf } from './seen.ts'
import { sensorModeOf } from './sensor-modes.ts'
import { type Ahead, earliestOf, severityOf } from './severity.ts'
import { isOfSensor } from './signs.ts'
import type { Chain, DiagnosisContext, DiagnosisState, Heard, HeardMode } from './types.ts'

const HOUR_MS = 3_600_000
/** Nothing of a fault has been open for so long: it is over. Detectors that flicker at their edges are one fault. */
export const CLEAR_MS = HOUR_MS
/** What is new but not worse is said at most so often. */
const NEWS_MS = HOUR_MS
/** A failure mode that is less likely is no news: the likeliest of several changes with every sample. */
const LIKELY = 0.4
/** More than how bad a statement is. */
const SAYS_SO = 10
/** A failure that comes so much earlier than was said, of the time that was left, is news. */
const EARLIER = 0.25

interface Following extends DiagnosisContext {
  series: NonNullable<DiagnosisContext['series']>
  mode: HeardMode
  moved: readonly Moved[]
}

type Spoken = { chain: Chain | undefined; finding?: Finding }

/** Follows every fault of the mode: what is new of it makes a finding. */
export function follow(
  { heard, chains }: DiagnosisState,
  context: Following,
): { chains: Chain[]; findings: Finding[] } {
  const { mode } = context
  const isShadow = mode === 'shadow'
  const ours = heard.filter(each => each.mode === mode && each.fault !== undefined)
  const faults = new Set([
    ...chains.filter(chain => chain.isShadow === isShadow).map(({ fault }) => fault),
    ...ours.filter(isOpen).map(({ fault }) => fault ?? ''),
  ])
  const kept = chains.filter(chain => chain.isShadow !== isShadow)
  const findings: Finding[] = []
  const judgement = once(() => judge(heard, mode, context))
  const heeded = heard.filter(each => isShadow || each.mode !== 'shadow')
  for (const fault of faults) {
    const chain = chains.find(each => each.isShadow === isShadow && each.fault === fault)
    const alarms = ours.filter(each => each.fault === fault)
    const spoken = step(chain, { ...context, fault, alarms, heard: heeded, judgement })
    if (spoken.chain) kept.push(spoken.chain)
    if (spoken.finding) findings.push(spoken.finding)
  }
  return { chains: kept, findings }
}

interface Fault extends Following {
  fault: string
  /** What is ascribed to it, and open or over for less than a day; at most a few. */
  alarms: readonly Heard[]
  heard: readonly Heard[]
  judgement(): Judgement
}

function step(chain: Chain | undefined, fault: Fault): Spoken {
  const { observedAtMs: nowMs, alarms, moved } = fault
  const open = alarms.filter(isOpen)
  if (open.length > 0) return chain ? goOn(chain, fault) : raise(fault)
  const away = moved.find(({ from }) => from === fault.fault)
  if (chain && away)
    return { chain: undefined, finding: findingOf(fault, chain, { phase: 'cleared', lead: away.heard }) }
  const lead = leadOf(alarms)
  // Nobody has spoken of it for a day: that it is over is not known, so nothing is said.
  if (!chain || !lead) return { chain: undefined }
  const { quietSinceMs = nowMs } = chain
  if (nowMs - quietSinceMs < CLEAR_MS) return { chain: { ...chain, quietSinceMs } }
  return { chain: undefined, finding: findingOf(fault, chain, { phase: 'cleared', lead }) }
}

function raise(fault: Fault): Spoken {
  const { alarms, mode, observedAtMs } = fault
  const lead = leadOf(alarms)
  if (!lead) return { chain: undefined }
  const began = Math.min(...alarms.filter(isOpen).map(({ sinceMs }) => sinceMs))
  const base = { fault: fault.fault, isShadow: mode === 'shadow', sinceMs: began, spokenAtMs: observedAtMs }
  const chain = { ...base, ...statusOf(fault, 'minor') }
  return { chain, finding: findingOf(fault, chain, { phase: 'raised', lead }) }
}

function goOn({ quietSinceMs: _, ...chain }: Chain, fault: Fault): Spoken {
  const { observedAtMs: nowMs, alarms } = fault
  const { crossingAtMs: __, mode: ___, ...known } = chain
  const status = statusOf(fault, chain.severity)
  const sinceMs = nowMs - chain.spokenAtMs
  const isDue = sinceMs >= CONTINUE_MS || rank[status.severity] > rank[chain.severity]
  const lead = leadOf(alarms)
  if (!lead || !(isDue || (sinceMs >= NEWS_MS && isNews(chain, status, nowMs)))) return { chain }
  const next: Chain = { ...known, ...status, spokenAtMs: nowMs }
  return { chain: next, finding: findingOf(fault, next, { phase: 'continuing', lead }) }
}

type Status = Pick<Chain, 'severity' | 'metrics' | 'mode' | 'crossingAtMs'>

/** How it stands now; it never gets better before it is over. */
function statusOf(fault: Fault, worst: Chain['severity']): Status {
  const { alarms, criticality, observedAtMs: nowMs } = fault
  const crossing = aheadOf(fault)?.crossing
  const severity = severityOf(alarms, { crossing, criticality, nowMs })
  const [first] = fault.fault === MACHINE ? fault.judgement().hypotheses : []
  const isSensor = fault.fault !== MACHINE
  const capped = isSensor && severity === 'critical' ? 'major' : severity
  return {
    severity: rank[capped] > rank[worst] ? capped : worst,
    metrics: [...new Set(alarms.filter(isOpen).map(({ metric }) => metric))].sort(),
    ...(first && first.confidence >= LIKELY && { mode: first.mode }),
    ...(crossing && { crossingAtMs: crossing.atMs }),
  }
}

/** Another metric joins, it may be something else, or it will fail earlier than was said. */
function isNews(before: Chain, now: Status, nowMs: number): boolean {
  if (now.metrics.some(metric => !before.metrics.includes(metric))) return true
  if (now.mode !== undefined && now.mode !== before.mode) return true
  const { crossingAtMs } = now
  if (crossingAtMs === undefined) return false
  const leftMs = (before.crossingAtMs ?? Number.POSITIVE_INFINITY) - nowMs
  return crossingAtMs - nowMs < (1 - EARLIER) * leftMs
}

/** A symptom that grows towards a limit tells when the machine fails, though it makes no finding by itself. */
function aheadOf({ fault, heard, observedAtMs }: Fault): Ahead | undefined {
  if (fault !== MACHINE) return undefined
  const ofMachine = heard.filter(each => !isOfSensor(each) && !each.fault?.startsWith('sensor'))
  return earliestOf(ofMachine, observedAtMs)
}

/** The worst that is open; of two alike the one that can be drawn. Of a sensor's fault what tells that it is the sensor. */
function leadOf(alarms: readonly Heard[]): Heard | undefined {
  const isSensor = alarms.some(({ fault }) => fault !== MACHINE)
  const weight = (each: Heard) =>
    weightOf(each) +
    (each.expected || each.limit !== undefined ? 0.5 : 0) +
    (isSensor && isOfSensor(each) ? SAYS_SO : 0)
  return [...alarms].sort((a, b) => weight(b) - weight(a))[0]
}

function findingOf(
  fault: Fault,
  chain: Chain,
  { phase, lead }: { phase: Finding['phase']; lead: Heard },
): Finding {
  const { site, asset, observedAtMs, receivedAtMs, mode } = fault
  const { device, metric, unit, detector } = lead
  const { sinceMs, severity } = chain
  const isMachine = chain.fault === MACHINE
  const pack = packOf(fault, lead)
  const { crossing } = pack
  const words = wordsOf(fault, chain, { phase, pack })
  return {
    id: [asset, chain.fault, mode, phase, severity, sinceMs, observedAtMs].join('|'),
    ...{ detector, site, asset, device, metric, unit, faultKey: chain.fault, phase, severity, sinceMs },
    ...(!isMachine && { faultKind: 'sensor' as const }),
    ...{ observedAtMs, receivedAtMs },
    ...(crossing && phase !== 'cleared' && { predictedCrossingAtMs: Math.round(crossing.atMs) }),
    explanation: words.en,
    translations: { zh: words.zh },
    ...(mode === 'shadow' && { shadow: true }),
    evidence: evidenceOf(pack),
  }
}

function packOf(fault: Fault, lead: Heard): Pack {
  const { signs, hypotheses } = fault.judgement()
  const { heard, series, equipmentClass } = fault
  const own = fault.fault === MACHINE ? hypotheses : isOfSensor(lead) ? [sensorModeOf(lead)] : hypotheses
  return { lead, heard, signs, hypotheses: own, crossing: aheadOf(fault)?.crossing, series, equipmentClass }
}

/** Two sentences for a technician; one where it is over. */
function wordsOf(fault: Fault, chain: Chain, { phase, pack }: { phase: Finding['phase']; pack: Pack }) {
  const { lead, signs, hypotheses } = pack
  const isMachine = chain.fault === MACHINE
  if (phase === 'cleared') {
    const over = isMachine && isOpen(lead) ? movedWords(lead) : overOf(lead, chain.sinceMs, metricsOf(pack))
    return { en: `${over.en}.`, zh: `${over.zh}。` }
  }
  const seen = seenOf(lead, isMachine ? signs : { ...signs, shown: new Map() }, metricsOf(pack))
  const sensor = hypotheses.find(({ kind, metric }) => kind === 'sensor' && metric === lead.metric)
  const meant = isMachine
    ? meantOf(hypotheses, lead, { ahead: aheadOf(fault), nowMs: fault.observedAtMs })
    : sensorMeantOf(lead, sensor?.confidence ?? 0)
  return { en: `${seen.en}. ${meant.en}.`, zh: `${seen.zh}。${meant.zh}。` }
}

/** It was taken for the machine's fault until the sensor was found out. */
function movedWords({ metric, sinceMs }: Heard) {
  const { en, zh } = metricWords(metric)
  return {
    en: `${capital(en)} has deviated since ${utc(sinceMs)} probably because of its sensor, not of the machine`,
    zh: `${zh}自 ${utc(sinceMs)} 起的异常很可能是传感器故障所致，而非机器故障`,
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
