import { type EquipmentClass, type Metric, quantityOf } from '../../contracts/registry.ts'

/** A state by which a machine says itself whether it is switched on. */
export interface Switch {
  metric: string
  off: number[]
  idle: number[]
  /** It has been at another value than those: until then nobody knows that it is connected. */
  wasOn: boolean
}

/** Of a state that nobody has explained: such a name says that 0 is off. */
const ON_OFF = /(^|_)(running|run|on|enabled?|is_?on|is_?running)(_|$)/i

/** The first metric of the sample that says it. Undefined where none does. */
export function beginSwitch(
  { metrics }: EquipmentClass,
  values: Readonly<Record<string, number>>,
): Switch | undefined {
  for (const metric of metrics) {
    if (values[metric.key] === undefined) continue
    const { off = [], idle = [] } = metric.states ?? shippedStates(metric)
    if (off.length + idle.length > 0)
      return { metric: metric.key, off: [...off], idle: [...idle], wasOn: false }
  }
  return undefined
}

const shippedStates = (metric: Metric): { off?: number[]; idle?: number[] } =>
  quantityOf(metric) === 'state' && ON_OFF.test(metric.key) ? { off: [0] } : {}

/** Takes a value, and answers what it says; undefined before it is known to say anything. */
export function readSwitch(known: Switch, value: number): 'off' | 'idle' | 'run' | undefined {
  const name = known.off.includes(value) ? 'off' : known.idle.includes(value) ? 'idle' : 'run'
  if (name === 'run') known.wasOn = true
  return known.wasOn ? name : undefined
}
