import { NativeSelect, SegmentedControl } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useSites, useTicketCounts } from '../api/queries.ts'
import { PRIORITIES } from '../api/types.ts'
import { filtersOf, statesOf, type TicketSearch, ticketSearch, type View } from '../format/search.ts'
import { inWords } from '../format/words.ts'
import styles from '../pages/tickets.module.css'
import { PriorityBadge } from './pieces.tsx'

const route = getRouteApi('/')
const VIEWS: { value: View; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
]

/** The counts by priority and the filters; all of it stands in the address. */
export function TicketFiltersBar({ search }: { search: TicketSearch }) {
  const navigate = route.useNavigate()
  const sites = useSites().data ?? []
  const view = search.view ?? 'open'
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: ticketSearch({ ...search, ...part }), replace: true })
  return (
    <div className={styles.head}>
      <h1>Tickets</h1>
      <Counts search={search} change={change} />
      <div className={styles.filters}>
        <SegmentedControl
          aria-label="Which tickets"
          data={VIEWS}
          value={view}
          onChange={value => change({ view: value })}
        />
        <Choice
          name="State"
          value={search.state}
          all="Any state"
          options={statesOf(view, search.state).map(state => ({ value: state, label: inWords(state) }))}
          choose={state => change({ state })}
        />
        <Choice
          name="Site"
          value={search.site}
          all="All sites"
          options={sites.map(site => ({ value: site.id, label: site.name }))}
          choose={site => change({ site })}
        />
        <Choice
          name="Order"
          value={search.sort}
          all="By priority"
          options={[
            { value: 'due', label: 'Due next' },
            { value: 'newest', label: 'Newest' },
          ]}
          choose={sort => change({ sort })}
        />
      </div>
    </div>
  )
}

interface ChoiceProps {
  name: string
  value: string | undefined
  /** What it says while nothing is chosen. */
  all: string
  options: { value: string; label: string }[]
  choose(value: string): void
}

function Choice({ name, value = '', all, options, choose }: ChoiceProps) {
  return (
    <NativeSelect
      aria-label={name}
      className={styles.select}
      value={value}
      onChange={event => choose(event.currentTarget.value)}
      data={[{ value: '', label: all }, ...options]}
    />
  )
}

interface CountsProps {
  search: TicketSearch
  change(part: Record<string, unknown>): void
}

function Counts({ search, change }: CountsProps) {
  const counts = useTicketCounts(filtersOf(search)).data
  return (
    <div className={styles.counts}>
      {PRIORITIES.map(priority => {
        const chosen = search.priority === priority
        return (
          <button
            key={priority}
            type="button"
            className={styles.count}
            aria-pressed={chosen}
            aria-label={`${priority}: ${counts?.[priority] ?? 'counting'}`}
            title={chosen ? 'Show all priorities' : `Show ${priority} only`}
            data-none={counts?.[priority] === 0}
            onClick={() => change({ priority: chosen ? undefined : priority })}
          >
            <PriorityBadge priority={priority} />
            {counts?.[priority] ?? '…'}
          </button>
        )
      })}
    </div>
  )
}
