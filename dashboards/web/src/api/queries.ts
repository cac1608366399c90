import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { answerOf, given } from '../../../../contracts/api/client.ts'
import { type ChartModel, chartModel, evidencePoints, type Found } from '../chart/model.ts'
import { chartWindow } from '../chart/window.ts'
import { useMay, useSession } from '../session/session.tsx'
import { type LoadedSeries, loadSeries } from './series.ts'
import type { Approval, DeadLetterFilter, Finding, Page, TicketFilters } from './types.ts'

const SELDOM_MS = 5 * 60_000
const REPLAYED_AFTER_MS = 2_500
/** A finding carries the values before it, so a chart asks for no more than these. */
const MOST_FINDINGS = 100

/** Keys: everything under `tickets` and `ticket` is loaded again when a ticket changes. */
export const keys = {
  tickets: ['tickets'] as const,
  ticket: (number: number) => ['ticket', number] as const,
  deadLetters: ['dead-letters'] as const,
  quarantine: ['quarantine'] as const,
  inbox: ['inbox'] as const,
}

export function useTickets(filters: TicketFilters) {
  const { api } = useSession()
  return useList([...keys.tickets, 'list', filters], (cursor, signal) => {
    const query = given({ ...filters, limit: 50, cursor })
    return answerOf(api.GET('/api/v1/tickets', { params: { query }, signal }))
  })
}

/** How many tickets of each priority the other filters leave. */
export function useTicketCounts({ priority: _, sort: __, ...filters }: TicketFilters) {
  const { api } = useSession()
  return useQuery({
    queryKey: [...keys.tickets, 'counts', filters],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/tickets/counts', { params: { query: given(filters) }, signal })),
    placeholderData: keepPreviousData,
  })
}

export interface ChartData {
  model: ChartModel
  windowMs: number | undefined
  /** The store gave the values; otherwise they are those kept with the finding. */
  source: 'store' | 'store-empty' | 'store-unreachable'
}

/** A ticket that a finding began. */
export interface Evidence {
  number: number
  findingCount: number
  first: Finding
  last: Finding
}

/** The chart around the ticket's findings; from the evidence when the store does not answer. */
export function useChart(evidence: Evidence) {
  const { api } = useSession()
  const { first, last } = evidence
  const { device, metric } = first
  const window = chartWindow(first, last)
  const findings = useFindings(evidence)
  const { data, isPending, refetch } = useQuery({
    queryKey: ['series', device, metric, window],
    queryFn: ({ signal }) => loadSeries(api, { device, metric, window }, signal),
    placeholderData: keepPreviousData,
    retry: 1,
  })
  // The same model while the data is the same: another one would make the drawn chart, and its zoom, anew.
  const chart = useMemo(
    () => (isPending ? undefined : chartData(data, { findings, first, last })),
    [isPending, data, findings, first, last],
  )
  return { chart, refetch }
}

/**
 * The ticket's findings of the chart's series by event time, as far as they are loaded; the ticket itself has the first
 * and the last. A ticket that others were merged into has findings of other series too.
 */
function useFindings({ number, findingCount, first, last }: Evidence): readonly Finding[] {
  const { api } = useSession()
  const { data } = useQuery({
    queryKey: [...keys.ticket(number), 'findings'],
    queryFn: ({ signal }) => {
      const params = { path: { number }, query: { limit: MOST_FINDINGS } }
      return answerOf(api.GET('/api/v1/tickets/{number}/findings', { params, signal }))
    },
    enabled: findingCount > 2,
  })
  return useMemo(() => {
    const ofSeries = ({ device, metric }: Finding) => device === first.device && metric === first.metric
    const known = (data?.items ?? [first]).filter(ofSeries)
    return !ofSeries(last) || known.some(({ id }) => id === last.id) ? known : [...known, last]
  }, [data, first, last])
}

