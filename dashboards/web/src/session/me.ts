import type { AccessRole, Grant, Me } from '../api/types.ts'

const PLANT = ['administrator', 'planner', 'technician', 'viewer'] as const
const CREW = ['administrator', 'planner', 'technician'] as const
const PLANNING = ['administrator', 'planner'] as const
const RULING = ['administrator'] as const

/**
 * What this page shows only to those who may: roles as the API's own policy has them for the operation, which
 * `test/contract/api-web-types.test.ts` holds them to. The API decides; this keeps buttons away that it would refuse.
 */
export const NEEDS = {
  listAccounts: { roles: RULING, everywhere: true },
  getAuditStatus: { roles: RULING, everywhere: true },
  listDeadLetters: { roles: PLANNING, everywhere: true },
  replayDeadLetters: { roles: PLANNING, everywhere: true },
  listQuarantine: { roles: PLANNING, everywhere: false },
  listTeams: { roles: PLANT, everywhere: false },
  listTechnicians: { roles: PLANT, everywhere: false },
  createTeamFeed: { roles: PLANNING, everywhere: true },
  createTechnicianFeed: { roles: CREW, everywhere: false },
  updateTechnician: { roles: PLANNING, everywhere: false },
  listLedger: { roles: PLANNING, everywhere: false },
  getSeries: { roles: PLANT, everywhere: false },
  assignTicket: { roles: CREW, everywhere: false },
  transitionTicket: { roles: CREW, everywhere: false },
  listSignatures: { roles: PLANT, everywhere: false },
  signWork: { roles: CREW, everywhere: false },
  updateTicket: { roles: CREW, everywhere: false },
  addComment: { roles: [...CREW, 'requester'], everywhere: false },
} as const satisfies Record<string, { roles: readonly AccessRole[]; everywhere: boolean }>

export type Need = keyof typeof NEEDS

/** Whether somebody may do it; at the site where one is named, otherwise anywhere. */
export function may({ grants }: Pick<Me, 'grants'>, need: Need, site?: string): boolean {
  const { roles, everywhere }: { roles: readonly AccessRole[]; everywhere: boolean } = NEEDS[need]
  const fits = (grant: Grant) =>
    grant.site === null || (!everywhere && (site === undefined || grant.site === site))
  return grants.some(grant => roles.includes(grant.role) && fits(grant))
}

/** `Planner at Hall 1, viewer everywhere`. */
export function roleWords(grants: readonly Grant[], siteName: (id: string) => string): string {
  if (grants.length === 0) return 'No role yet'
  const text = grants
    .map(({ role, site }) => `${role} ${site === null ? 'everywhere' : `at ${siteName(site)}`}`)
    .join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
