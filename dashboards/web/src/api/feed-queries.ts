import { useQuery } from '@tanstack/react-query'
import { answerOf } from '../../../../contracts/api/client.ts'
import { useSession } from '../session/session.tsx'
import { useChange } from './access-queries.ts'
import { WHOLE } from './queries.ts'
import type { NewTechnicianFeed } from './types.ts'

const keys = { feeds: ['calendar-feeds'] } as const

/** Whose calendar it is. */
export interface FeedOwner {
  kind: 'technician' | 'team'
  id: string
}

/** Links to a calendar, newest first, without their addresses. */
export function useFeeds({ kind, id }: FeedOwner) {
  const { api } = useSession()
  return useQuery({
    queryKey: [...keys.feeds, kind, id],
    queryFn: ({ signal }) => {
      const given = { params: { path: { id }, query: WHOLE }, signal }
      return answerOf(
        kind === 'team'
          ? api.GET('/api/v1/teams/{id}/calendar-feeds', given)
          : api.GET('/api/v1/technicians/{id}/calendar-feeds', given),
      )
    },
  })
}

/** The address is in this answer only. */
export const useNewFeed = ({ kind, id }: FeedOwner) =>
  useChange(keys.feeds, (api, { shifts, ...body }: NewTechnicianFeed) =>
    answerOf(
      kind === 'team'
        ? api.POST('/api/v1/teams/{id}/calendar-feed', { params: { path: { id } }, body })
        : api.POST('/api/v1/technicians/{id}/calendar-feed', {
            params: { path: { id } },
            body: { ...body, ...(shifts && { shifts }) },
          }),
    ),
  )

export const useFeedRevocation = () =>
  useChange(keys.feeds, (api, feed: number) =>
    answerOf(api.POST('/api/v1/calendar-feeds/{feed}/revocation', { params: { path: { feed } } })),
  )
