import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { invalid } from './refusals.ts'
import { exact } from './schema.ts'

const FIELD_NAME = '^[a-z][A-Za-z0-9_]{0,39}$'
const MAX_TEXT = 2000
const MAX_LIST = 50

const Choice = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  description: 'The texts of which one must be given; of a list, those that may stand in it.',
})

/** One custom field. Which keywords go with which type is checked by `requireSoundFields`, in words. */
const CustomField = Type.Object(
  {
    type: Type.Enum(['string', 'number', 'integer', 'boolean', 'array'], {
      description: 'array: a list of texts.',
    }),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'What a form calls it.' })),
    description: Type.Optional(Type.String({ maxLength: 500 })),
    unit: Type.Optional(Type.String({ maxLength: 16, description: 'Of a number, for people.' })),
    enum: Type.Optional(Choice),
    format: Type.Optional(Type.Enum(['date'], { description: 'A day as YYYY-MM-DD.' })),
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_TEXT })),
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
  },
  exact,
)
type CustomField = Static<typeof CustomField>

/**
 * The custom fields that tickets of an equipment class have: a subset of JSON Schema that a form can be made from.
 * Without `pattern` and `$ref`, so that no schema can be slow or endless.
 */
export const TicketFields = Type.Object(
  {
    type: Type.Literal('object'),
    properties: Type.Record(Type.String({ maxLength: 40 }), CustomField, {
      maxProperties: 50,
      description:
        'Fields by name, at most 50. A name begins with a small letter, then letters, digits and underscores; at most 40.',
    }),
    required: Type.Optional(
      Type.Array(Type.String({ maxLength: 40 }), {
        maxItems: 50,
        uniqueItems: true,
        description: 'Fields that whoever writes a ticket must give.',
      }),
    ),
  },
  {
    ...exact,
    examples: [
      {
        type: 'object',
        properties: {
          permitNumber: { type: 'string', title: 'Permit to work', maxLength: 20 },
          lockedOut: { type: 'boolean', title: 'Locked out and tagged' },
          downtimeHours: { type: 'number', minimum: 0, unit: 'h' },
          shiftGroup: { type: 'string', enum: ['early', 'late', 'night'] },
        },
        required: ['permitNumber'],
      },
    ],
  },
)
export type TicketFields = Static<typeof TicketFields>

/** What a ticket has in its custom fields. */
export const FieldValues = Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), {
  maxProperties: 50,
  description: 'Custom fields by name, as the `ticketFields` of the asset’s class want them.',
})
export type FieldValues = Static<typeof FieldValues>

const KEYWORDS: Record<CustomField['type'], readonly string[]> = {
  string: ['enum', 'format', 'maxLength'],
  number: ['unit', 'minimum', 'maximum'],
  integer: ['unit', 'minimum', 'maximum'],
  boolean: [],
  array: ['enum'],
}
const ALWAYS = ['type', 'title', 'description']

/** Throws `invalid` for what the schema of schemas cannot say; `at` is the JSON pointer of the fields. */
export function requireSoundFields({ properties, required = [] }: TicketFields, at = '/ticketFields'): void {
  for (const [name, field] of Object.entries(properties)) {
    const pointer = `${at}/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!new RegExp(FIELD_NAME).test(name)) {
      throw invalid(
        pointer,
        `A field's name must begin with a small letter, then letters, digits, underscores.`,
      )
    }
    const allowed = [...ALWAYS, ...KEYWORDS[field.type]]
    const stray = Object.keys(field).find(keyword => !allowed.includes(keyword))
    if (stray) {
      throw invalid(`${pointer}/${stray}`, `${stray} does not go with the type ${field.type}; leave it out.`)
    }
    if (field.minimum !== undefined && field.maximum !== undefined && field.minimum > field.maximum) {
      throw invalid(`${pointer}/minimum`, `The minimum of ${name} must not be above its maximum.`)
    }
  }
  for (const [index, name] of required.entries()) {
    if (Object.hasOwn(properties, name)) continue
    throw invalid(`${at}/required/${index}`, `Field ${name} is required but not among the properties.`)
  }
}

/** Throws `invalid` at `/fields/…` where the values do not fit the class; without a schema there are no fields. */
export function requireFields(schema: TicketFields | null, values: FieldValues): void {
  const properties = schema?.properties ?? {}
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (!field) throw invalid(pointerOf(name), unknownField(name, Object.keys(properties)))
    if (!Value.Check(schemaOf(field), value) || !isDate(field, value)) {
      throw invalid(pointerOf(name), `Field ${name} must be ${wanted(field)}.`)
    }
  }
  for (const name of schema?.required ?? []) {
    if (Object.hasOwn(values, name)) continue
    const field = properties[name]
    throw invalid(pointerOf(name), `Field ${name} is missing; it must be ${field ? wanted(field) : 'given'}.`)
  }
}

/** Of the fields of a former class those that the new one knows. */
export function changedFields(present: FieldValues, change: Record<string, unknown>): FieldValues {
  const next = Object.entries({ ...present, ...change })
  return Object.fromEntries(next.filter(([, value]) => value !== null))
}

const pointerOf = (name: string) => `/fields/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`

function unknownField(name: string, known: string[]): string {
  const shown = JSON.stringify(name.slice(0, 40))
  if (known.length === 0) return `The class of the asset has no custom fields, so ${shown} is not known.`
  return `${shown} is no field of the asset's class; known are ${known.join(', ')}.`
}

function schemaOf({ type, enum: choice, maxLength = MAX_TEXT, minimum, maximum }: CustomField): TSchema {
  const bounds = { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) }
  switch (type) {
    case 'string':
      return choice ? Type.Enum(choice) : Type.String({ maxLength })
    case 'number':
      return Type.Number(bounds)
    case 'integer':
      return Type.Integer(bounds)
    case 'boolean':
      return Type.Boolean()
    case 'array':
      return Type.Array(choice ? Type.Enum(choice) : Type.String({ maxLength: MAX_TEXT }), {
        maxItems: MAX_LIST,
        uniqueItems: true,
      })
  }
}

/** A day that exists: 2026-02-30 has the form of one only. */
function isDate({ format }: CustomField, value: unknown): boolean {
  if (format !== 'date') return true
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number)
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (lengths[month - 1] ?? 0)
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function wanted({ type, enum: choice, format, maxLength = MAX_TEXT, minimum, maximum }: CustomField): string {
  if (type === 'boolean') return 'true or false'
  if (type === 'array')
    return choice ? `a list of ${choice.join(', ')}` : `a list of at most ${MAX_LIST} texts`
  if (type === 'string') {
    if (choice) return `one of ${choice.join(', ')}`
    return format === 'date' ? 'a day as YYYY-MM-DD' : `text of at most ${maxLength} characters`
  }
  const noun = type === 'integer' ? 'a whole number' : 'a number'
  if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`
  if (minimum !== undefined) return `${noun} of at least ${minimum}`
  return maximum !== undefined ? `${noun} of at most ${maximum}` : noun
}
