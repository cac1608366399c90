import { type Static, Type } from 'typebox'
import type { DeviceStatus } from './device-ledger.ts'
import type { Message } from './message-log.ts'
import { Id } from './registry.ts'
import { templateProblem } from './topic-template.ts'

const POINTER = '^(/([^/~]|~[01])*)*$'
const Pointer = (description: string, example: string) =>
  Type.String({
    pattern: POINTER,
    maxLength: 200,
    description: `${description} A JSON pointer (RFC 6901).`,
    examples: [example],
  })

const EpochUnit = ['s', 'ms', 'us', 'ns'] as const
/** In what unit a number says the time since 1970; `auto`: told by its size. */
export type EpochUnit = (typeof EpochUnit)[number] | 'auto'

/** Where the readings are in a JSON payload of another shape. All pointers but the first are relative to one reading. */
export const JsonMapping = Type.Object(
  {
    readings: Type.Optional(
      Pointer(
        'The object, or array of objects, that holds the readings. A level may be `*` (each element), `{device}` or `{metric}` (each member; its key is the name). Default: the whole payload.',
        '/machines/{device}/samples',
      ),
    ),
    device: Type.Optional(
      Pointer(
        'The id or address of the device, where neither the topic nor `readings` has it. Looked for in the reading, then in what encloses it, up to the payload. Default: the publisher.',
        '/meta/deviceId',
      ),
    ),
    time: Type.Optional(
      Pointer(
        'The event time. Looked for in the reading, then in what encloses it, up to the payload. Default: the receive time counts.',
        '/timestamp',
      ),
    ),
    timeUnit: Type.Optional(
      Type.Enum([...EpochUnit, 'rfc3339', 'auto'], {
        description:
          'How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.',
      }),
    ),
    zone: Type.Optional(
      Type.String({
        pattern: '^(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$',
        description:
          'The zone of event times that are written without one, as in `2026-03-01T08:00:00`: `Z` or an offset such as `+08:00`. Default: such times are dead letters.',
        examples: ['+08:00'],
      }),
    ),
    values: Type.Optional(
      Type.Union([
        Pointer(
          'An object of metrics by name. What is nested in it is flattened: `{"motor": {"temp": 1}}` is `motor.temp`. Default: the reading without its time, device and quality.',
          '/values',
        ),
        Type.Record(
          Type.String({ minLength: 1, maxLength: 128 }),
          Pointer('Where its value is.', '/t/value'),
          {
            description: 'Each metric with where its value is; what is not named is ignored.',
            maxProperties: 200,
          },
        ),
      ]),
    ),
    ignore: Type.Optional(
      Type.Array(
        Pointer(
          'What is left out of the values, with all that is in it; where each reading is one metric, its name.',
          '/update',
        ),
        {
          maxItems: 100,
          description: 'What is no metric: texts, counters, settings. Everything else must be a number.',
        },
      ),
    ),
    name: Type.Optional(Pointer('Where each reading is one metric: its name. Goes with `value`.', '/tag')),
    value: Type.Optional(
      Pointer(
        'Where each reading is one metric (named by `name`, or by `{metric}` in `readings` or the topic): its value. Default: the reading itself.',
        '/v',
      ),
    ),
    unit: Type.Optional(Pointer('Where each reading is one metric: its unit.', '/u')),
    quality: Type.Optional(
      Pointer(
        'The quality flag of the reading. Where there is none the reading counts as good; bad ones become dead letters.',
        '/q',
      ),
    ),
    good: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        minItems: 1,
        maxItems: 20,
        description:
          'The quality flags that are good; all others are bad. Default: true, "good", "uncertain", 64 to 255 (OPC), 0x40000000 (OPC UA, uncertain). For OPC UA, where 0 is good, say `[0]`.',
        examples: [[0]],
      }),
    ),
  },
  { additionalProperties: false },
)
export type JsonMapping = Static<typeof JsonMapping>

