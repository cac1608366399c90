import { Button, Skeleton } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useNames } from '../api/name-queries.ts'
import { useSites, useTickets } from '../api/queries.ts'
import type { Ticket } from '../api/types.ts'
import { ExportList } from '../components/export-list.tsx'
import { LoadError } from '../components/load-error.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { Empty } from '../components/pieces.tsx'
import { useRowKeys } from '../components/row-keys.ts'
import { TicketFiltersBar } from '../components/ticket-filters.tsx'
import { TicketRow } from '../components/ticket-row.tsx'
import { useTitle } from '../components/use-title.ts'
import { count } from '../format/numbers.ts'
import { filtersOf, type TicketSearch } from '../format/search.ts'
import { rememberList } from './last-list.ts'
import styles from './tickets.module.css'

const route = getRouteApi('/')
const WAITING_ROWS = Array.from({ length: 12 }, (_, row) => row)

/** The planner's list: what to look at first, and whether it is still true. */
export function TicketsPage() {
  const search = route.useSearch()
  const list = useTickets(filtersOf(search))
  const tickets = list.data?.pages.flatMap(page => page.items) ?? []
  useTitle('Tickets')
  useEffect(() => rememberList(search), [search])
  return (
    <>
      <TicketFiltersBar search={search} />
      <LoadError what="The tickets" query={list} />
      {list.isPending && <Waiting />}
      {list.data && tickets.length === 0 && <NoTickets search={search} />}
      {tickets.length > 0 && <List tickets={tickets} busy={list.isPlaceholderData} />}
      {tickets.length > 0 && (
        <div className={styles.foot}>
          <span>
            {list.hasNextPage ? `The first ${tickets.length} tickets` : count(tickets.length, 'ticket')}
          </span>
          <LoadMore query={list} />
          <ExportList what="tickets" path="/tickets" query={filtersOf(search)} />
        </div>
      )}
    </>
  )
}

function List({ tickets, busy }: { tickets: Ticket[]; busy: boolean }) {
  const sites = useSites().data
  const names = useNames()
  const onKeyDown = useRowKeys()
  return (
    <ol className={styles.list} onKeyDown={onKeyDown} aria-busy={busy} aria-label="Tickets">
      <li className={styles.columns} aria-hidden>
        <span />
        <span data-wide>No.</span>
        <span>What is wrong</span>
        <span>State</span>
        <span>Assignee or team</span>
        <span>Due</span>
        <span data-wide>Site</span>
        <span data-wide>Since</span>
        <span data-wide>Signal</span>
      </li>
      {tickets.map(ticket => (
        <li key={ticket.number}>
          <TicketRow
            ticket={ticket}
            site={sites?.find(site => site.id === ticket.site)?.name ?? ticket.site}
            who={ticket.assignee ? names.person(ticket.assignee) : ticket.team && names.team(ticket.team)}
          />
        </li>
      ))}
    </ol>
  )
}

function NoTickets({ search }: { search: TicketSearch }) {
  const navigate = route.useNavigate()
  const filtered = search.state ?? search.priority ?? search.site
  if (filtered) {
    return (
      <Empty title="No ticket matches these filters">
        <Button
          variant="default"
          onClick={() => void navigate({ search: search.view ? { view: search.view } : {} })}
        >
          Clear the filters
        </Button>
      </Empty>
    )
  }
  if (search.view)
    return <Empty title={search.view === 'closed' ? 'No closed tickets yet' : 'No tickets yet'} />
  return (
    <Empty title="Nothing to do">
      <p>
        No ticket is open. A new one appears here by itself as soon as a detector finds a deviation, or
        somebody asks for work.
      </p>
    </Empty>
  )
}

function Waiting() {
  return (
    <div className={styles.list} aria-busy role="status" aria-label="Loading the tickets">
      {WAITING_ROWS.map(row => (
        <Skeleton key={row} height={12} m={13} width="auto" radius="sm" />
      ))}
    </div>
  )
}
