import type { EquipmentClass } from '../../contracts/registry.ts'
import { isOpen } from './memory.ts'
import { isOfSensor } from './signs.ts'
import type { Heard, HeardMode } from './types.ts'
import type { Hypothesis } from './weigh.ts'

export const MACHINE = 'machine'
/** Of a whole device: it says nothing, or what it says is wrong in several metrics at once. */
const WHOLE_DEVICE = 'sensor:*'
/**
 * So sure one must be to send the instrument crew because of a deviation that a machine could have too: likelier than all
 * faults of the machine together. Of simulated machine faults none came above a third, see README.md.
 */
const SURE = 0.5
/** To take back what was said of the machine, or of the sensor, one must be surer. */
const TURNED_TO_SENSOR = 0.7
const TURNED_TO_MACHINE = 0.3
/** A statement about the device is about a metric that adds so much to it. */
const MAIN_SHARE = 0.5

/** What was ascribed to one fault and is now ascribed to another. */
export interface Moved {
  from: string
  heard: Heard
}

export interface Ascribed {
  heard: Heard[]
  moved: Moved[]
}

interface Judging {
  mode: HeardMode
  equipmentClass: EquipmentClass
  /** Asked only where the statement alone does not tell. */
  hypotheses(): readonly Hypothesis[]
}

/** Metrics of which an alarm says that their sensor is at fault. */
export function distrustedOf(heard: readonly Heard[], mode: HeardMode): Set<string> {
  const heeded = heard.filter(each => isOpen(each) && isOfSensor(each))
  return new Set(
    heeded.filter(each => each.mode === 'alarm' || each.mode === mode).map(({ metric }) => metric),
  )
}

/** Says of every alarm of the mode which fault it belongs to. What is ascribed stays so unless the evidence turns. */
export function ascribe(heard: readonly Heard[], judging: Judging): Ascribed {
  const distrusted = distrustedOf(heard, judging.mode)
  const moved: Moved[] = []
  const next = heard.map(each => {
    if (each.mode !== judging.mode || !isOpen(each)) return each
    const fault = faultOf(each, heard, distrusted, judging)
    if (fault === each.fault) return each
    if (each.fault !== undefined) moved.push({ from: each.fault, heard: each })
    return { ...each, fault }
  })
  return { heard: next, moved }
}

function faultOf(
  each: Heard,
  heard: readonly Heard[],
  distrusted: ReadonlySet<string>,
  { equipmentClass, hypotheses }: Judging,
): string {
  if (isOfSensor(each)) return each.fault ?? sensorFaultOf(each, heard, equipmentClass)
  const metric = mainMetricOf(each)
  if (metric === undefined) return MACHINE
  const ofSensor = `sensor:${metric}`
  if (distrusted.has(metric)) return ofSensor
  const wrong = () =>
    hypotheses().find(({ kind, metric: of }) => kind === 'sensor' && of === metric)?.confidence ?? 0
  if (each.fault === undefined) return wrong() >= SURE ? ofSensor : MACHINE
  if (each.fault === ofSensor) return wrong() < TURNED_TO_MACHINE ? MACHINE : ofSensor
  return each.fault === MACHINE && wrong() < TURNED_TO_SENSOR ? MACHINE : ofSensor
}

/** What several sensors of a device do at once is no fault of each: it is the device, its supply or the network. */
function sensorFaultOf(each: Heard, heard: readonly Heard[], { metrics }: EquipmentClass): string {
  const { metric, device, symptom } = each
  if (metric === '') return WHOLE_DEVICE
  const alike = new Set(
    heard
      .filter(other => isOpen(other) && other.device === device && other.symptom === symptom)
      .map(other => other.metric),
  )
  return alike.size >= 2 && alike.size >= metrics.length / 2 ? WHOLE_DEVICE : `sensor:${metric}`
}

/** The metric that the statement is about; undefined where several are. */
function mainMetricOf({ metric, contributions }: Heard): string | undefined {
  if (!contributions) return metric
  return contributions.find(({ share }) => share >= MAIN_SHARE)?.metric
}
