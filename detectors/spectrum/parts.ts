import type { EquipmentClass } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { BAND_EDGES_HZ, waveformName } from '../../contracts/waveform.ts'

/** How a metric that is made of a waveform is judged. */
export interface Part {
  /** `height`: dB above a floor, the same on every machine. `level`: a strength, each machine has its own at each speed. */
  kind: 'height' | 'line' | 'band'
  /** What it is a sign of. */
  words: Words
}

const bearing = (en: string, zh: string): Part => ({
  kind: 'height',
  words: { en: `damage to ${en} of the bearing`, zh: `轴承${zh}损伤` },
})

/** By what stands after the waveform's name and a dot. */
const parts: Readonly<Record<string, Part>> = {
  bpfo: bearing('the outer ring', '外圈'),
  bpfi: bearing('the inner ring', '内圈'),
  bsf: bearing('the balls or rollers', '滚动体'),
  ftf: bearing('the cage', '保持架'),
  impact_1x: {
    kind: 'height',
    words: {
      en: 'impacts once a revolution, as of a cracked tooth or a rub',
      zh: '每转一次的冲击，如断齿或碰摩',
    },
  },
  '1x': { kind: 'line', words: { en: 'an unbalance', zh: '不平衡' } },
  '2x': { kind: 'line', words: { en: 'shafts that are not in line', zh: '不对中' } },
  '3x': { kind: 'line', words: { en: 'shafts that are not in line, or looseness', zh: '不对中或松动' } },
  ...Object.fromEntries(
    BAND_EDGES_HZ.slice(1).map((high, i): [string, Part] => {
      const low = BAND_EDGES_HZ[i] ?? 0
      const words = { en: `a change between ${low} and ${high} Hz`, zh: `${low}–${high} Hz 频段的变化` }
      return [`band_${low}_${high}`, { kind: 'band', words }]
    }),
  ),
}

/** The metrics of one waveform that are judged. */
export interface WaveformParts {
  /** Metric with the speed of the shaft, Hz. */
  speed: string
  parts: { metric: string; part: Part }[]
}

const known = new WeakMap<EquipmentClass, readonly WaveformParts[]>()

/** What is judged of a class, worked out once. */
export function partsOf(equipmentClass: EquipmentClass): readonly WaveformParts[] {
  let all = known.get(equipmentClass)
  if (!all) {
    all = equipmentClass.metrics
      .filter(metric => metric.waveform)
      .map(metric => {
        const name = waveformName(metric)
        const own = Object.entries(parts).map(([suffix, part]) => ({ metric: `${name}.${suffix}`, part }))
        return { speed: `${name}.speed`, parts: own }
      })
    known.set(equipmentClass, all)
  }
  return all
}
