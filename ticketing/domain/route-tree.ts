import { type Static, type TSchema, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Criticality, Id, MetricKey } from '../../contracts/registry.ts'
import { Weights } from './dispatch.ts'
import { Priority } from './priority.ts'
import { exact } from './schema.ts'
import { Skill, TicketKind, TicketSource } from './ticket.ts'

/** Bounds what compiling a tree costs. */
export const MAX_REGEXES = 100
const MAX_REGEX_LENGTH = 200

const Regex = Type.Object(
  {
    regex: Type.String({
      minLength: 1,
      maxLength: MAX_REGEX_LENGTH,
      description:
        'A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.',
      examples: ['press-line-.*|pump-(7|8)'],
    }),
  },
  exact,
)

const OneOrMore = <T extends TSchema>(schema: T) =>
  [schema, Type.Array(schema, { minItems: 1, maxItems: 100 }), Regex] as const

/** One value, a list of values of which one must be the ticket's, a regular expression, or `not` any of these. */
const Matcher = <T extends TSchema>(schema: T, what: string) =>
  Type.Optional(
    Type.Union([...OneOrMore(schema), Type.Object({ not: Type.Union([...OneOrMore(schema)]) }, exact)], {
      description:
        `${what}: one value, or a list of values of which one must be the ticket's, or {"regex": …}, ` +
        'or {"not": …} of any of these. What the ticket does not have is the empty text.',
    }),
  )

const Text = Type.String({ maxLength: 200 })

export const RouteMatch = Type.Object(
  {
    site: Matcher(Id, 'Site'),
    class: Matcher(Id, 'Equipment class'),
    asset: Matcher(Id, 'Asset'),
    assetName: Matcher(Text, 'Name of the asset'),
    within: Matcher(Id, 'The asset or any of its ancestors in the asset tree'),
    criticality: Matcher(Criticality, 'Criticality of the asset (A, B, C)'),
    kind: Matcher(TicketKind, 'Kind of the ticket'),
    source: Matcher(TicketSource, 'Where the ticket comes from (finding, planner, operator, api)'),
    title: Matcher(Text, 'Title of the ticket'),
    severity: Matcher(Severity, 'Severity (minor, major, critical)'),
    priority: Matcher(Priority, 'Priority (P1 to P4)'),
    skill: Matcher(Skill, 'A skill that the ticket requires'),
    faultKey: Matcher(MetricKey, 'Fault key'),
    faultKind: Matcher(Type.Enum(['machine', 'sensor']), 'What is at fault (machine, sensor)'),
    detector: Matcher(Text, 'Detector of the first finding, with or without its version'),
    device: Matcher(Id, 'Device of the first finding'),
    metric: Matcher(MetricKey, 'Metric of the first finding'),
    unit: Matcher(Type.String({ maxLength: 16 }), 'Unit of the metric'),
    fields: Type.Optional(
      Type.Record(Type.String(), Matcher(Text, 'A custom field of the ticket'), {
        maxProperties: 20,
        description: 'Custom fields of the ticket by name, compared as text.',
      }),
    ),
  },
  { ...exact, description: 'All given attributes must fit.' },
)
export type RouteMatch = Static<typeof RouteMatch>

/** What a match may ask of one attribute. */
type Values = string | readonly string[]
type Positive = Values | { regex: string }
export type Matcher = Positive | { not: Positive }

const Skills = Type.Optional(
  Type.Array(Skill, {
    maxItems: 20,
    description: 'Skills or certificates that a technician must have, beside those of the routes above.',
    examples: [['vibration-2']],
  }),
)

/** The route tree and its parts: a recursive schema, so the parts are named once here. */
export const routeDefinitions = {
  Route: Type.Object(
    {
      name: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'For the reason sentence, up to 100 characters.',
        }),
      ),
      match: Type.Optional(RouteMatch),
      team: Type.Optional(Id),
      skills: Skills,
      continue: Type.Optional(
        Type.Boolean({
          description:
            'Look on among the routes after this one; it takes the ticket only if none of them does.',
        }),
      ),
      routes: Type.Optional(Type.Array(Type.Ref('Route'), { maxItems: 200 })),
    },
    {
      ...exact,
      description:
        'Takes what matches; its first fitting child goes before itself. Without a team: its parent’s.',
    },
  ),
  RouteTree: Type.Object(
    {
      team: Id,
      skills: Skills,
      routes: Type.Optional(Type.Array(Type.Ref('Route'), { maxItems: 200 })),
      weights: Type.Optional(Weights),
    },
    {
      ...exact,
      description: 'The root: its team takes what no route takes. Weights are for the choice inside a team.',
      examples: [
        {
          team: 'maintenance',
          routes: [
            { name: 'rotating', match: { class: ['pump', 'motor'] }, team: 'maintenance' },
            { name: 'not ours', match: { asset: { not: { regex: 'press-.*' } }, site: 'plant-2' } },
          ],
        },
      ],
    },
  ),
}

export const Route = Type.Cyclic(routeDefinitions, 'Route')
export type Route = Static<typeof Route>
export const RouteTree = Type.Cyclic(routeDefinitions, 'RouteTree')
export type RouteTree = Static<typeof RouteTree>
