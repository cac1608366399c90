import { type Static, type TSchema, Type } from 'typebox'
import { type Criticality, Id, MetricKey } from '../../contracts/registry.ts'
import { dutyPatterns } from '../machines/kind.ts'
import type { Speed } from '../pace.ts'

/*
 * What a scenario file says. The descriptions are the words of the errors: each says what would be right, after
 * "give" or "it must be".
 */

const exact = { additionalProperties: false }

const Words = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  description: 'a text of 1 to 100 characters',
})
const IdText = Type.String({ ...Id, description: 'an id: letters, digits, dot, underscore and hyphen' })
const Duration = (byDefault?: string) =>
  Type.String({
    pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)$',
    description: 'a duration such as 500ms, 30s, 10m, 12h or 90d',
    ...(byDefault !== undefined && { default: byDefault }),
  })
const Moment = (more: object = {}) =>
  Type.String({
    pattern:
      '^((now|start)([+-]\\d+(\\.\\d+)?(s|m|h|d))?|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))$',
    description: 'a time: now, now-10d, start+36h, or RFC 3339 such as 2026-03-01T06:00:00Z',
    ...more,
  })
const Count = (maximum: number, byDefault: number) =>
  Type.Integer({
    minimum: 1,
    maximum,
    default: byDefault,
    description: `a whole number from 1 to ${maximum}`,
  })
const Minutes = (byDefault: number) =>
  Type.Number({ minimum: 0, maximum: 525_600, default: byDefault, description: 'minutes, 0 or more' })
const Hours = (byDefault: number) =>
  Type.Number({ minimum: 0, maximum: 8_760, default: byDefault, description: 'hours, 0 or more' })
const Share = (byDefault: number) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: 'a probability from 0 to 1' })
const list = <T extends TSchema>(schema: T, description: string) =>
  Type.Array(schema, { maxItems: 10_000, default: [], description })

const TimeZone = (byDefault?: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'an IANA time zone such as Europe/Berlin',
    ...(byDefault !== undefined && { default: byDefault }),
  })

const SiteEntry = Type.Object(
  {
    id: IdText,
    name: Words,
    timeZone: TimeZone('UTC'),
    climate: Type.Enum(['temperate', 'tropical', 'hall'], {
      default: 'hall',
      description: 'temperate, tropical or hall',
    }),
  },
  { ...exact, description: 'a site: id, name, timeZone, climate' },
)

const WaveformEntry = Type.Object(
  {
    every: Duration('1h'),
    seconds: Type.Number({
      minimum: 0.1,
      maximum: 10,
      default: 4,
      description: 'a number of seconds from 0.1 to 10',
    }),
    sampleHz: Type.Integer({
      minimum: 256,
      maximum: 51_200,
      default: 8192,
      description: 'a whole number from 256 to 51200',
    }),
    encoding: Type.Enum(['base64', 'json'], { default: 'base64', description: 'base64 or json' }),
  },
  { ...exact, description: 'waveforms: every, seconds, sampleHz, encoding' },
)

const FleetEntry = Type.Object(
  {
    kind: IdText,
    id: IdText,
    count: Count(10_000, 1),
    name: Type.Optional(Words),
    site: Type.Optional(IdText),
    criticality: Type.Unsafe<Static<typeof Criticality>>(
      Type.Enum(['A', 'B', 'C'], { default: 'B', description: 'A, B or C' }),
    ),
    waveforms: Type.Optional(WaveformEntry),
    duty: Type.Optional(
      Type.Enum([...dutyPatterns], {
        description: `${dutyPatterns.slice(0, -1).join(', ')} or ${dutyPatterns.at(-1)}`,
      }),
    ),
  },
  {
    ...exact,
    description: 'machines: kind, id, and where wanted count, name, site, criticality, duty, waveforms',
  },
)

/** A file that `forewarn record` has made, played as devices. */
const RecordingEntry = Type.Object(
  {
    file: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'the path of a recording, from the directory of the scenario',
    }),
    site: Type.Optional(IdText),
    /** What was received first is received then. */
    begins: Moment({ default: 'start' }),
    prefix: Type.String({
      pattern: '^([A-Za-z0-9][A-Za-z0-9._-]{0,31})?$',
      default: '',
      description: 'what ids of devices begin with: letters, digits, dot, underscore and hyphen, up to 32',
    }),
    topics: list(
      Type.String({ description: 'a topic filter such as telemetry/+/pump-1' }),
      'a list of topic filters',
    ),
    class: Type.String({ ...Id, default: 'generic', description: 'the id of an equipment class' }),
    criticality: Type.Unsafe<Static<typeof Criticality>>(
      Type.Enum(['A', 'B', 'C'], { default: 'B', description: 'A, B or C' }),
    ),
  },
  {
    ...exact,
    description: 'a recording: file, and where wanted site, begins, prefix, topics, class, criticality',
  },
)

const rate = { minimum: 0, maximum: 1_000 }
/** Faults in a machine-year: one number for all modes of the layer together, or a number for each mode. */
const Rates = Type.Optional(
  Type.Unsafe<number | Record<string, number>>({
    anyOf: [
      { type: 'number', ...rate },
      { type: 'object', additionalProperties: { type: 'number', ...rate } },
    ],
    description:
      'faults in a machine-year: a number for all modes together, or one for each mode as {mode: number}',
  }),
)

const RandomFaults = Type.Object(
  {
    machine: Rates,
    sensor: Rates,
    network: Rates,
    /** No fault begins before: the time in which a plant is taken over and everything is looked at. */
    after: Duration('0s'),
    recovery: Duration('7d'),
  },
  { ...exact, description: 'rates: machine, sensor, network, and after and recovery' },
)

