import { type Static, Type } from 'typebox'
import { Criticality, Id } from '../../contracts/registry.ts'
import { exact, Nullable } from './schema.ts'

const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  description: 'What people call it; not blank, at most 100 characters.',
  examples: ['Cooling water pump 7'],
})

export const Site = Type.Object(
  {
    id: Id,
    name: Name,
    timeZone: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'IANA time zone in which the site works, such as Europe/Berlin or UTC.',
      examples: ['Europe/Berlin'],
    }),
  },
  { ...exact, examples: [{ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' }] },
)
export type Site = Static<typeof Site>

export const Asset = Type.Object(
  {
    id: Id,
    site: Id,
    class: Id,
    criticality: Criticality,
    name: Name,
    parent: Nullable(Id),
  },
  {
    ...exact,
    examples: [
      {
        id: 'pump-7',
        site: 'plant-1',
        class: 'pump',
        criticality: 'A',
        name: 'Cooling water pump 7',
        parent: null,
      },
    ],
  },
)
export type Asset = Static<typeof Asset>

export const Device = Type.Object(
  { id: Id, site: Id, asset: Id },
  { ...exact, examples: [{ id: 'sensor-7', site: 'plant-1', asset: 'pump-7' }] },
)
export type Device = Static<typeof Device>

export const Team = Type.Object(
  { id: Id, name: Name },
  { ...exact, examples: [{ id: 'maintenance', name: 'Maintenance' }] },
)
export type Team = Static<typeof Team>

export const FailureCode = Type.Object(
  {
    code: Type.String({
      pattern: '^[A-Z][A-Z0-9_-]{0,15}$',
      description: 'Capital letters, digits, underscore and hyphen; starts with a letter; at most 16.',
      examples: ['VIB'],
    }),
    name: Name,
  },
  { ...exact, examples: [{ code: 'VIB', name: 'Vibration' }] },
)
export type FailureCode = Static<typeof FailureCode>

/** Whether the name is an IANA time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name) // offsets are accepted by Intl, but know no daylight saving
  } catch {
    return false
  }
}
