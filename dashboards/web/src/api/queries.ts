import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ChartModel, chartModel, evidencePoints, type Found } from '../chart/model.ts'
import { chartWindow } from '../chart/window.ts'
import type { Names } from '../format/history.ts'
import { useSession } from '../session/session.tsx'
import type { Query } from './client.ts'
import { type LoadedSeries, loadSeries } from './series.ts'
import type {
  Approval,
  Approved,
  Asset,
  DeadLetter,
  DeadLetterFilter,
  FailureCode,
  Finding,
  Page,
  Site,
  Stranger,
  Team,
  Technician,
  Ticket,
  TicketCounts,
} from './types.ts'

const SELDOM_MS = 5 * 60_000
const REPLAYED_AFTER_MS = 2_500
/** A finding carries the values before it, so a chart asks for no more than these. */
const MOST_FINDINGS = 100

/** The filters of `GET /tickets` as they go to the API. */
export type TicketFilters = Pick<Query, 'open' | 'state' | 'priority' | 'site' | 'sort'>

/** Keys: everything under `tickets` and `ticket` is loaded again when a ticket changes. */
export const keys = {
  tickets: ['tickets'] as const,
  ticket: (number: number) => ['ticket', number] as const,
  deadLetters: ['dead-letters'] as const,
  quarantine: ['quarantine'] as const,
}

export function useTickets(filters: TicketFilters) {
  return useList<Ticket>([...keys.tickets, 'list', filters], '/tickets', { ...filters, limit: 50 })
}

/** How many tickets of each priority the other filters leave. */
export function useTicketCounts({ priority: _, sort: __, ...filters }: TicketFilters) {
  const { api } = useSession()
  return useQuery({
    queryKey: [...keys.tickets, 'counts', filters],
    queryFn: ({ signal }) => api.get<TicketCounts>('/tickets/counts', filters, signal),
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
    queryFn: ({ signal }) =>
      api.get<Page<Finding>>(`/tickets/${number}/findings`, { limit: MOST_FINDINGS }, signal),
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
  return useList<DeadLetter>([...keys.deadLetters, reason, device], '/dead-letters', {
    ...{ reason, device, limit: 50 },
  })
}

/** Has dead letters read again; they leave the list when the pipeline has done it. */
export function useReplay() {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (filter: DeadLetterFilter) => api.post<{ count: number }>('/dead-letters/replay', filter),
    onSuccess: () => reloadSoon(cache, keys.deadLetters),
  })
}

/** Devices that speak and wait for approval. */
export function useQuarantine() {
  return useList<Stranger>(keys.quarantine, '/quarantine', { limit: 50 })
}

export function useApproval(name: string) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (approval: Approval) => api.post<Approved>(`${strangerPath(name)}/approval`, approval),
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
    mutationFn: () => api.put<Stranger>(`${strangerPath(name)}/rejection`, {}),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.quarantine }),
  })
}

const strangerPath = (name: string) => `/quarantine/${encodeURIComponent(name)}`

/** The pipeline takes about a second to read dead letters again. */
function reloadSoon(cache: QueryClient, queryKey: readonly unknown[]): void {
  setTimeout(() => void cache.invalidateQueries({ queryKey }), REPLAYED_AFTER_MS)
}

/** Assets of the site, as many as fit on a page, for a choice. */
export function useAssets(site: string | undefined) {
  return useSmallList<Asset>('/assets', { site })
}

export function useSites() {
  return useSmallList<Site>('/sites')
}

function useTeams() {
  return useSmallList<Team>('/teams')
}

/** How people call the teams and technicians that tickets name by id. */
export function useNames(): Names {
  const teams = useTeams().data
  const technicians = useTechnicians().data
  return useMemo(
    () => ({
      team: id => teams?.find(team => team.id === id)?.name ?? id,
      person: id => technicians?.find(technician => technician.id === id)?.name ?? id,
    }),
    [teams, technicians],
  )
}

export function useTechnicians() {
  return useSmallList<Technician>('/technicians')
}

export function useFailureCodes() {
  return useSmallList<FailureCode>('/failure-codes')
}

/** Lists that change seldom and are short enough to load whole. */
function useSmallList<Item>(path: string, query: Query = {}) {
  const { api } = useSession()
  return useQuery({
    queryKey: ['small', path, query],
    queryFn: async ({ signal }) => (await api.get<Page<Item>>(path, { ...query, limit: 500 }, signal)).items,
    staleTime: SELDOM_MS,
  })
}

function useList<Item>(queryKey: readonly unknown[], path: string, query: Query) {
  const { api } = useSession()
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => api.get<Page<Item>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
