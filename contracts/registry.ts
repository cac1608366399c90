import { type Static, Type } from 'typebox'
import type { Profile } from './profile.ts'

import { Quantity } from './quantity.ts'
import { derivedMetrics, WaveformDeclaration } from './waveform.ts'

export { Quantity, quantityOf } from './quantity.ts'

/** Identifiers are safe in MQTT topics, URLs and InfluxDB tags as they stand. */
export const Id = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.',
  examples: ['pump-7'],
})

export const MetricKey = Type.String({
  pattern: '^(?!time$)[A-Za-z_][A-Za-z0-9_.-]{0,63}$',
  description:
    'Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.',
  examples: ['temperature'],
})

/** A fixed limit on a metric; beyond it for `holdMs` of event time the limit detector speaks. */
const Limits = Type.Object(
  {
    low: Type.Optional(Type.Number({ description: 'Lowest allowed value, in the unit of the metric.' })),
    high: Type.Optional(Type.Number({ description: 'Highest allowed value, in the unit of the metric.' })),
    holdMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'How long (event time, ms) a value must stay beyond the limit.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** Fixed limits on how fast a metric may change. */
const Rates = Type.Object(
  {
    risePerMinute: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'Fastest allowed rise, in the unit of the metric per minute.',
      }),
    ),
    fallPerMinute: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'Fastest allowed fall, in the unit of the metric per minute; positive.',
      }),
    ),
    overMs: Type.Optional(
      Type.Integer({
        minimum: 1000,
        description: 'Over what time (event time, ms) the change is measured. Ten minutes when not given.',
      }),
    ),
  },
  { additionalProperties: false },
)

/**
 * Boundaries of the evaluation zones of ISO 20816 for the machine as it is made and mounted, entered by whoever has the
 * standard or the maker's word. Below `ab` is new, to `bc` fit for long-term running, to `cd` for a limited time, above
 * it does damage.
 */
const Zones = Type.Object(
  {
    ab: Type.Optional(Type.Number({ description: 'Boundary of zones A and B, in the unit of the metric.' })),
    bc: Type.Number({ description: 'Boundary of zones B and C: from here on it is a warning.' }),
    cd: Type.Number({ description: 'Boundary of zones C and D: from here on it is critical.' }),
    holdMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'How long (event time, ms) it must stay in the zone. Ten minutes when not given.',
      }),
    ),
  },
  { additionalProperties: false },
)

const StateValues = Type.Array(Type.Number(), { minItems: 1, maxItems: 32, uniqueItems: true })

/** What the values of a state say of how the machine is run; all others say that it is in operation. */
const States = Type.Object(
  {
    off: Type.Optional({ ...StateValues, description: 'Values at which the machine is switched off.' }),
    idle: Type.Optional({ ...StateValues, description: 'Values at which it runs without a load.' }),
  },
  { additionalProperties: false, description: 'Of a metric that is a state: how the machine is run.' },
)

export const Metric = Type.Object(
  {
    key: MetricKey,
    unit: Type.String({
      maxLength: 16,
      description: 'UCUM or common symbol; empty when unknown.',
      examples: ['°C'],
    }),
    description: Type.Optional(Type.String({ maxLength: 200 })),
    quantity: Type.Optional(Quantity),
    limits: Type.Optional(Limits),
    rates: Type.Optional(Rates),
    zones: Type.Optional(Zones),
    states: Type.Optional(States),
    waveform: Type.Optional(WaveformDeclaration),
  },
  { additionalProperties: false },
)
export type Metric = Static<typeof Metric>

export const SilentAfterS = Type.Integer({
  minimum: 10,
  maximum: 366 * 24 * 3_600,
  description:
    'Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year). Not watched when not given.',
  examples: [900],
})

/** A way in which equipment of a class fails, and how that shows: a row of the table that the diagnosis reads. */
export const FailureModeSigns = Type.Object(
  {
    mode: Id,
    name: Type.Object({ en: Type.String(), zh: Type.String() }),
    failureCode: Type.Optional(Type.String({ description: 'A code of /failure-codes, as in ISO 14224.' })),
    signs: Type.Array(
      Type.Object({
        metric: MetricKey,
        symptom: Type.Enum(['high', 'low', 'unstable'], {
          description: 'high includes rising, low includes falling.',
        }),
        weight: Type.Number({
          minimum: -1,
          maximum: 1,
          description:
            'How much it speaks for the mode: 1 is its leading sign, 0.3 comes with it, below 0 speaks against it.',
        }),
      }),
      { minItems: 1, maxItems: 20 },
    ),
    advice: Type.Optional(
      Type.Object({ en: Type.String(), zh: Type.String() }, { description: 'What to look at first.' }),
    ),
  },
  { additionalProperties: false },
)
export type FailureModeSigns = Static<typeof FailureModeSigns>

/** An equipment class: what a kind of equipment measures. `generic` takes any numeric metric. */
export const EquipmentClass = Type.Object(
  {
    id: Id,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    metrics: Type.Array(Metric, { maxItems: 200 }),
    acceptsAnyMetric: Type.Boolean({
      description: 'Take metrics that are not listed, with an unknown unit. Otherwise they are dead letters.',
    }),
    silentAfterS: Type.Optional(SilentAfterS),
    failureModes: Type.Optional(
      Type.Array(FailureModeSigns, {
        maxItems: 50,
        description: 'How its failures show. Without them a diagnosis names the metrics and no failure mode.',
      }),
    ),
    verifyMinutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 43_200,
        description:
          'For how many minutes the sensors are watched after a repair, from 1 to 43200 (30 days). A day when not given.',
        examples: [1440],
      }),
    ),
    confirmHours: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 8_760,
        description:
          'For how many hours a verified repair waits for the word of who asked for it, from 1 to 8760 (a year). 72 when not given.',
        examples: [72],
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [
      {
        id: 'kiln',
        name: 'Kiln',
        metrics: [{ key: 'shell_temperature', unit: '°C', limits: { high: 350, holdMs: 60_000 } }],
        acceptsAnyMetric: false,
      },
    ],
  },
)
export type EquipmentClass = Static<typeof EquipmentClass>

