import { createContext, useContext } from 'react'
import type { ApiClient } from '../api/client.ts'
import type { LiveStatus } from '../api/live.ts'

/** What a signed-in page has at hand. */
export interface Session {
  api: ApiClient
  live: LiveStatus
  signOut(): void
}

export const SessionContext = createContext<Session | undefined>(undefined)

/** Throws outside a signed-in page: that would be a mistake of ours. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of a signed-in page')
  return session
}
