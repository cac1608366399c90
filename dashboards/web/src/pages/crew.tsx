import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import type { FeedOwner } from '../api/feed-queries.ts'
import { useSiteNames } from '../api/name-queries.ts'
import { useTeams, useTechnicians } from '../api/queries.ts'
import type { Technician } from '../api/types.ts'
import { CalendarLinks } from '../components/calendar-links.tsx'
import { ExportList } from '../components/export-list.tsx'
import { LoadError } from '../components/load-error.tsx'
import { NotYours } from '../components/not-yours.tsx'
import { useTitle } from '../components/use-title.ts'
import { useMay } from '../session/session.tsx'
import styles from './access.module.css'

/** For planners: who does the work, and the calendars of what is due. */
export function CrewPage() {
  useTitle('Crew')
  if (!useMay('updateTechnician')) return <NotYours title="The crew is looked after by planners" />
  return <Crew />
}

function Crew() {
  const teams = useTeams()
  const technicians = useTechnicians()
  const people = technicians.data ?? []
  const teamless = people.filter(({ team }) => !teams.data?.some(({ id }) => id === team))
  return (
    <>
      <div className={styles.head}>
        <h1>Crew</h1>
        <p>Who does the work, and links by which their calendars show what is due.</p>
      </div>
      <div className={styles.stack}>
        <LoadError what="The teams" query={teams} />
        <LoadError what="The technicians" query={technicians} />
        {teams.isPending && <Skeleton height={240} role="status" aria-label="Loading the teams" />}
        {teams.data?.map(({ id, name }) => (
          <Team key={id} id={id} name={name} people={people.filter(({ team }) => team === id)} />
        ))}
        {teams.data && teamless.length > 0 && (
          <section className={styles.card} aria-label="Without a team">
            <h2>Without a team</h2>
            <People people={teamless} />
          </section>
        )}
        <div className={styles.bar}>
          <ExportList what="technicians" path="/technicians" />
        </div>
      </div>
    </>
  )
}

function Team({ id, name, people }: { id: string; name: string; people: Technician[] }) {
  const canLink = useMay('createTeamFeed')
  return (
    <section className={styles.card} aria-label={name}>
      <div className={styles.bar}>
        <h2>{name}</h2>
        {canLink && <Calendar owner={{ kind: 'team', id }} of={name} />}
      </div>
      <People people={people} />
      {people.length === 0 && <p className="muted">Nobody is in it yet. The API adds people.</p>}
    </section>
  )
}

function People({ people }: { people: Technician[] }) {
  const siteName = useSiteNames()
  return (
    <ul className={styles.rows}>
      {people.map(({ id, name, site, roles, active }) => (
        <li key={id} data-over={!active}>
          <div className={styles.what}>
            <span>
              <strong>{name}</strong>
              {!active && <span className={styles.tag}>Not active</span>}
            </span>
            <span className="muted">
              {roles.join(', ')} {site === null ? 'at every site' : `at ${siteName(site)}`}
            </span>
          </div>
          {active && <Calendar owner={{ kind: 'technician', id }} of={name} />}
        </li>
      ))}
    </ul>
  )
}

/** A button, and the links behind it. */
function Calendar({ owner, of }: { owner: FeedOwner; of: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <div className={styles.buttons}>
        <Button
          variant="default"
          aria-expanded={isOpen}
          aria-label={`Calendar of ${of}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Close' : owner.kind === 'team' ? 'Calendar of the team…' : 'Calendar…'}
        </Button>
      </div>
      {isOpen && <CalendarLinks owner={owner} />}
    </>
  )
}
