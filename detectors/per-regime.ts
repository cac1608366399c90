import type { Static, TSchema } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../contracts/detector.ts'

/** Counted from 1, as in `Regime`. */
type Step = number
/** Of a machine that is always run the same way, or of which that is not known yet. */
const ALWAYS: Step = 0

interface PerRegimeState<State> {
  own?: State
  /** By load step, of a machine that has several. */
  steps?: Record<Step, State>
  /** The one that was stepped last: while the machine stands, it is the one that is told so. */
  last?: Step
  /** The one whose deviation was spoken of and is not over. */
  open?: Step
}

/**
 * A detector that learns each load step of a machine by itself, as what is usual at one is not at the other. Of several
 * load steps one speaks at a time: what another one has to say in the meantime is not said, and is when it is still true
 * after that.
 */
export function perRegime<Config extends TSchema, State>(
  detector: MetricDetector<Config, State>,
): MetricDetector<Config, PerRegimeState<State>> {
  return {
    ...detector,
    step(config, before, observation, metric) {
      const state = before ?? {}
      const step = stepIn(state, observation)
      const said: Statement[] = []
      // what was spoken of before its load steps were known is followed to its end
      for (const each of step !== ALWAYS && state.open === ALWAYS ? [ALWAYS, step] : [step]) {
        const [next, statements] = detector.step(config, stateOf(state, each), observation, metric)
        keep(state, each, next)
        for (const statement of statements) speak(state, { step: each, statement, said })
      }
      if (state.steps && state.open !== ALWAYS && step !== ALWAYS) delete state.own
      return [state, said]
    },
    intervene(config, state, intervention) {
      const meet = (own: State | undefined) =>
        own === undefined ? undefined : detector.intervene?.(config as Static<Config>, own, intervention)
      const own = meet(state.own)
      const steps = Object.entries(state.steps ?? {}).flatMap(([step, at]) => {
        const next = meet(at)
        return next === undefined ? [] : [[step, next]]
      })
      if (own === undefined && steps.length === 0) return undefined
      return {
        ...(own !== undefined && { own }),
        ...(steps.length > 0 && { steps: Object.fromEntries(steps) }),
        ...(state.last !== undefined && { last: state.last }),
      }
    },
  }
}

function stepIn({ steps, last = ALWAYS }: PerRegimeState<unknown>, { regime }: Observation): Step {
  if (regime.step !== undefined) return regime.step
  const isStanding = regime.name === 'off' || regime.name === 'idle'
  return isStanding && steps ? last : ALWAYS
}

const stateOf = <State>({ own, steps }: PerRegimeState<State>, step: Step): State | undefined =>
  step === ALWAYS ? own : steps?.[step]

function keep<State>(state: PerRegimeState<State>, step: Step, next: State): void {
  if (step === ALWAYS) state.own = next
  else {
    state.steps ??= {}
    state.steps[step] = next
  }
  if (state.steps) state.last = step
}

function speak(
  state: PerRegimeState<unknown>,
  { step, statement, said }: { step: Step; statement: Statement; said: Statement[] },
): void {
  const { open } = state
  const isOver = statement.phase === 'cleared'
  if (open === undefined ? isOver : open !== step) return
  said.push(open === undefined ? { ...statement, phase: 'raised' } : statement)
  if (isOver) delete state.open
  else state.open = step
}
