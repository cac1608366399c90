import { type Static, Type } from 'typebox'
import { invalid } from './refusals.ts'
import { exact } from './schema.ts'

const Pointer = Type.String({
  pattern: '^(/([^/~]|~[01])*)*$',
  maxLength: 200,
  description:
    'A JSON pointer (RFC 6901) into one item; where the item has nothing there, into the whole payload.',
  examples: ['/labels/asset'],
})

/** Where a text of the ticket comes from. */
const Rule = (description: string, example: object) =>
  Type.Object(
    {
      from: Type.Optional(
        Type.Array(Pointer, {
          minItems: 1,
          maxItems: 5,
          description: 'Pointers, at most 5; the first that leads to a value counts.',
        }),
      ),
      text: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 500,
          description:
            'In place of `from`: a constant, or a text with pointers in braces, as `{/labels/alertname} at {/labels/line}`.',
        }),
      ),
      table: Type.Optional(
        Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 500 }), {
          maxProperties: 500,
          description:
            'What a value means: values that are not in it stay as they are, unless `otherwise` is given.',
        }),
      ),
      otherwise: Type.Optional(
        Type.String({
          maxLength: 500,
          description: 'What counts where there is no value, or where the table does not have it.',
        }),
      ),
    },
    { ...exact, description, examples: [example] },
  )
export type Rule = Static<ReturnType<typeof Rule>>

/** How to read one ticket from each item of a payload. What is not given is as the intake's kind has it. */
export const IntakeMapping = Type.Object(
  {
    items: Type.Optional({
      ...Pointer,
      description:
        'Where the items are: an array, or one object. A JSON pointer into the payload (RFC 6901); default: the payload itself.',
    }),
    key: Type.Optional(
      Rule(
        'What makes two items the same fault, so that they are one open ticket. Without a key every item is one.',
        {
          text: '{/plant}/{/faultId}',
        },
      ),
    ),
    state: Type.Optional(
      Rule('`firing` or `resolved`; without it everything is firing.', {
        from: ['/status'],
        table: { '0': 'resolved', '1': 'firing' },
      }),
    ),
    startedAt: Type.Optional(
      Rule('When it began: RFC 3339, or a number of seconds or milliseconds since 1970.', {
        from: ['/since'],
      }),
    ),
    asset: Type.Optional(
      Rule('The id of the asset.', { from: ['/machine'], table: { 'PUMP 07': 'pump-7' } }),
    ),
    title: Type.Optional(Rule('What it is called in lists; cut at 200 characters.', { from: ['/message'] })),
    description: Type.Optional(
      Rule('What is wrong; cut at 10000 characters.', { text: '{/message}\nLine {/line}' }),
    ),
    severity: Type.Optional(
      Rule('minor, major or critical; the usual words of others (warning, page, …) are known.', {
        from: ['/level'],
        table: { '3': 'critical' },
        otherwise: 'minor',
      }),
    ),
    kind: Type.Optional(Rule('The kind of ticket; corrective unless given.', { text: 'inspection' })),
    faultKey: Type.Optional(Rule('What is at fault, as a name for reports.', { from: ['/code'] })),
    requesterName: Type.Optional(Rule('Who asks.', { from: ['/caller/name'] })),
    requesterContact: Type.Optional(Rule('Telephone or mail of who asks.', { from: ['/caller/phone'] })),
    fields: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 40 }),
        Rule('The value as it is in the payload; text where `text` or `table` is given.', {
          from: ['/permit'],
        }),
        { maxProperties: 50, description: 'Custom fields of the equipment class by name.' },
      ),
    ),
  },
  {
    ...exact,
    examples: [{ key: { from: ['/id'] }, asset: { from: ['/machine'] }, title: { from: ['/message'] } }],
  },
)
export type IntakeMapping = Static<typeof IntakeMapping>

/** A pointer in braces within a text. */
const IN_BRACES = /\{([^{}]*)\}/g

/** The parts of a text: what stands there, and pointers. */
export function partsOf(text: string): { words?: string; pointer?: string }[] {
  const parts: { words?: string; pointer?: string }[] = []
  let end = 0
  for (const { index, 0: whole, 1: pointer = '' } of text.matchAll(IN_BRACES)) {
    if (index > end) parts.push({ words: text.slice(end, index) })
    parts.push({ pointer })
    end = index + whole.length
  }
  if (end < text.length) parts.push({ words: text.slice(end) })
  return parts
}

/** Throws `invalid` for what the schema cannot say; `at` is the JSON pointer of the mapping. */
export function requireSoundMapping(mapping: IntakeMapping, at = '/mapping'): void {
  const { items: _, fields = {}, ...rules } = mapping
  for (const [name, rule] of Object.entries(rules)) requireSoundRule(rule as Rule, `${at}/${name}`)
  for (const [name, rule] of Object.entries(fields)) {
    requireSoundRule(rule, `${at}/fields/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

function requireSoundRule({ from, text, otherwise }: Rule, at: string): void {
  if (from && text !== undefined) throw invalid(at, 'Give from or text, not both.')
  if (!from && text === undefined && otherwise === undefined) {
    throw invalid(at, 'Say where the value comes from: give from or text.')
  }
  const wrong = partsOf(text ?? '').find(
    ({ pointer }) => pointer !== undefined && !/^(\/([^/~]|~[01])*)+$/.test(pointer),
  )
  if (wrong) {
    const shown = JSON.stringify(`{${wrong.pointer}}`.slice(0, 80))
    throw invalid(`${at}/text`, `${shown} must be a JSON pointer in braces, such as {/labels/asset}.`)
  }
}
