import { type Static, Type } from 'typebox'
import { DeviationMap } from './deviation.ts'

const Numbers = Type.Array(Type.Number())
const Spread = Type.Object({ low: Type.Number(), high: Type.Number() })

/** What was learned from the failures of a class. Plain JSON, some 100 kB for a hundred failures. */
export const PrognosisModel = Type.Object({
  version: Type.Literal(1),
  /** Another model has another one: what was remembered in its terms means nothing in others'. */
  id: Type.String(),
  /** Failures that it was learned from. */
  examples: Type.Integer(),
  unitMs: Type.Number(),
  spanMs: Type.Number(),
  map: DeviationMap,
  /** Of each failure the deviations, [fine cell before the failure][dimension]. */
  trajectories: Type.Array(Type.Array(Numbers)),
  modes: Type.Array(Type.Union([Type.String(), Type.Null()])),
  noise: Type.Array(Numbers),
  offsets: Numbers,
  misfit: Type.Number(),
  temper: Type.Number(),
  pace: Type.Number(),
  /** What moves the ends of the interval out, logarithmic, so that it holds 80 % of the failures it was tried on. */
  widen: Type.Object({ degraded: Spread, unclear: Spread }),
})
export type PrognosisModel = Static<typeof PrognosisModel>
export type Trajectory = PrognosisModel['trajectories'][number]