export const Criticality = Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C')], {
  description: 'What a failure of the asset costs: A stops the plant, B a line, C is bearable.',
})
export type Criticality = Static<typeof Criticality>

/** The administrator's MQTT user name, who may publish for any device. No device can have this id. */
export const ADMINISTRATOR = 'admin'

/** The MQTT user name of who may hear what devices say, and say nothing: recorders. It is no id: no device can have it. */
export const READER = '$reader'

/**
 * The publisher of what came through another broker, which has checked who may publish where. No device can have this
 * id, and nobody can log in with it.
 */
export const EXTERNAL_BROKER = '$external'

/** How one metric arrives from one device, where that is not under its own key and in its own unit. */
export const MetricSource = Type.Object(
  {
    source: Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'The name that the device gives it, exactly as it sends it.',
      examples: ['Temperatures/Motor 1'],
    }),
    metric: MetricKey,
    unit: Type.Optional(
      Type.String({
        maxLength: 16,
        description: 'The unit in which the device sends it; converted to the unit of the metric.',
        examples: ['°F'],
      }),
    ),
    scale: Type.Optional(
      Type.Number({ description: 'Raw values are multiplied by this first. Default 1.', examples: [0.1] }),
    ),
    offset: Type.Optional(
      Type.Number({ description: 'Then this is added; the result is in `unit`. Default 0.' }),
    ),
  },
  { additionalProperties: false },
)
export type MetricSource = Static<typeof MetricSource>

/** What a device is called in the topics and payloads of its format. */
export const Address = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f]+$',
  description:
    'What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.',
  examples: ['Plant 1/Press line/Press 4'],
})

/** A device with what the pipeline needs to know of its asset. */
export interface RegisteredDevice {
  id: string
  site: string
  asset: string
  criticality: Criticality
  class: EquipmentClass
  /** Which detectors watch it and how; absent where nothing differs from what is shipped. The same object until it changes. */
  profile?: Profile | undefined
  /** Seconds without a message after which it counts as silent; goes before what its class says. */
  silentAfterS?: number | undefined
  address?: string | undefined
  /** The device that publishes for this one: a Sparkplug edge node, a fieldbus gateway. It may also publish itself. */
  gateway?: string | undefined
  /** In no order; absent where everything arrives under its own key. */
  metrics?: readonly MetricSource[] | undefined
}

/** The pipeline's view of sites, assets, devices and classes. Cached; changes arrive within a second. */
export interface AssetRegistry {
  /** The device with this id or address as far as it is loaded, without waiting. Call `resolve` first for new names. */
  device(name: string): RegisteredDevice | undefined
  /** Loads what is not loaded; afterwards `undefined` from `device` means that the name is not registered. */
  resolve(names: Iterable<string>): Promise<void>
  /** Whether this is the device's secret (or, for the user names `admin` and `$reader`, their token). */
  verifySecret(id: string, secret: string): Promise<boolean>
}

/** Tells whose login no longer holds: a device was deleted, moved to another site, or given a new secret. */
export interface LoginChanges {
  onRevoked(listener: (ids: readonly string[]) => void): void
}

/**
 * What a login of somebody who is not registered comes to: `enrolled` lets it in; `wrong_secret` is another one than
 * the first that came with the name; `ignored` was decided by a person; `registered` is a matter of a moment.
 */
type EnrolmentAnswer = 'enrolled' | 'wrong_secret' | 'ignored' | 'registered'

/** Lets in who is not registered, to speak into quarantine until somebody approves it. Error: `store_unavailable`. */
export interface Enrolment {
  /** The first secret that comes with a name (an `Id`) is its secret until it is approved, and afterwards too. */
  enrol(name: string, secret: string): Promise<EnrolmentAnswer>
  /** Those of the names that are enrolled still; the others were registered, ignored or forgotten. */
  enrolled(names: readonly string[]): Promise<readonly string[]>
}

/** The registry gives the same object until the class changes. */
const derived = new WeakMap<EquipmentClass, ReadonlyMap<string, Metric>>()

/** The metrics that the pipeline makes of the waveforms of a class, by key. */
function derivedOf(equipmentClass: EquipmentClass): ReadonlyMap<string, Metric> {
  let known = derived.get(equipmentClass)
  if (!known) {
    known = new Map(derivedMetrics(equipmentClass.metrics).map(metric => [metric.key, metric]))
    derived.set(equipmentClass, known)
  }
  return known
}

/**
 * The metric as the class lists it, or as it is made of a waveform of the class; an unlisted one where the class takes any,
 * else undefined.
 */
export function metricOf(equipmentClass: EquipmentClass, key: string): Metric | undefined {
  const known =
    equipmentClass.metrics.find(metric => metric.key === key) ?? derivedOf(equipmentClass).get(key)
  return known ?? (equipmentClass.acceptsAnyMetric ? { key, unit: '' } : undefined)
}
