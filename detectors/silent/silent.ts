import { type Static, Type } from 'typebox'
import type { DeviceDetector, Quiet, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import type { Words } from '../../contracts/text.ts'
import { CONTINUE_MS, utc } from '../statements.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const SilentConfig = Type.Object(
  {
    afterMs: Type.Optional(
      Type.Integer({
        minimum: 10_000,
        description:
          'Silent after so long without a message (ms); where neither this nor the device says it, it is learned.',
      }),
    ),
    factor: Type.Number({
      minimum: 1,
      default: 5,
      description: 'Learned: so many times the longest gap of the last four weeks.',
    }),
    leastMs: Type.Integer({
      minimum: 10_000,
      default: HOUR_MS,
      description: 'Learned: no less than this (ms).',
    }),
    learnMs: Type.Integer({
      minimum: 0,
      default: 14 * DAY_MS,
      description: 'Learned: only after so long (ms), so that a weekend without a message is among the gaps.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof SilentConfig>

const WEEK_MS = 7 * DAY_MS
const WEEKS = 4
/** A message lost is not a day lost: then somebody has not noticed for a shift or three. */
const MAJOR_AFTER_MS = DAY_MS

interface Alarm {
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  afterMs: number
}

export interface SilentState {
  /** When it was received first and last; event time where nobody knows. */
  firstMs: number
  lastMs: number
  /** Longest gap of each of the last weeks, newest last. */
  weeks: { week: number; gapMs: number }[]
  alarm: Alarm | null
}

/** Nothing is heard of a device for longer than is usual for it. See README.md. */
export const silent: DeviceDetector<typeof SilentConfig, SilentState> = {
  name: 'silent',
  scope: 'device',
  version: 1,
  config: SilentConfig,
  configure: ({ silentAfterS }) => ({
    ...(silentAfterS !== undefined && { afterMs: silentAfterS * 1_000 }),
    ...{ factor: 5, leastMs: HOUR_MS, learnMs: 14 * DAY_MS },
  }),
  step(_config, state, { observedAtMs, receivedAtMs = observedAtMs }) {
    if (!state) return [{ firstMs: receivedAtMs, lastMs: receivedAtMs, weeks: [], alarm: null }, []]
    const { alarm } = state
    // A gap that was a fault is not usual.
    if (!alarm) learn(state, receivedAtMs)
    state.lastMs = Math.max(state.lastMs, receivedAtMs)
    state.alarm = null
    return [state, alarm ? [statement('cleared', alarm, { observedAtMs })] : []]
  },
  quiet(config, state, quiet) {
    const { observedAtMs, quietMs } = quiet
    const lastMs = Math.round(observedAtMs - quietMs)
    if (!state) return [{ firstMs: lastMs, lastMs, weeks: [], alarm: null }, []]
    const { alarm } = state
    if (!alarm) {
      const afterMs = limitOf(config, state, quiet)
      if (afterMs === undefined || quietMs <= afterMs) return [state, []]
      const raised = { sinceMs: lastMs, spokenAtMs: observedAtMs, severity: severityOf(quietMs), afterMs }
      return [{ ...state, alarm: raised }, [statement('raised', raised, quiet)]]
    }
    const severity = alarm.severity === 'major' ? 'major' : severityOf(observedAtMs - alarm.sinceMs)
    const isWorse = severity !== alarm.severity
    if (!isWorse && observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return [state, []]
    const next = { ...alarm, severity, spokenAtMs: observedAtMs }
    return [{ ...state, alarm: next }, [statement('continuing', next, quiet)]]
  },
  /** What was learned of its gaps stays true. */
  intervene: (_config, state) => ({ ...state, alarm: null }),
}

function learn(state: SilentState, receivedAtMs: number): void {
  const gapMs = receivedAtMs - state.lastMs
  const week = Math.floor(receivedAtMs / WEEK_MS)
  const newest = state.weeks.at(-1)
  if (newest?.week === week) {
    if (gapMs > newest.gapMs) newest.gapMs = gapMs
    return
  }
  state.weeks.push({ week, gapMs: Math.max(0, gapMs) })
  if (state.weeks.length > WEEKS) state.weeks.shift()
}

/** Undefined while it is not known. */
function limitOf(config: Config, state: SilentState, { silentAfterMs }: Quiet): number | undefined {
  const said = silentAfterMs ?? config.afterMs
  if (said !== undefined) return said
  if (state.lastMs - state.firstMs < config.learnMs) return undefined
  const longest = Math.max(...state.weeks.map(({ gapMs }) => gapMs))
  return Math.max(config.leastMs, config.factor * longest)
}

const severityOf = (quietMs: number): Severity => (quietMs > MAJOR_AFTER_MS ? 'major' : 'minor')

function statement(
  phase: Statement['phase'],
  { sinceMs, severity, afterMs }: Alarm,
  { observedAtMs }: Pick<Quiet, 'observedAtMs'>,
): Statement {
  const [since, forMs] = [utc(sinceMs), Math.max(0, observedAtMs - sinceMs)]
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `The device has sent nothing since ${since}, for ${spanEn(forMs)}; after ${spanEn(afterMs)} it counts as silent`,
      zh: `设备自 ${since} 起没有发送任何数据，已有${spanZh(forMs)}；超过${spanZh(afterMs)}即视为静默`,
    },
    continuing: {
      en: `The device has sent nothing since ${since}, for ${spanEn(forMs)}`,
      zh: `设备自 ${since} 起没有发送任何数据，已有${spanZh(forMs)}`,
    },
    cleared: {
      en: `The device speaks again; it had sent nothing since ${since}`,
      zh: `设备已恢复发送数据；此前自 ${since} 起没有数据`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'silent', faultKind: 'sensor' },
    value: forMs / 1_000,
    distance: afterMs > 0 ? forMs / afterMs : 1,
    explanation: words[phase],
  }
}

function spanEn(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`
  return ms >= 2 * MINUTE_MS ? `${Math.round(ms / MINUTE_MS)} min` : `${Math.round(ms / 1_000)} s`
}

function spanZh(ms: number): string {
  if (ms >= 2 * DAY_MS) return ` ${Math.round(ms / DAY_MS)} 天`
  if (ms >= 2 * HOUR_MS) return ` ${Math.round(ms / HOUR_MS)} 小时`
  return ms >= 2 * MINUTE_MS ? ` ${Math.round(ms / MINUTE_MS)} 分钟` : ` ${Math.round(ms / 1_000)} 秒`
}
