import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { changedFields, requireFields, requireSoundFields, TicketFields } from './custom-fields.ts'

const fields: TicketFields = {
  type: 'object',
  properties: {
    permit: { type: 'string', maxLength: 5 },
    group: { type: 'string', enum: ['early', 'late'] },
    day: { type: 'string', format: 'date' },
    hours: { type: 'number', minimum: 0, maximum: 24 },
    people: { type: 'integer', minimum: 1 },
    locked: { type: 'boolean' },
    tools: { type: 'array', enum: ['crane', 'lift'] },
  },
  required: ['permit'],
}

describe('values of custom fields', () => {
  test('that fit are taken', () => {
    const values = {
      permit: 'W-1',
      group: 'late',
      day: '2024-02-29',
      hours: 1.5,
      people: 2,
      locked: false,
      tools: ['crane'],
    }
    expect(() => requireFields(fields, values)).not.toThrow()
    expect(() => requireFields(null, {})).not.toThrow()
  })

  test.each([
    [{}, '/fields/permit', 'Field permit is missing; it must be text of at most 5 characters.'],
    [{ permit: 'W-1234' }, '/fields/permit', 'Field permit must be text of at most 5 characters.'],
    [{ permit: 'W', group: 'night' }, '/fields/group', 'Field group must be one of early, late.'],
    [{ permit: 'W', day: '2026-02-30' }, '/fields/day', 'Field day must be a day as YYYY-MM-DD.'],
    [{ permit: 'W', day: '2026-13-01' }, '/fields/day', 'Field day must be a day as YYYY-MM-DD.'],
    [{ permit: 'W', day: '2100-02-29' }, '/fields/day', 'Field day must be a day as YYYY-MM-DD.'],
    [{ permit: 'W', hours: 25 }, '/fields/hours', 'Field hours must be a number from 0 to 24.'],
    [{ permit: 'W', people: 1.5 }, '/fields/people', 'Field people must be a whole number of at least 1.'],
    [{ permit: 'W', locked: 'yes' }, '/fields/locked', 'Field locked must be true or false.'],
    [{ permit: 'W', tools: ['saw'] }, '/fields/tools', 'Field tools must be a list of crane, lift.'],
    [{ permit: 'W', tools: ['lift', 'lift'] }, '/fields/tools', 'Field tools must be a list of crane, lift.'],
    [
      { permit: 'W', constructor: 1 },
      '/fields/constructor',
      `"constructor" is no field of the asset's class; known are permit, group, day, hours, people, locked, tools.`,
    ],
  ])('%o is refused', (values, field, message) => {
    expect(() => requireFields(fields, values)).toThrow(expect.objectContaining({ field, message }))
  })

  test('a class without fields knows none', () => {
    expect(() => requireFields(null, { a: 1 })).toThrow('has no custom fields')
  })

  test('a change replaces what it names, and null takes away', () => {
    expect(changedFields({ a: 1, b: 2 }, { a: null, c: 3 })).toEqual({ b: 2, c: 3 })
  })
})

describe('the fields of a class', () => {
  const sound = (given: unknown) => {
    if (!Value.Check(TicketFields, given)) throw new Error('does not fit the schema of schemas')
    requireSoundFields(given)
  }

  test('its own example and the ones above are sound', () => {
    sound(fields)
    for (const example of (TicketFields as { examples?: unknown[] }).examples ?? []) sound(example)
  })

  test.each([
    [{ type: 'object', properties: { Permit: { type: 'string' } } }, 'must begin with a small letter'],
    [{ type: 'object', properties: { 'a/b': { type: 'string' } } }, 'must begin with a small letter'],
    [
      { type: 'object', properties: { a: { type: 'boolean', enum: ['x'] } } },
      'enum does not go with the type boolean',
    ],
    [{ type: 'object', properties: { a: { type: 'number', minimum: 2, maximum: 1 } } }, 'must not be above'],
    [{ type: 'object', properties: {}, required: ['a'] }, 'required but not among'],
    [{ type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } }, 'does not fit'],
    [{ type: 'object', properties: { a: { $ref: '#' } } }, 'does not fit'],
  ])('%j is refused', (given, message) => {
    expect(() => sound(given)).toThrow(message)
  })
})
