import type { Symptom } from '../../contracts/detector.ts'
import type { Words } from '../../contracts/text.ts'
import { utc, withUnit } from '../statements.ts'
import { metricWords } from './metric-words.ts'
import { listed, percent, rounded } from './numbers.ts'
import type { Ahead } from './severity.ts'
import type { Heard } from './types.ts'
import type { Hypothesis } from './weigh.ts'

/** From here on it is said as what it probably is. */
const PROBABLY = 0.6
/** Below, a guess helps nobody. */
const WORTH_SAYING = 0.15

/** The second sentence of a finding about a machine: what it probably is, what to look at first, when it fails. */
export function meantOf(
  hypotheses: readonly Hypothesis[],
  lead: Heard,
  { ahead, nowMs }: { ahead: Ahead | undefined; nowMs: number },
): Words {
  const [first] = hypotheses
  const guess = first && first.kind !== 'unknown' ? guessOf(first, hypotheses) : noGuess(hypotheses)
  const advice = first?.kind === 'unknown' ? undefined : first?.advice
  const when = ahead && aheadWords(ahead, lead, nowMs)
  return {
    en: [`${guess.en}${advice ? `: ${advice.en}` : ''}`, when?.en].filter(Boolean).join('; '),
    zh: [`${guess.zh}${advice ? `：建议${advice.zh}` : ''}`, when?.zh].filter(Boolean).join('；'),
  }
}

function guessOf(first: Hypothesis, all: readonly Hypothesis[]): Words {
  const named = (hypothesis: Hypothesis): Words => ({
    en: `${hypothesis.name.en} (${percent(hypothesis.confidence)})`,
    zh: `${hypothesis.name.zh}（${percent(hypothesis.confidence)}）`,
  })
  const others = all
    .slice(1, 3)
    .filter(({ kind, confidence }) => kind !== 'unknown' && confidence >= WORTH_SAYING)
  const words = others.map(named)
  if (first.confidence >= PROBABLY) {
    const against = againstOf(first)
    const { en, zh } = named(first)
    const also = words[0]
    return {
      en: `Probably ${en}${against ? `, though ${against.en}` : ''}${also ? `, perhaps ${also.en}` : ''}`,
      zh: `很可能是${zh}${against ? `，但${against.zh}` : ''}${also ? `，也可能是${also.zh}` : ''}`,
    }
  }
  const list = [named(first), ...words]
  return {
    en: `It may be ${listed(
      list.map(({ en }) => en),
      ' or ',
    )}`,
    zh: `可能是${listed(
      list.map(({ zh }) => zh),
      '或',
      '、',
    )}`,
  }
}

function noGuess(hypotheses: readonly Hypothesis[]): Words {
  const modes = hypotheses.filter(({ kind, confidence }) => kind !== 'unknown' && confidence >= WORTH_SAYING)
  const perhaps = modes[0]
  return {
    en: `These readings do not tell what is wrong${perhaps ? `; of what is known, ${perhaps.name.en} fits best` : '; look the machine over'}`,
    zh: `仅凭这些读数无法判断故障原因${perhaps ? `；已知故障中最接近的是${perhaps.name.zh}` : '；请现场检查'}`,
  }
}

/** What should be seen and is not. */
function againstOf({ contradictedBy }: Hypothesis): Words | undefined {
  const missed = contradictedBy.find(symptom => symptom.endsWith(' normal'))
  if (!missed) return undefined
  const { en, zh } = metricWords(missed.slice(0, -' normal'.length))
  return { en: `${en} is normal`, zh: `${zh}正常` }
}

const DAY_MS = 24 * 3_600_000
/** Further ahead the hour is not known. */
const HOURS_WITHIN_MS = 3 * DAY_MS

function aheadWords({ crossing, metric, unit, limit }: Ahead, lead: Heard, nowMs: number): Words {
  const { atMs, lowMs, highMs, of } = crossing
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const when = atMs - nowMs <= HOURS_WITHIN_MS ? utc(atMs) : day(atMs)
  const [from, to] = [day(Math.max(lowMs, nowMs)), day(highMs)]
  const span = from === to ? { en: '', zh: '' } : { en: ` (${from} to ${to})`, zh: `（${from} 至 ${to}）` }
  if (of === 'failure')
    return { en: `it is expected to fail around ${when}${span.en}`, zh: `预计约于 ${when} 失效${span.zh}` }
  const what = metric === lead.metric ? { en: 'it', zh: '' } : metricWords(metric)
  const edge = limit === undefined ? '' : withUnit(rounded(limit), { unit })
  return {
    en: `at this rate ${what.en} reaches its limit${edge && ` of ${edge}`} around ${when}${span.en}`,
    zh: `按此趋势${what.zh}约于 ${when} 达到限值${edge && ` ${edge}`}${span.zh}`,
  }
}

/** What to do about a sensor, by what is wrong with it. */
const SENSOR_WORK: Partial<Record<Symptom, Words>> = {
  stuck: {
    en: 'check the transmitter and its wiring, and compare it with a hand-held instrument',
    zh: '检查变送器和接线，并用便携仪表核对',
  },
  clipped: {
    en: 'check the measuring range that is set at the transmitter and at its input',
    zh: '检查变送器和输入通道设定的量程',
  },
  spikes: { en: 'check the cable, its shield and the plugs', zh: '检查电缆、屏蔽层和接插件' },
  unit_changed: {
    en: 'check the unit and the scaling that are set at the device or the gateway',
    zh: '检查设备或网关中设定的单位和量程',
  },
  silent: { en: 'check its power supply, its cable and the network', zh: '检查供电、电缆和网络' },
}
const COMPARE: Words = {
  en: 'compare it with a hand-held instrument and calibrate it',
  zh: '用便携仪表核对并校准',
}

/** The second sentence of a finding about a sensor. */
export function sensorMeantOf({ metric, symptom }: Heard, confidence: number): Words {
  const what = metricWords(metric)
  const work = SENSOR_WORK[symptom] ?? COMPARE
  if (metric === '') {
    return {
      en: `Nothing is known of the machine meanwhile: ${work.en}`,
      zh: `在此期间无法了解机器状况：${work.zh}`,
    }
  }
  const share = { en: ` (${percent(confidence)})`, zh: `（${percent(confidence)}）` }
  return {
    en: `Probably the ${what.en} sensor is at fault, not the machine${share.en}: ${work.en}`,
    zh: `很可能是${what.zh}传感器故障，而非机器故障${share.zh}：建议${work.zh}`,
  }
}
