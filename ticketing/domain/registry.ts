import { type Static, Type } from 'typebox'
import { DeviceStatus } from '../../contracts/device-ledger.ts'
import { Address, Criticality, Id, MetricSource, SilentAfterS } from '../../contracts/registry.ts'
import { Location } from './distance.ts'
import { invalid } from './refusals.ts'
import { exact, Nullable, TimeMs } from './schema.ts'

const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  description: 'What people call it; not blank, at most 100 characters.',
  examples: ['Cooling water pump 7'],
})

const site = {
  id: Id,
  name: Name,
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'IANA time zone in which the site works, such as Europe/Berlin or UTC.',
    examples: ['Europe/Berlin'],
  }),
}
const siteExample = { id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' }

export const Site = Type.Object(
  { ...site, location: Nullable(Location) },
  { examples: [{ ...siteExample, location: { latitude: 52.52, longitude: 13.4 } }] },
)
export type Site = Static<typeof Site>

export const Availability = Type.Enum(['in_service', 'down', 'out_of_service'], {
  description:
    'in_service; down: it stands still and should not, and what is below it makes no tickets; ' +
    'out_of_service: it is not used, and neither it nor what is below it makes any.',
})
export type Availability = Static<typeof Availability>
export const NewSite = Type.Object(
  { ...site, location: Type.Optional(Nullable(Location)) },
  { ...exact, examples: [siteExample] },
)
export type NewSite = Static<typeof NewSite>

export const Asset = Type.Object(
  {
    id: Id,
    site: Id,
    class: Id,
    criticality: Criticality,
    name: Name,
    parent: Nullable(Id),
    availability: Availability,
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
        availability: 'in_service',
      },
    ],
  },
)
export type Asset = Static<typeof Asset>

/** What a caller gives of a device beside its id and place; all of it may be left out. */
export const deviceOptions = {
  address: Nullable(Address),
  gateway: Nullable(
    Type.String({
      ...Id,
      description:
        'The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.',
      examples: ['gateway-1'],
    }),
  ),
  metrics: Type.Array(MetricSource, {
    maxItems: 200,
    description: 'What arrives under another name or in another unit than the metric’s own.',
  }),
  silentAfterS: Nullable(
    Type.Integer({
      ...SilentAfterS,
      description:
        'Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.',
    }),
  ),
}

const stateExample = {
  status: 'online',
  statusSinceMs: 1_700_000_000_000,
  lastSeenMs: 1_700_000_600_000,
  lastObservedMs: 1_700_000_599_000,
  clockAheadMs: -120,
  silentSinceMs: null,
  attributes: { firmware: '2.4.1' },
}

/** What is known of a device beside its readings. */
export const DeviceState = Type.Object(
  {
    status: Nullable(DeviceStatus),
    statusSinceMs: Nullable(TimeMs('Since when it has this status')),
    lastSeenMs: Nullable(TimeMs('When anything of it was last received')),
    lastObservedMs: Nullable(TimeMs('Event time of its newest reading')),
    clockAheadMs: Nullable(
      Type.Integer({
        description:
          'How far its clock is ahead of ours in ms, negative when it is behind (the way to us counts as behind): the largest difference of about the last hour. Null when it names no times.',
      }),
    ),
    silentSinceMs: Nullable(TimeMs('Its last word, when it is silent for too long')),
    attributes: Type.Record(Type.String(), Type.String(), {
      description: 'What it says of itself: firmware, serial number and the like.',
    }),
  },
  {
    examples: [stateExample],
  },
)
export type DeviceState = Static<typeof DeviceState>

const place = { id: Id, site: Id, asset: Id }
const sensor = { id: 'sensor-7', site: 'plant-1', asset: 'pump-7' }

export const NewDevice = Type.Object(
  {
    ...place,
    address: Type.Optional(deviceOptions.address),
    gateway: Type.Optional(deviceOptions.gateway),
    metrics: Type.Optional(deviceOptions.metrics),
    silentAfterS: Type.Optional(deviceOptions.silentAfterS),
  },
  {
    ...exact,
    examples: [
      sensor,
      {
        ...sensor,
        address: 'Plant 1/Press line/Pump 7',
        metrics: [{ source: 'Temperatures/Motor', metric: 'temperature', unit: '°F' }],
        silentAfterS: 86_400,
      },
    ],
  },
)
export type NewDevice = Static<typeof NewDevice>

export const deviceExample = {
  ...sensor,
  address: null,
  gateway: null,
  metrics: [],
  silentAfterS: null,
  state: stateExample,
}
export const Device = Type.Object(
  { ...place, ...deviceOptions, state: DeviceState },
  { examples: [deviceExample] },
)
export type Device = Static<typeof Device>

const team = { id: Id, name: Name }
const teamExample = { id: 'maintenance', name: 'Maintenance' }

/** Technicians, who hear of what nobody of the team can have, and of what is late. */
export const Team = Type.Object(
  { ...team, lead: Nullable(Id), manager: Nullable(Id) },
  { examples: [{ ...teamExample, lead: 'anna', manager: 'olga' }] },
)
export type Team = Static<typeof Team>

export const NewTeam = Type.Object(
  { ...team, lead: Type.Optional(Nullable(Id)), manager: Type.Optional(Nullable(Id)) },
  { ...exact, examples: [teamExample] },
)
export type NewTeam = Static<typeof NewTeam>

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

/** Throws `invalid` for what is none. */
export function requireTimeZone(name: string, pointer = '/timeZone'): void {
  if (isTimeZone(name)) return
  throw invalid(pointer, `${name} is not an IANA time zone; use one such as Europe/Berlin or UTC.`)
}
