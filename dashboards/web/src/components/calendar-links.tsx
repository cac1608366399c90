import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type FeedOwner, useFeedRevocation, useFeeds, useNewFeed } from '../api/feed-queries.ts'
import { sentence } from '../api/problem.ts'
import type { CalendarFeed, MadeCalendarFeed } from '../api/types.ts'
import { useNowMs } from '../clock.tsx'
import styles from '../pages/access.module.css'
import { Form, Problem, useForm } from './form.tsx'
import { LoadError } from './load-error.tsx'
import { Ago } from './pieces.tsx'
import { ShownOnce } from './shown-once.tsx'

/** Links by which a calendar program sees what is due, and the buttons that make one or make one useless. */
export function CalendarLinks({ owner }: { owner: FeedOwner }) {
  const query = useFeeds(owner)
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<MadeCalendarFeed>()
  const feeds = query.data?.items ?? []
  return (
    <div className={styles.inner}>
      <p className={styles.lead}>
        For Outlook, Google Calendar, a telephone or a screen in the workshop. Whoever has the link sees what
        is due, without an account.
      </p>
      <LoadError what="The links" query={query} />
      {made && (
        <ShownOnce
          what={made.label ? `Link ${made.label}` : 'Link'}
          text={made.url}
          hint="Subscribe to it in the calendar program; a file that is opened once does not stay up to date."
          close={() => setMade(undefined)}
        />
      )}
      <ul className={styles.rows}>
        {feeds.map(feed => (
          <Row key={feed.id} feed={feed} />
        ))}
      </ul>
      {query.data && feeds.length === 0 && <p className="muted">There is no link yet.</p>}
      {isOpen ? (
        <NewLink
          owner={owner}
          close={() => setOpen(false)}
          done={feed => {
            setMade(feed)
            setOpen(false)
          }}
        />
      ) : (
        <div className={styles.buttons}>
          <Button variant="default" onClick={() => setOpen(true)}>
            New calendar link…
          </Button>
        </div>
      )}
    </div>
  )
}

function Row({ feed: { id, label, shifts, createdAtMs, expiresAtMs, revokedAtMs } }: { feed: CalendarFeed }) {
  const revocation = useFeedRevocation()
  const nowMs = useNowMs()
  const isOver = revokedAtMs !== null || (expiresAtMs !== null && expiresAtMs <= nowMs)
  return (
    <li data-over={isOver}>
      <div className={styles.what}>
        <span>
          <strong>{label ?? 'Without a name'}</strong>
          {isOver && <span className={styles.tag}>{revokedAtMs === null ? 'Expired' : 'Revoked'}</span>}
        </span>
        <span className="muted">
          {shifts && 'with shifts, '}made <Ago ms={createdAtMs} />
        </span>
        <Problem>{revocation.error && sentence(revocation.error)}</Problem>
      </div>
      {!isOver && (
        <Button
          variant="default"
          aria-label={`Revoke the link ${label ?? id}`}
          loading={revocation.isPending}
          onClick={() => revocation.mutate(id)}
        >
          Revoke
        </Button>
      )}
    </li>
  )
}

interface NewLinkProps {
  owner: FeedOwner
  close(): void
  done(made: MadeCalendarFeed): void
}

function NewLink({ owner, close, done }: NewLinkProps) {
  const make = useNewFeed(owner)
  const [label, setLabel] = useState('')
  const [shifts, setShifts] = useState(false)
  const lacks = { label: label.trim() === '' && 'Say who gets it, or where it will be.' }
  const form = useForm(make, lacks, () => make.mutate({ label: label.trim(), shifts }, { onSuccess: done }))
  return (
    <Form label="New calendar link" form={form} submit="Make the link" close={close}>
      <TextInput
        label="Who gets it, or where it will be"
        placeholder="Telephone"
        autoFocus
        maxLength={100}
        value={label}
        error={form.errorOf('label')}
        onChange={event => setLabel(event.currentTarget.value)}
      />
      {owner.kind === 'technician' && (
        <label className={styles.check}>
          <input type="checkbox" checked={shifts} onChange={() => setShifts(!shifts)} />
          Show also when they work
        </label>
      )}
    </Form>
  )
}
