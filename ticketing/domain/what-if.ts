import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Id, MetricKey } from '../../contracts/registry.ts'
import { Weights } from './dispatch.ts'
import { Priority } from './priority.ts'
import { routeDefinitions } from './route-tree.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Skill, TicketKind, TicketSource } from './ticket.ts'

const ticket = {
  asset: Id,
  kind: Type.Optional(TicketKind),
  source: Type.Optional(TicketSource),
  severity: Type.Optional(Severity),
  priority: Type.Optional(Priority),
  title: Type.Optional(Type.String({ maxLength: 200 })),
  faultKey: Type.Optional(MetricKey),
  faultKind: Type.Optional(Type.Enum(['machine', 'sensor'])),
  detector: Type.Optional(Type.String({ maxLength: 100, examples: ['band@1'] })),
  device: Type.Optional(Id),
  metric: Type.Optional(MetricKey),
  unit: Type.Optional(Type.String({ maxLength: 16 })),
  fields: Type.Optional(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'Custom fields.',
    }),
  ),
  requiredSkills: Type.Optional(Type.Array(Skill, { maxItems: 20 })),
  respondByMs: Type.Optional(TimeMs('Until when somebody must have accepted it')),
  atMs: Type.Optional(TimeMs('When it would be made; now when left out')),
}

const policy = { tree: Type.Optional(Type.Ref('RouteTree')), weights: Type.Optional(Weights) }

/** Requests with a route tree: recursive schemas, so their parts are named once here. */
export const whatIfDefinitions = {
  ...routeDefinitions,
  TrialRequest: Type.Object(
    { ...ticket, ...policy },
    {
      ...exact,
      description: 'A ticket that is not, and a policy where it shall not be the one that counts.',
      examples: [{ asset: 'pump-7', severity: 'critical', metric: 'vibration_rms' }],
    },
  ),
  WhatIfRequest: Type.Object(
    { fromMs: TimeMs('Begin of the period'), toMs: TimeMs('End of the period, not included'), ...policy },
    {
      ...exact,
      description: 'A period, and what would have counted in it: a tree, weights, or both.',
      examples: [{ fromMs: 1_700_000_000_000, toMs: 1_702_592_000_000, weights: { distance: 4 } }],
    },
  ),
}

export const TrialRequest = Type.Cyclic(whatIfDefinitions, 'TrialRequest')
export type TrialRequest = Static<typeof TrialRequest>
export const WhatIfRequest = Type.Cyclic(whatIfDefinitions, 'WhatIfRequest')
export type WhatIfRequest = Static<typeof WhatIfRequest>

const Load = Type.Object({ max: Type.Number(), mean: Type.Number(), spread: Type.Number() })
const Figures = Type.Object({
  wrongDispatch: Type.Integer({
    description: 'Tickets that another team or person resolved than was decided.',
  }),
  resolved: Type.Integer({ description: 'Of so many that were resolved.' }),
  wrongDispatchShare: Nullable(Type.Number()),
  unassigned: Type.Integer({ description: 'Tickets that waited in a team’s queue.' }),
  loadPerTechnician: {
    ...Load,
    description: 'Tickets of the period per active technician; the spread is the standard deviation.',
  },
})

const Assignment = Type.Object({ team: Type.String(), assignee: Nullable(Type.String()) })

const figures = {
  wrongDispatch: 19,
  resolved: 198,
  wrongDispatchShare: 0.096,
  unassigned: 3,
  loadPerTechnician: { max: 31, mean: 17.4, spread: 6.2 },
}

export const WhatIf = Type.Object(
  {
    tickets: Type.Integer({ description: 'Tickets that were made in the period.' }),
    changed: Type.Array(
      Type.Object({
        ticket: Type.Integer(),
        before: Assignment,
        after: Type.Object({ ...Assignment.properties, reason: Type.String() }),
      }),
    ),
    figures: Type.Object({ before: Figures, after: Figures }),
  },
  {
    examples: [
      {
        tickets: 212,
        changed: [
          {
            ticket: 12,
            before: { team: 'mechanics', assignee: 'anna' },
            after: {
              team: 'electricians',
              assignee: 'eli',
              reason: 'Route 1 sends it to team electricians.',
            },
          },
        ],
        figures: { before: figures, after: { ...figures, wrongDispatch: 4, wrongDispatchShare: 0.0202 } },
      },
    ],
  },
)
export type WhatIf = Static<typeof WhatIf>
