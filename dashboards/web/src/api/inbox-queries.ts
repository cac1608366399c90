import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, given } from '../../../../contracts/api/client.ts'
import { useSession } from '../session/session.tsx'
import { useChange } from './access-queries.ts'
import { ifMatch, versioned } from './client.ts'
import { keys, useList } from './queries.ts'
import type { NewNotificationPreferences, PersonalChannel } from './types.ts'

const preferences = ['notification-preferences'] as const

/** What I was told, newest first. */
export function useInbox() {
  const { api } = useSession()
  return useList([...keys.inbox, 'list'], (cursor, signal) => {
    const query = given({ limit: 50, cursor })
    return answerOf(api.GET('/api/v1/notifications', { params: { query }, signal }))
  })
}

/** How much of it I have not read. */
export function useUnread() {
  const { api } = useSession()
  return useQuery({
    queryKey: [...keys.inbox, 'unread'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/notifications/unread', { signal })),
  })
}

export const useRead = () =>
  useChange(keys.inbox, (api, id: number) =>
    answerOf(api.POST('/api/v1/notifications/{id}/read', { params: { path: { id } } })),
  )

/** Up to the newest that is shown: what has come since has not been seen. */
export const useReadAll = () =>
  useChange(keys.inbox, (api, upTo: number) =>
    answerOf(api.POST('/api/v1/notifications/read', { body: { upTo } })),
  )

export function usePreferences(recipient: string) {
  const { api } = useSession()
  return useQuery({
    queryKey: [...preferences, recipient],
    queryFn: ({ signal }) =>
      versioned(
        api.GET('/api/v1/notification-preferences/{recipient}', { params: { path: { recipient } }, signal }),
      ),
    staleTime: 0,
  })
}

/** Keeps what was answered: it has the version of the next change. */
export function usePreferencesChange(recipient: string, version: string | null) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: NewNotificationPreferences) => {
      const params = { path: { recipient }, header: ifMatch(version) }
      return versioned(api.PUT('/api/v1/notification-preferences/{recipient}', { params, body }))
    },
    onSuccess: kept => cache.setQueryData([...preferences, recipient], kept),
  })
}

export const useTestNotice = (recipient: string) =>
  useChange(keys.inbox, (api, channel: PersonalChannel) =>
    answerOf(
      api.POST('/api/v1/notification-preferences/{recipient}/test', {
        params: { path: { recipient } },
        body: { channel },
      }),
    ),
  )
