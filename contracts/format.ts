import { type Static, Type } from 'typebox'
import { Id } from './registry.ts'

const Pointer = (description: string, example: string) =>
  Type.String({
    pattern: '^(/([^/~]|~[01])*)*$',
    maxLength: 200,
    description: `${description} A JSON pointer (RFC 6901).`,
    examples: [example],
  })

/** Where the readings are in a JSON payload of another shape. All pointers but the first are relative to one reading. */
export const JsonMapping = Type.Object(
  {
    readings: Type.Optional(
      Pointer(
        'The object, or array of objects, that holds the readings. Default: the whole payload.',
        '/data',
      ),
    ),
    device: Type.Optional(
      Pointer(
        'The id or address of the device, where the topic does not have it. Starts at the reading; where it is not there, at the payload.',
        '/meta/deviceId',
      ),
    ),
    time: Type.Optional(
      Pointer(
        'The event time. Starts at the reading; where it is not there, at the payload. Default: the receive time counts.',
        '/timestamp',
      ),
    ),
    timeUnit: Type.Optional(
      Type.Enum(['s', 'ms', 'us', 'ns', 'rfc3339', 'auto'], {
        description:
          'How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.',
      }),
    ),
    values: Type.Optional(
      Type.Union([
        Pointer(
          'An object of metrics by name. What is nested in it is flattened: `{"motor": {"temp": 1}}` is `motor.temp`. Default: the reading without its time and device.',
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
    name: Type.Optional(Pointer('Where each reading is one metric: its name. Goes with `value`.', '/tag')),
    value: Type.Optional(Pointer('Where each reading is one metric: its value.', '/v')),
    unit: Type.Optional(Pointer('Where each reading is one metric: its unit.', '/u')),
    quality: Type.Optional(
      Pointer(
        'The quality flag of the reading. Good: true, "good", 192 and above (OPC); bad ones become dead letters.',
        '/q',
      ),
    ),
  },
  { additionalProperties: false },
)
export type JsonMapping = Static<typeof JsonMapping>

/** A topic of devices that do not publish on `telemetry/{site}/{device}`, and how to read what comes there. */
export const Format = Type.Object(
  {
    id: Id,
    topic: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'Topic template: levels are text, `{site}`, `{device}`, `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.',
      examples: ['factory/{site}/machines/{device}/up'],
    }),
    codec: Type.Enum(['json', 'line', 'senml'], {
      description:
        'json: with `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte.',
    }),
    mapping: Type.Optional(JsonMapping),
  },
  { additionalProperties: false },
)
export type Format = Static<typeof Format>

/** The formats of this installation, in the order in which they are tried. Changes arrive within a second. */
export interface Formats {
  current(): readonly Format[]
}