/** What an InfluxDB line means here. */
export const LineMapping = Type.Object(
  {
    deviceTags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: 10,
        description:
          'The tag that names the device, where the topic does not; the first that the line has. Default: device, device_id, deviceId, host, id. Without any of them the publisher is the device.',
        examples: [['machine']],
      }),
    ),
    metric: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: '^[^{}]*(\\{[^{}]+\\}[^{}]*)+$',
        description:
          'How the name of a metric is made of `{measurement}`, `{field}` and `{<any tag>}`. Default: `{field}`.',
        examples: ['{measurement}.{sensor}.{field}'],
      }),
    ),
    timeUnit: Type.Optional(
      Type.Enum([...EpochUnit, 'auto'], {
        description: 'The unit of the timestamps. Default auto: told by their size.',
      }),
    ),
    ignore: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
        maxItems: 100,
        description: 'Fields that are no metrics: texts. Everything else must be a number or a boolean.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type LineMapping = Static<typeof LineMapping>

/** A topic of devices that do not publish on `telemetry/{site}/{device}`, and how to read what comes there. */
export const Format = Type.Object(
  {
    id: Id,
    topic: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'Topic template: levels are text, `{site}`, `{device}`, `{metric}` (json: the payload is its value), `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.',
      examples: ['factory/{site}/machines/{device}/up'],
    }),
    codec: Type.Enum(['json', 'line', 'senml', 'status'], {
      description:
        'json: JSON of any shape, read by `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte; status: online or offline, as a last will says it.',
    }),
    mapping: Type.Optional(Type.Union([JsonMapping, LineMapping])),
  },
  { additionalProperties: false },
)
export type Format = Static<typeof Format>

/** What the schema of a format cannot say; undefined when it makes sense. */
export function formatProblem(format: Format): { pointer: string; detail: string } | undefined {
  const topic = templateProblem(format.topic)
  if (topic) return { pointer: '/topic', detail: topic }
  if (format.topic.includes('{metric}') && format.codec !== 'json')
    return {
      pointer: '/topic',
      detail: `{metric} is for the codec json; ${format.codec} has names of its own.`,
    }
  const { codec, mapping = {} } = format
  const known =
    { json: JsonMapping, line: LineMapping, senml: undefined, status: undefined }[codec]?.properties ?? {}
  const foreign = Object.keys(mapping).find(key => !(key in known))
  if (foreign) {
    const right = Object.keys(known).join(', ') || 'nothing; leave mapping out'
    return { pointer: `/mapping/${foreign}`, detail: `The codec ${codec} takes ${right}.` }
  }
  return codec === 'json' ? jsonProblem(format.topic, mapping as JsonMapping) : undefined
}

function jsonProblem(topic: string, mapping: JsonMapping): { pointer: string; detail: string } | undefined {
  const { readings = '', name, value, unit, values, quality, good, time } = mapping
  const named = name !== undefined || readings.split('/').includes('{metric}') || topic.includes('{metric}')
  if (named && values !== undefined)
    return { pointer: '/mapping/values', detail: 'Each reading is one metric here: say `value`.' }
  if (name !== undefined && value === undefined)
    return { pointer: '/mapping/name', detail: 'A name goes with a value: say `value` as well.' }
  const lonely = value !== undefined ? 'value' : unit !== undefined ? 'unit' : undefined
  if (lonely && !named)
    return {
      pointer: `/mapping/${lonely}`,
      detail: 'Whose? Say `name`, or put {metric} into `readings` or the topic.',
    }
  if (good && quality === undefined)
    return { pointer: '/mapping/good', detail: 'Say where the quality flag is: `quality`.' }
  const timeless = mapping.timeUnit ? 'timeUnit' : mapping.zone ? 'zone' : undefined
  if (timeless && time === undefined)
    return { pointer: `/mapping/${timeless}`, detail: 'Say where the time is: `time`.' }
  return undefined
}

/** What a format makes of a message, for a person who is writing the format. */
export interface FormatTrial {
  readings: {
    site?: string
    /** Id or address. */
    device: string
    /** Absent where the receive time counts. */
    observedAtMs?: number
    values: Record<string, unknown>
    units?: Record<string, string>
  }[]
  /** What the message says of devices themselves; absent where it says nothing of that kind. */
  reports?: {
    site?: string
    device: string
    status?: DeviceStatus
    attributes?: Record<string, string>
  }[]
  /** One sentence each. */
  problems: string[]
}

/** Reads a message by a format; stores nothing. Undefined where the topic does not fit the format's template. */
export type TryFormat = (format: Format, message: Message) => FormatTrial | undefined

/** The formats of this installation, in the order in which they are tried. Changes arrive within a second. */
export interface Formats {
  current(): readonly Format[]
}
