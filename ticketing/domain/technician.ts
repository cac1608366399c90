import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Skill } from './ticket.ts'

const Role = Type.Enum(['technician', 'planner', 'lead', 'manager'], {
  description: 'technician: is given tickets; planner, lead, manager: decide about them.',
})

/** A skill or certificate that somebody has. At `validUntilMs` it has expired. */
const HeldSkill = Type.Object(
  {
    skill: Skill,
    validUntilMs: Type.Optional(TimeMs('When the certificate expires; without it the skill stays')),
  },
  { ...exact, examples: [{ skill: 'vibration-2', validUntilMs: 1_900_000_000_000 }] },
)
const Absence = Type.Object(
  {
    fromMs: TimeMs('Begin'),
    toMs: TimeMs('End; must be after the begin'),
    reason: Type.String({ minLength: 1, maxLength: 100, examples: ['holiday'] }),
  },
  { ...exact, examples: [{ fromMs: 1_700_000_000_000, toMs: 1_700_500_000_000, reason: 'holiday' }] },
)
const facts = {
  name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '\\S',
    description: 'What people call them; not blank, at most 100 characters.',
    examples: ['Anna Keller'],
  }),
  team: Nullable(Id),
  site: Nullable(Id),
  roles: Type.Array(Role, { minItems: 1, maxItems: 4 }),
  skills: Type.Array(HeldSkill, { maxItems: 100 }),
  seniority: Type.Integer({ minimum: 1, maximum: 5, description: '1: apprentice, 5: the most senior.' }),
  capacity: Type.Integer({
    minimum: 0,
    maximum: 1000,
    description: 'How many unfinished tickets they are given at once at most.',
  }),
  /** The calendar of their working hours; null is always. */
  shift: Nullable(Id),
  absences: Type.Array(Absence, { maxItems: 200 }),
  active: Type.Boolean({ description: 'false: is given nothing.' }),
}

const example = {
  id: 'anna',
  name: 'Anna Keller',
  team: 'maintenance',
  site: 'plant-1',
  roles: ['technician'],
  skills: [{ skill: 'vibration-2', validUntilMs: 1_900_000_000_000 }],
  seniority: 4,
  capacity: 5,
  shift: null,
  absences: [],
  active: true,
}

export const Technician = Type.Object({ id: Id, ...facts }, { examples: [example] })
export type Technician = Static<typeof Technician>

const { name, team, site, roles, skills, seniority, capacity, shift, absences, active } = facts
const optional = {
  team: Type.Optional(team),
  site: Type.Optional(site),
  roles: Type.Optional(roles),
  skills: Type.Optional(skills),
  seniority: Type.Optional(seniority),
  capacity: Type.Optional(capacity),
  shift: Type.Optional(shift),
  absences: Type.Optional(absences),
  active: Type.Optional(active),
}

export const NewTechnician = Type.Object(
  { id: Id, name, ...optional },
  { ...exact, examples: [{ id: 'anna', name: 'Anna Keller', team: 'maintenance', site: 'plant-1' }] },
)
export type NewTechnician = Static<typeof NewTechnician>

export const TechnicianChange = Type.Object(
  { name: Type.Optional(name), ...optional },
  { ...exact, examples: [{ absences: example.absences, capacity: 3 }] },
)
export type TechnicianChange = Static<typeof TechnicianChange>

/** A technician of whom nothing but the name is said. */
export const technicianDefaults = {
  team: null,
  site: null,
  roles: ['technician'],
  skills: [],
  seniority: 3,
  capacity: 5,
  shift: null,
  absences: [],
  active: true,
} satisfies Omit<Technician, 'id' | 'name'>
