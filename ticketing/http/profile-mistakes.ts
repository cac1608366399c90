import type { DetectorCatalogue } from '../../contracts/detector-catalogue.ts'
import type { Profile } from '../../contracts/profile.ts'
import { type EquipmentClass, metricOf } from '../../contracts/registry.ts'
import type { FieldError } from './problem.ts'
import { mistakesIn } from './validator.ts'

type Setting = Profile['detectors'][string]

/** What no schema of ours can say: the detectors that there are, their parameters, and the metrics of the class. */
export function profileMistakes(
  { detectors }: Profile,
  catalogue: DetectorCatalogue,
  equipmentClass: EquipmentClass,
  pointer = '/detectors',
): FieldError[] {
  return Object.entries(detectors).flatMap(([name, setting]) => {
    const at = `${pointer}/${escaped(name)}`
    const detector = catalogue.find(each => each.name === name)
    if (!detector) {
      const known = catalogue.map(each => each.name).join(', ')
      return [{ pointer: at, detail: `is no detector; there are ${known}` }]
    }
    // A profile says what differs, so that nothing is required of it.
    const { required: _, ...schema } = detector.schema as Record<string, unknown>
    const ofParameters = ({ parameters }: Setting, where: string) =>
      parameters === undefined ? [] : mistakesIn(schema, parameters, `${where}/parameters`)
    return [
      ...ofParameters(setting, at),
      ...Object.entries(setting.metrics ?? {}).flatMap(([metric, ofMetric]) => {
        const where = `${at}/metrics/${escaped(metric)}`
        if (detector.scope === 'device') {
          return [{ pointer: where, detail: `is not known here; ${name} watches all metrics together` }]
        }
        if (!metricOf(equipmentClass, metric)) {
          return [{ pointer: where, detail: `is no metric of class ${equipmentClass.id}` }]
        }
        return ofParameters(ofMetric, where)
      }),
    ]
  })
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
