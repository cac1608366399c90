import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNames } from '../api/name-queries.ts'
import { formErrors } from '../api/problem.ts'
import { useComments, useNewComment } from '../api/ticket-queries.ts'
import type { TicketDetail } from '../api/types.ts'
import styles from '../pages/ticket.module.css'
import { useMay } from '../session/session.tsx'
import { LoadError } from './load-error.tsx'
import { Ago } from './pieces.tsx'

/** What people say about the ticket, oldest first, and the form to say something. */
export function TicketComments({ ticket: { number, site } }: { ticket: TicketDetail }) {
  const canComment = useMay('addComment', site)
  const isCrew = useMay('updateTicket', site)
  const query = useComments(number)
  const names = useNames()
  return (
    <section className={styles.card}>
      <h2>Comments</h2>
      <LoadError what="The comments" query={query} />
      <ol className={styles.comments}>
        {query.data?.items.map(({ id, author, body, createdAtMs, visibility }) => (
          <li key={id}>
            <p className={styles.when}>
              {names.person(author)} · <Ago ms={createdAtMs} />
              {visibility === 'public' && ' · the requester sees it'}
            </p>
            <p className={styles.description}>{body}</p>
          </li>
        ))}
      </ol>
      {query.data?.items.length === 0 && !canComment && <p className="muted">Nobody has said anything.</p>}
      {canComment && <NewComment number={number} isCrew={isCrew} />}
    </section>
  )
}

/** What requesters say is for all; the crew has words among themselves, too. */
function NewComment({ number, isCrew }: { number: number; isCrew: boolean }) {
  const [body, setBody] = useState('')
  const [isPublic, setPublic] = useState(false)
  const comment = useNewComment(number)

  function send(event: FormEvent) {
    event.preventDefault()
    if (body.trim() === '') return
    comment.mutate(
      { body: body.trim(), visibility: isPublic || !isCrew ? 'public' : 'internal' },
      { onSuccess: () => setBody('') },
    )
  }
  return (
    <form className={styles.comment} onSubmit={send} noValidate aria-label="New comment">
      <Textarea
        aria-label="New comment"
        placeholder={isCrew ? '@name asks somebody to look' : ''}
        rows={2}
        maxLength={5000}
        value={body}
        disabled={comment.isPending}
        error={comment.error && formErrors(comment.error, []).form}
        onChange={event => setBody(event.currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="default" loading={comment.isPending}>
          Comment
        </Button>
        {isCrew && (
          <label className={styles.check}>
            <input type="checkbox" checked={isPublic} onChange={() => setPublic(!isPublic)} />
            The requester sees it
          </label>
        )}
      </div>
    </form>
  )
}
