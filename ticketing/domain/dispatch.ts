import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { exact, Nullable, TimeMs } from './schema.ts'

const weight = (what: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: what, examples: [2] }))

/** How much each part of a score counts; what is left out has the default. */
export const Weights = Type.Object(
  {
    load: weight('Few unfinished tickets against the capacity. Default 4.'),
    distance: weight('Near the site of the ticket. Default 2.'),
    experience: weight('Jobs on this asset, and of this fault. Default 2.'),
    seniority: weight('A senior for critical assets, a junior for the others. Default 1.'),
    readiness: weight('On shift now rather than later. Default 3.'),
  },
  {
    ...exact,
    description: 'How much each part of a technician’s score counts against the others; 0 to leave it out.',
    examples: [{ load: 4, distance: 2, experience: 2, seniority: 1, readiness: 3 }],
  },
)
export type Weights = Static<typeof Weights>

export const DEFAULT_WEIGHTS: Required<Weights> = {
  load: 4,
  distance: 2,
  experience: 2,
  seniority: 1,
  readiness: 3,
}

const Part = Type.Number({ minimum: 0, maximum: 1 })

export const ScoreParts = Type.Object({
  load: Part,
  distance: Part,
  experience: Part,
  seniority: Part,
  readiness: Part,
})
export type ScoreParts = Static<typeof ScoreParts>

/** What a decision says of one technician of the team. */
export const JudgedCandidate = Type.Object({
  technician: Type.String(),
  score: Type.Number({ description: '0 to 1: the weighted mean of the parts.' }),
  parts: ScoreParts,
  facts: Type.Object(
    {
      openTickets: Type.Integer(),
      capacity: Type.Integer(),
      distanceKm: Nullable(Type.Number({ description: 'Null where a location is not known.' })),
      jobsOnAsset: Type.Integer({
        description: 'Tickets of this asset that they resolved, counted up to 20.',
      }),
      jobsOfFault: Type.Integer({
        description: 'Tickets of this fault that they resolved, on any asset, counted up to 20.',
      }),
    },
    { description: 'What the parts were computed from.' },
  ),
  rejected: Type.Optional(Type.String({ description: 'Why they cannot have it; absent where they could.' })),
})
export type JudgedCandidate = Static<typeof JudgedCandidate>

const decision = {
  team: Nullable(Type.String()),
  assignee: Nullable(
    Type.String({ description: 'The technician; null where it waits in the team’s queue.' }),
  ),
  reason: Type.String({ description: 'Why, in words.' }),
  candidates: Type.Array(JudgedCandidate, {
    description: 'Everybody of the team: who could have it, the best first, and then who could not.',
  }),
}

const example = {
  team: 'mechanics',
  assignee: 'anna',
  reason:
    'Route 2 (rotating equipment) sends it to team mechanics. anna takes it with score 0.85, the best of 2 who could: 1 of 5 tickets, 0 km away, 3 jobs on this asset.',
  candidates: [
    {
      technician: 'anna',
      score: 0.85,
      parts: { load: 0.8, distance: 1, experience: 0.5, seniority: 0.75, readiness: 1 },
      facts: { openTickets: 1, capacity: 5, distanceKm: 0, jobsOnAsset: 3, jobsOfFault: 0 },
    },
  ],
}

/** A stored decision. */
export const Decision = Type.Object(
  {
    id: Type.Integer(),
    ticket: Type.Integer(),
    atMs: TimeMs('When it was made'),
    routeVersion: Nullable(
      Type.Integer({
        description: 'The version of the route tree that led to the team; null where a person did.',
      }),
    ),
    manual: Type.Boolean({ description: 'A person gave it to somebody, or to another team.' }),
    actor: Type.String({ description: 'Who decided; `system` for the rules.' }),
    ...decision,
  },
  {
    examples: [
      {
        id: 3,
        ticket: 12,
        atMs: 1_700_000_001_000,
        routeVersion: 2,
        manual: false,
        actor: 'system',
        ...example,
      },
    ],
  },
)
export type Decision = Static<typeof Decision>

/** What a dry run answers. */
export const Trial = Type.Object(
  {
    path: Type.Array(Type.Integer(), { description: 'Positions of the routes from the root down, from 1.' }),
    skills: Type.Array(Type.String(), { description: 'What the routes and the ticket require.' }),
    ...decision,
  },
  { examples: [{ path: [2], skills: [], ...example }] },
)
export type Trial = Static<typeof Trial>

const reason = Type.String({
  minLength: 1,
  maxLength: 2000,
  pattern: '\\S',
  description: 'Why, in words; not blank, at most 2000 characters.',
})

export const AssignmentRequest = Type.Object(
  {
    assignee: Type.Optional(Nullable(Id)),
    team: Type.Optional(Id),
    reason,
  },
  {
    ...exact,
    examples: [
      { assignee: 'anna', reason: 'She rebuilt this pump last week.' },
      { team: 'electricians', reason: 'It is the frequency converter.' },
    ],
  },
)
export type AssignmentRequest = Static<typeof AssignmentRequest>
