import { type Static, type TSchema, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Criticality, Id, MetricKey } from '../../contracts/registry.ts'
import { Priority } from './priority.ts'
import { exact } from './schema.ts'
import { TicketKind } from './ticket.ts'

const OneOrMore = <T extends TSchema>(schema: T, what: string) =>
  Type.Optional(
    Type.Union([schema, Type.Array(schema, { minItems: 1, maxItems: 100 })], {
      description: `${what}: one value, or a list of values of which one must be the ticket's.`,
    }),
  )

export const RouteMatch = Type.Object(
  {
    site: OneOrMore(Id, 'Site'),
    class: OneOrMore(Id, 'Equipment class'),
    asset: OneOrMore(Id, 'Asset'),
    criticality: OneOrMore(Criticality, 'Criticality of the asset (A, B, C)'),
    kind: OneOrMore(TicketKind, 'Kind of the ticket'),
    severity: OneOrMore(Severity, 'Severity (minor, major, critical)'),
    priority: OneOrMore(Priority, 'Priority (P1 to P4)'),
    faultKey: OneOrMore(MetricKey, 'Fault key'),
  },
  { ...exact, description: 'All given attributes must fit.' },
)
export type RouteMatch = Static<typeof RouteMatch>

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
    { team: Id, routes: Type.Optional(Type.Array(Type.Ref('Route'), { maxItems: 200 })) },
    {
      ...exact,
      description: 'The root: its team takes what no route takes.',
      examples: [
        {
          team: 'maintenance',
          routes: [{ name: 'rotating', match: { class: ['pump', 'motor'] }, team: 'maintenance' }],
        },
      ],
    },
  ),
}

export const Route = Type.Cyclic(routeDefinitions, 'Route')
export type Route = Static<typeof Route>
export const RouteTree = Type.Cyclic(routeDefinitions, 'RouteTree')
export type RouteTree = Static<typeof RouteTree>