function chartData(loaded: LoadedSeries | undefined, found: Found): ChartData {
  if (!loaded || loaded.points.length < 2) {
    const model = chartModel(evidencePoints(found.first), found)
    return { model, windowMs: undefined, source: loaded ? 'store-empty' : 'store-unreachable' }
  }
  const { points, windowMs } = loaded
  return { model: chartModel(points, found, windowMs), windowMs, source: 'store' }
}

/** Dead letters that fit the filter, newest first. */
export function useDeadLetters(filter: DeadLetterFilter) {
  const { reason, device } = filter
  const { api } = useSession()
  return useList([...keys.deadLetters, reason, device], (cursor, signal) => {
    const query = given({ reason, device, limit: 50, cursor })
    return answerOf(api.GET('/api/v1/dead-letters', { params: { query }, signal }))
  })
}

/** Has dead letters read again; they leave the list when the pipeline has done it. */
export function useReplay() {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (filter: DeadLetterFilter) =>
      answerOf(api.POST('/api/v1/dead-letters/replay', { body: filter })),
    onSuccess: () => reloadSoon(cache, keys.deadLetters),
  })
}

/** Devices that speak and wait for approval. */
export function useQuarantine() {
  const { api } = useSession()
  return useList(keys.quarantine, (cursor, signal) => {
    const query = given({ limit: 50, cursor })
    return answerOf(api.GET('/api/v1/quarantine', { params: { query }, signal }))
  })
}

export function useApproval(name: string) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: Approval) =>
      answerOf(api.POST('/api/v1/quarantine/{name}/approval', { params: { path: { name } }, body })),
    onSuccess: () => {
      reloadSoon(cache, keys.deadLetters)
      return cache.invalidateQueries({ queryKey: keys.quarantine })
    },
  })
}

export function useIgnore(name: string) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: () =>
      answerOf(api.PUT('/api/v1/quarantine/{name}/rejection', { params: { path: { name } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.quarantine }),
  })
}

/** The pipeline takes about a second to read dead letters again. */
function reloadSoon(cache: QueryClient, queryKey: readonly unknown[]): void {
  setTimeout(() => void cache.invalidateQueries({ queryKey }), REPLAYED_AFTER_MS)
}

/** Assets of the site, as many as fit on a page, for a choice. */
export function useAssets(site: string | undefined) {
  const { api } = useSession()
  return useSmallList(['assets', site], signal =>
    answerOf(api.GET('/api/v1/assets', { params: { query: given({ ...WHOLE, site }) }, signal })),
  )
}

export function useSites() {
  const { api } = useSession()
  return useSmallList(['sites'], signal =>
    answerOf(api.GET('/api/v1/sites', { params: { query: WHOLE }, signal })),
  )
}

export function useTeams() {
  const { api } = useSession()
  return useSmallList(
    ['teams'],
    signal => answerOf(api.GET('/api/v1/teams', { params: { query: WHOLE }, signal })),
    useMay('listTeams'),
  )
}

export function useTechnicians() {
  const { api } = useSession()
  return useSmallList(
    ['technicians'],
    signal => answerOf(api.GET('/api/v1/technicians', { params: { query: WHOLE }, signal })),
    useMay('listTechnicians'),
  )
}

export function useFailureCodes() {
  const { api } = useSession()
  return useSmallList(['failure-codes'], signal =>
    answerOf(api.GET('/api/v1/failure-codes', { params: { query: WHOLE }, signal })),
  )
}

export const WHOLE = { limit: 500 }

/** Lists that change seldom and are short enough to load whole; those that somebody may not see are not asked for. */
export function useSmallList<Item>(
  key: readonly unknown[],
  load: (signal: AbortSignal) => Promise<Page<Item>>,
  enabled = true,
) {
  return useQuery({
    enabled,
    queryKey: ['small', ...key],
    queryFn: async ({ signal }) => (await load(signal)).items,
    staleTime: SELDOM_MS,
  })
}

export function useList<Item>(
  queryKey: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
