import { type Static, Type } from 'typebox'

export const Role = Type.Enum(['administrator', 'planner', 'technician', 'lead', 'manager'], {
  description: 'What a person may do: a workflow can keep a transition for a role, or ask for its approval.',
})
export type Role = Static<typeof Role>
