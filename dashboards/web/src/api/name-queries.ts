import { useMemo } from 'react'
import { answerOf } from '../../../../contracts/api/client.ts'
import { type Names, namesFrom } from '../format/names.ts'
import { useMay, useSession } from '../session/session.tsx'
import { useSites, useSmallList, useTeams, useTechnicians, WHOLE } from './queries.ts'

/** How people call the sites that grants and tickets name by id. */
export function useSiteNames(): (id: string) => string {
  const sites = useSites().data
  return id => sites?.find(site => site.id === id)?.name ?? id
}

/** How people call the teams and technicians that tickets name by id; for guests and viewers they have no names. */
export function useNames(): Names {
  const teams = useTeams().data
  const technicians = useTechnicians().data
  const accounts = useAccountNames()
  const isGuest = !useMay('listTechnicians')
  return useMemo(
    () => namesFrom({ teams, technicians, accounts, isGuest }),
    [teams, technicians, accounts, isGuest],
  )
}

/** Everybody knows their own; administrators those of all. */
function useAccountNames() {
  const { api, me } = useSession()
  const { data } = useSmallList(
    ['accounts'],
    signal => answerOf(api.GET('/api/v1/accounts', { params: { query: WHOLE }, signal })),
    useMay('listAccounts'),
  )
  return useMemo(
    () => data?.map(({ id, displayName }) => ({ id: `account:${id}`, name: displayName })) ?? [me],
    [data, me],
  )
}