const PlannedFault = Type.Object(
  {
    asset: IdText,
    layer: Type.Enum(['machine', 'sensor', 'network'], {
      default: 'machine',
      description: 'machine, sensor or network',
    }),
    mode: Type.String({ pattern: '^[a-z][a-z0-9_]*$', description: 'a failure mode of the machine’s kind' }),
    metric: Type.Optional(Type.String({ ...MetricKey, description: 'a metric of the machine’s class' })),
    onset: Moment(),
    /** Of the machine: when it stops doing its work. */
    failure: Type.Optional(Moment()),
    /** Of a sensor or the network: when it is over. */
    end: Type.Optional(Moment()),
  },
  {
    ...exact,
    description:
      'a fault: asset, mode, onset, failure; of a sensor or the network layer, end, and where wanted metric',
  },
)

const TimeOfDay = Type.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  description: 'a time of the day in quotes, such as "06:00"',
})
const ShiftEntry = Type.Object(
  {
    /** Every day when not given. */
    days: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: 'a weekday from 1 (Monday) to 7' }), {
        minItems: 1,
        maxItems: 7,
        description: 'weekdays as a list, 1 (Monday) to 7',
      }),
    ),
    from: TimeOfDay,
    to: TimeOfDay,
    /** That of the first site when not given. */
    timeZone: Type.Optional(TimeZone()),
  },
  { ...exact, description: 'a shift: from, to, and where wanted days and timeZone' },
)

const TeamEntry = Type.Object({ id: IdText, name: Words }, { ...exact, description: 'a team: id, name' })
const TechnicianEntry = Type.Object(
  {
    id: IdText,
    name: Words,
    team: Type.Optional(IdText),
    site: Type.Optional(IdText),
    skills: list(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
        description: 'a skill: small letters, digits, _ and -',
      }),
      'a list of skills',
    ),
    shift: Type.Optional(IdText),
    seniority: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description: 'a number from 1 to 5' })),
    capacity: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000, description: 'a number from 0 to 1000' }),
    ),
  },
  {
    ...exact,
    description: 'a technician: id, name, and where wanted team, site, skills, shift, seniority, capacity',
  },
)

const Planner = Type.Object(
  {
    shift: Type.Optional(IdText),
    reviewMinutes: Minutes(60),
    /** Proposals that are turned away without anybody having looked at the machine. */
    rejects: Share(0),
    /** Proposals of these priorities do not wait for the planner: a technician takes them. */
    leaves: Type.Array(Type.Enum(['P1', 'P2', 'P3', 'P4'], { description: 'P1, P2, P3 or P4' }), {
      maxItems: 4,
      default: ['P1'],
      description: 'a list of priorities',
    }),
    /** What the sensors could not prove so long after the repair is closed by hand. */
    closesAfterHours: Hours(96),
  },
  {
    ...exact,
    default: {},
    description: 'a planner: shift, reviewMinutes, rejects, leaves, closesAfterHours',
  },
)

export const People = Type.Object(
  {
    planner: Planner,
    shifts: Type.Record(IdText, ShiftEntry, {
      default: {},
      description: 'shifts by their ids',
    }),
    teams: list(TeamEntry, 'a list of teams'),
    technicians: Type.Array(TechnicianEntry, {
      maxItems: 1_000,
      default: [],
      description: 'a list of technicians',
    }),
    /** The route tree, as PUT /routing takes it. */
    routing: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        description: 'a route tree as PUT /routing takes it',
      }),
    ),
    respondMinutes: Minutes(30),
    travelMinutes: Minutes(30),
    repairMinutes: Minutes(120),
    repairSucceeds: Share(1),
    wrongOutcome: Share(0),
    noAccess: Share(0),
    /** Until somebody sees that a machine stands still. */
    noticeMinutes: Minutes(15),
    breakdownRepairHours: Hours(8),
  },
  {
    ...exact,
    description: 'people: planner, shifts, teams, technicians, routing, and how long things take them',
  },
)
export type People = Static<typeof People>

export const Scenario = Type.Object(
  {
    name: Words,
    seed: Type.Integer({
      minimum: 0,
      maximum: 2 ** 31,
      default: 1,
      description: 'a whole number, 0 or more',
    }),
    sites: Type.Array(SiteEntry, {
      minItems: 1,
      maxItems: 1_000,
      description: 'a list of at least one site',
    }),
    start: Moment({ default: 'now' }),
    duration: Type.Optional(Duration()),
    step: Duration('1m'),
    liveStep: Duration('1s'),
    speed: Type.Unsafe<Speed>({
      anyOf: [
        { type: 'number', exclusiveMinimum: 0, maximum: 10_000 },
        { type: 'string', const: 'max' },
      ],
      default: 'max',
      description: 'max, or a number above 0 and up to 10000',
    }),
    fleet: list(FleetEntry, 'a list of machines'),
    recordings: Type.Array(RecordingEntry, {
      maxItems: 100,
      default: [],
      description: 'a list of recordings',
    }),
    faults: Type.Object(
      { random: Type.Optional(RandomFaults), planned: list(PlannedFault, 'a list of faults') },
      { ...exact, default: {}, description: 'faults: random, planned' },
    ),
    people: Type.Optional(People),
  },
  {
    ...exact,
    description:
      'a scenario: name, sites, fleet or recordings, and where wanted seed, start, duration, step, faults, people',
  },
)
export type Scenario = Static<typeof Scenario>
export type RecordingEntry = Static<typeof RecordingEntry>
export type FleetEntry = Static<typeof FleetEntry>
export type RandomFaults = Static<typeof RandomFaults>
export type Planned = Static<typeof PlannedFault>
