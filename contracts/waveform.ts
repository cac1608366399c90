import { type Static, Type } from 'typebox'

/*
 * What an accelerometer records, as the classes of equipment declare it, and the ordinary metrics that the pipeline makes
 * of it: `vibration.crest`, `vibration.bpfo`. Store, detectors and people see these alone.
 */

/** A rolling bearing as its maker's table gives it. */
const Bearing = Type.Object(
  {
    rollers: Type.Integer({ minimum: 3, maximum: 200, description: 'Balls or rollers of one row.' }),
    rollerMm: Type.Number({ exclusiveMinimum: 0, maximum: 1_000, description: 'Their diameter, mm.' }),
    pitchMm: Type.Number({
      exclusiveMinimum: 0,
      maximum: 10_000,
      description: 'Diameter of the circle through their centres, mm.',
    }),
    contactAngle: Type.Optional(
      Type.Number({ minimum: 0, maximum: 60, description: 'Degrees; 0 when not given.' }),
    ),
  },
  { additionalProperties: false },
)
export type Bearing = Static<typeof Bearing>

/** That devices may send waveforms of the acceleration at this measuring point, and what is known of it. */
export const WaveformDeclaration = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,39}$',
        description:
          'The name under which devices send it, and with which its metrics begin. The key of the metric when not given.',
        examples: ['vibration'],
      }),
    ),
    unit: Type.Optional(
      Type.Enum(['m/s²', 'g'], { description: 'Of what is sent. Metrics are in m/s². m/s² when not given.' }),
    ),
    bearing: Type.Optional(Bearing),
    shaftHz: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 2_000,
        description:
          'Usual revolutions a second of the shaft in the bearing, where neither the waveform nor a metric tells.',
      }),
    ),
    speedMetric: Type.Optional(
      Type.String({
        pattern: '^(?!time$)[A-Za-z_][A-Za-z0-9_.-]{0,63}$',
        description: 'A metric of the same sample that tells the speed, in rpm or Hz by its unit.',
      }),
    ),
    speedRatio: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1_000,
        description:
          'Revolutions of the shaft in the bearing for one of what speedMetric tells. 1 when not given.',
      }),
    ),
    envelopeHz: Type.Optional(
      Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ exclusiveMinimum: 0 })], {
        description:
          'The band in which the housing rings when a part is hit, Hz. From 1000 Hz (at least a tenth of the sample rate) to 45 % of the sample rate when not given.',
        examples: [[1_000, 6_000]],
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'Devices may send waveforms of the acceleration here; metrics are made of them.',
    examples: [{ name: 'vibration', bearing: { rollers: 8, rollerMm: 17.5, pitchMm: 73 }, shaftHz: 24.7 }],
  },
)
export type WaveformDeclaration = Static<typeof WaveformDeclaration>

/** How often a damaged part is hit, per revolution of the shaft (the inner ring). */
interface BearingOrders {
  /** A roller passes a spot of the outer ring. */
  bpfo: number
  /** A roller passes a spot of the inner ring. */
  bpfi: number
  /** A roller turns once. Its damage meets a ring twice a turn. */
  bsf: number
  /** The cage goes round once. */
  ftf: number
}

/** Rolling without slip, the outer ring at rest (Harris, Rolling Bearing Analysis). */
export function bearingOrders({ rollers, rollerMm, pitchMm, contactAngle = 0 }: Bearing): BearingOrders {
  const ratio = (rollerMm / pitchMm) * Math.cos((contactAngle * Math.PI) / 180)
  return {
    bpfo: (rollers / 2) * (1 - ratio),
    bpfi: (rollers / 2) * (1 + ratio),
    bsf: (pitchMm / (2 * rollerMm)) * (1 - ratio * ratio),
    ftf: (1 - ratio) / 2,
  }
}

/** Edges of the bands whose energy is a metric, Hz; a band that the sample rate cuts is left out. */
export const BAND_EDGES_HZ = [10, 100, 1_000, 3_500, 10_000] as const

interface Feature {
  unit: string
  description: string
  /** Only where the shaft's speed is known, or the bearing. */
  needs?: 'shaft' | 'bearing'
}

const ACCELERATION = 'm/s²'
const DECIBEL = 'dB'
const bearingLine = (part: string): Feature => ({
  unit: DECIBEL,
  description: `How far the lines of ${part} stand above the floor around them, in the spectrum or in that of the envelope.`,
  needs: 'bearing',
})
const shaftLine = (times: string): Feature => ({
  unit: 'mm/s',
  description: `Velocity at ${times} the speed of the shaft, RMS.`,
  needs: 'shaft',
})

/** What is made of a waveform: what stands after its name and a dot. */
const features: Readonly<Record<string, Feature>> = {
  rms: { unit: ACCELERATION, description: 'Acceleration over everything, RMS.' },
  peak: { unit: ACCELERATION, description: 'Largest acceleration, up or down.' },
  crest: { unit: '', description: 'Peak over RMS: about 4 of noise, more of impacts.' },
  kurtosis: {
    unit: '',
    description: 'Fourth moment over the square of the second: 3 of noise, more of impacts.',
  },
  velocity: { unit: 'mm/s', description: 'Velocity between 10 Hz and 1 kHz, RMS, as ISO 20816 judges it.' },
  ...Object.fromEntries(
    BAND_EDGES_HZ.slice(1).map((high, i) => {
      const low = BAND_EDGES_HZ[i] ?? 0
      return [
        `band_${low}_${high}`,
        { unit: ACCELERATION, description: `Acceleration between ${low} and ${high} Hz, RMS.` },
      ]
    }),
  ),
  speed: {
    unit: 'Hz',
    description: 'Revolutions a second of the shaft, as the lines are looked for.',
    needs: 'shaft',
  },
  '1x': shaftLine('once'),
  '2x': shaftLine('twice'),
  '3x': shaftLine('three times'),
  impact_1x: {
    unit: DECIBEL,
    description: 'How far impacts once a revolution stand above the floor of the spectrum of the envelope.',
    needs: 'shaft',
  },
  bpfo: bearingLine('the outer ring'),
  bpfi: bearingLine('the inner ring'),
  bsf: bearingLine('the balls or rollers'),
  ftf: bearingLine('the cage'),
}

/** The parts of a metric that matter here. */
interface WithWaveform {
  key: string
  waveform?: WaveformDeclaration | undefined
}

/** The name under which the waveforms of a metric are sent. */
export const waveformName = ({ key, waveform }: WithWaveform): string => waveform?.name ?? key

/** Whether the speed of the shaft may be known. A waveform can always tell it itself. */
const hasBearing = ({ waveform }: WithWaveform): boolean => waveform?.bearing !== undefined

/** The metrics that are made of the waveforms of these metrics, in the order of the metrics. */
export function derivedMetrics(
  metrics: readonly WithWaveform[],
): { key: string; unit: string; description: string }[] {
  return metrics.flatMap(metric => {
    if (!metric.waveform) return []
    const name = waveformName(metric)
    return Object.entries(features).flatMap(([suffix, { unit, description, needs }]) =>
      needs === 'bearing' && !hasBearing(metric) ? [] : [{ key: `${name}.${suffix}`, unit, description }],
    )
  })
}
