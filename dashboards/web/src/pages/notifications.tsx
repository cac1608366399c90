import { Button, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useInbox, useRead, useReadAll } from '../api/inbox-queries.ts'
import { useNames } from '../api/name-queries.ts'
import { sentence } from '../api/problem.ts'
import type { InboxEntry } from '../api/types.ts'
import { ExportList } from '../components/export-list.tsx'
import { Problem } from '../components/form.tsx'
import { LoadError } from '../components/load-error.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { Ago, Empty } from '../components/pieces.tsx'
import { useTitle } from '../components/use-title.ts'
import { localTimes } from '../format/due.ts'
import { plain } from '../format/words.ts'
import styles from './access.module.css'

/** What somebody was told, and the way to what it is about. */
export function NotificationsPage() {
  const query = useInbox()
  const readAll = useReadAll()
  const entries = query.data?.pages.flatMap(page => page.items) ?? []
  const [newest] = entries
  useTitle('Notifications')
  return (
    <>
      <div className={styles.head}>
        <h1>Notifications</h1>
        <p>
          What you were told, newest first. <Link to="/account">Choose what you are told, and how</Link>
        </p>
      </div>
      <LoadError what="Your notifications" query={query} />
      {query.isPending && <Skeleton height={240} role="status" aria-label="Loading your notifications" />}
      {query.data && !newest && (
        <Empty title="Nothing yet">
          <p>
            When a ticket becomes yours, a target comes near or somebody names you in a comment, it is said
            here at once.
          </p>
        </Empty>
      )}
      {newest && (
        <section className={`${styles.card} ${styles.wide}`} aria-label="Notifications">
          <div className={styles.bar}>
            <Button
              variant="default"
              disabled={entries.every(({ readAtMs }) => readAtMs !== null)}
              loading={readAll.isPending}
              onClick={() => readAll.mutate(newest.id)}
            >
              Mark all as read
            </Button>
            <ExportList what="notifications" path="/notifications" />
          </div>
          <Problem>{readAll.error && sentence(readAll.error)}</Problem>
          <ul className={styles.rows}>
            {entries.map(entry => (
              <Row key={entry.id} entry={entry} />
            ))}
          </ul>
          <LoadMore query={query} />
        </section>
      )}
    </>
  )
}

/** Whoever opens the ticket has read it. */
function Row({ entry: { id, ticket, title, body, createdAtMs, readAtMs } }: { entry: InboxEntry }) {
  const read = useRead()
  const names = useNames()
  const told = names.text(plain(title))
  const isNew = readAtMs === null
  const open = () => isNew && read.mutate(id)
  return (
    <li>
      <div className={styles.what}>
        <span>
          {ticket === null ? (
            <strong>{told}</strong>
          ) : (
            <Link
              to="/tickets/$number"
              params={{ number: String(ticket) }}
              className={isNew ? styles.unread : undefined}
              onClick={open}
            >
              {told}
            </Link>
          )}
          {isNew && <span className={styles.tag}>New</span>}
        </span>
        {body && <span>{names.text(plain(localTimes(body)))}</span>}
        <span className="muted">
          <Ago ms={createdAtMs} />
        </span>
        <Problem>{read.error && sentence(read.error)}</Problem>
      </div>
      {isNew && (
        <Button
          variant="default"
          loading={read.isPending}
          aria-label={`Mark as read: ${told}`}
          onClick={open}
        >
          Mark as read
        </Button>
      )}
    </li>
  )
}
