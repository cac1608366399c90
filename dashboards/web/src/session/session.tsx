import { createContext, useContext } from 'react'
import type { ApiClient } from '../api/client.ts'
import type { LiveStatus } from '../api/live.ts'
import type { Me } from '../api/types.ts'
import { may, type Need } from './me.ts'

/** What a signed-in page has at hand. */
export interface Session {
  api: ApiClient
  live: LiveStatus
  me: Me
  /** Who asks is known better now: the session goes on under another cookie. */
  become(me: Me): void
  signOut(): void
}

export const SessionContext = createContext<Session | undefined>(undefined)

/** Throws outside a signed-in page: that would be a mistake of ours. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of a signed-in page')
  return session
}

/** Whether who has signed in may do it, at the site where one is named. */
export function useMay(need: Need, site?: string): boolean {
  return may(useSession().me, need, site)
}
