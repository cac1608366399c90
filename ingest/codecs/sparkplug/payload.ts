import protobuf from 'protobufjs/light.js'

/** An unsigned 64-bit integer as protobufjs gives it. */
interface Long {
  low: number
  toNumber(): number
  toSigned(): Long
  toString(): string
}

interface Values {
  /** Which of the fields below is there. */
  value?: 'intValue' | 'longValue' | 'floatValue' | 'doubleValue' | 'booleanValue' | 'stringValue'
  intValue: number
  longValue: Long
  floatValue: number
  doubleValue: number
  booleanValue: boolean
  stringValue: string
}

interface PropertySet {
  keys: string[]
  values: Values[]
}

/** Fields without a value have their default; `field` tells the two apart. */
export interface Metric extends Omit<Values, 'value'> {
  value?: Values['value'] | 'bytesValue' | 'datasetValue' | 'templateValue' | 'extensionValue'
  name: string
  alias: Long
  timestamp: Long
  datatype: number
  isNull: boolean
  properties: PropertySet | null
  templateValue: { metrics: Metric[]; isDefinition: boolean } | null
}

export interface Payload {
  timestamp: Long
  metrics: Metric[]
  seq: Long
  uuid: string
}

/** The field where the message has it. */
export function field<M extends object, K extends keyof M>(message: M, key: K): M[K] | undefined {
  return Object.hasOwn(message, key) ? message[key] : undefined
}

const scalars = (intValue: number) => ({
  intValue: { type: 'uint32', id: intValue },
  longValue: { type: 'uint64', id: intValue + 1 },
  floatValue: { type: 'float', id: intValue + 2 },
  doubleValue: { type: 'double', id: intValue + 3 },
  booleanValue: { type: 'bool', id: intValue + 4 },
  stringValue: { type: 'string', id: intValue + 5 },
})
const SCALARS = Object.keys(scalars(0))

/**
 * The payload of chapter 6.4 of the specification, by its field numbers. What is not read (metadata, template
 * parameters) is left out; data sets and extensions are bytes here, so that they are seen but not opened. The edition
 * tells a zero from a field that is not there.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    Payload: {
      edition: 'proto2',
      fields: {
        timestamp: { type: 'uint64', id: 1 },
        metrics: { rule: 'repeated', type: 'Metric', id: 2 },
        seq: { type: 'uint64', id: 3 },
        uuid: { type: 'string', id: 4 },
      },
    },
    Metric: {
      edition: 'proto2',
      oneofs: {
        value: {
          oneof: [...SCALARS, 'bytesValue', 'datasetValue', 'templateValue', 'extensionValue'],
        },
      },
      fields: {
        name: { type: 'string', id: 1 },
        alias: { type: 'uint64', id: 2 },
        timestamp: { type: 'uint64', id: 3 },
        datatype: { type: 'uint32', id: 4 },
        isNull: { type: 'bool', id: 7 },
        properties: { type: 'PropertySet', id: 9 },
        ...scalars(10),
        bytesValue: { type: 'bytes', id: 16 },
        datasetValue: { type: 'bytes', id: 17 },
        templateValue: { type: 'Template', id: 18 },
        extensionValue: { type: 'bytes', id: 19 },
      },
    },
    Template: {
      edition: 'proto2',
      fields: {
        metrics: { rule: 'repeated', type: 'Metric', id: 2 },
        isDefinition: { type: 'bool', id: 5 },
      },
    },
    PropertySet: {
      edition: 'proto2',
      fields: {
        keys: { rule: 'repeated', type: 'string', id: 1 },
        values: { rule: 'repeated', type: 'PropertyValue', id: 2 },
      },
    },
    PropertyValue: {
      edition: 'proto2',
      oneofs: { value: { oneof: SCALARS } },
      fields: scalars(3),
    },
  },
})
const type = root.lookupType('Payload')

/** Throws when the bytes are no payload. */
export function decodePayload(bytes: Uint8Array): Payload {
  const reader = protobuf.Reader.create(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  reader.discardUnknown = true
  return type.decode(reader) as unknown as Payload
}

/** The fields by their names above, without the defaults; 64-bit integers may be numbers. */
export function encodePayload(payload: object): Uint8Array {
  return type.encode(type.fromObject(payload)).finish()
}
