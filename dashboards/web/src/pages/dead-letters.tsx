import { Button, Skeleton } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { sentence } from '../api/problem.ts'
import { useDeadLetters, useReplay } from '../api/queries.ts'
import type { DeadLetter } from '../api/types.ts'
import { ExportList } from '../components/export-list.tsx'
import { Problem } from '../components/form.tsx'
import { LetterFilters } from '../components/letter-filters.tsx'
import { LoadError } from '../components/load-error.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { NotYours } from '../components/not-yours.tsx'
import { Ago, Empty } from '../components/pieces.tsx'
import { Quarantine } from '../components/quarantine.tsx'
import { useTitle } from '../components/use-title.ts'
import { inWords } from '../format/words.ts'
import { useMay } from '../session/session.tsx'
import styles from './dead-letters.module.css'

const route = getRouteApi('/dead-letters')

/** What devices sent that did not become a sample, and why. */
export function DeadLettersPage() {
  useTitle('Dead letters')
  if (!useMay('listDeadLetters'))
    return <NotYours title="Dead letters are looked after by planners of every site" />
  return <DeadLetters />
}

function DeadLetters() {
  const search = route.useSearch()
  const isFiltered = Object.keys(search).length > 0
  const list = useDeadLetters(search)
  const letters = list.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      <div className={styles.head}>
        <h1>Dead letters</h1>
        <p>Messages, or parts of messages, that did not become a reading. Newest first.</p>
      </div>
      <Quarantine />
      <LetterFilters search={search} />
      <LoadError what="The dead letters" query={list} />
      {list.isPending && <Skeleton height={320} role="status" aria-label="Loading the dead letters" />}
      {list.data && letters.length === 0 && (
        <Empty title={isFiltered ? 'No dead letters fit these filters' : 'No dead letters'}>
          {isFiltered && <Link to="/dead-letters">Clear the filters</Link>}
          {!isFiltered && <p>Everything that devices sent was understood and stored.</p>}
        </Empty>
      )}
      {letters.length > 0 && <Table letters={letters} />}
      <div className={styles.foot}>
        <LoadMore query={list} />
        {letters.length > 0 && <ExportList what="dead letters" path="/dead-letters" query={{ ...search }} />}
      </div>
    </>
  )
}

function Table({ letters }: { letters: DeadLetter[] }) {
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <colgroup>
          <col style={{ width: '15%' }} />
          <col style={{ width: '20%' }} />
          <col style={{ width: '30%' }} />
          <col />
          <col style={{ width: 128 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Topic and publisher</th>
            <th scope="col">What is wrong</th>
            <th scope="col">Payload</th>
            <th scope="col">Received</th>
          </tr>
        </thead>
        <tbody>
          {letters.map(letter => (
            <tr key={letter.id}>
              <td className={styles.reason}>{inWords(letter.reason)}</td>
              <td>
                <code>{letter.topic}</code>
                <div className="muted">by {letter.publisher}</div>
              </td>
              <td>
                {letter.detail}
                {letter.skipped > 0 && (
                  <div className="muted">{letter.skipped} more like this were counted only.</div>
                )}
              </td>
              <td>
                <Payload letter={letter} />
              </td>
              <td className="muted">
                <Ago ms={letter.receivedAtMs} />
                <Replay letter={letter} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Reads it again: after its device was registered, or its class or format corrected. */
function Replay({ letter: { id, topic } }: { letter: DeadLetter }) {
  const replay = useReplay()
  return (
    <div className={styles.replay}>
      {replay.isSuccess ? (
        <span role="status">Read again</span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Replay the message on ${topic}`}
          loading={replay.isPending}
          onClick={() => replay.mutate({ ids: [id] })}
        >
          Replay
        </Button>
      )}
      <Problem>{replay.error && sentence(replay.error)}</Problem>
    </div>
  )
}

function Payload({ letter: { payload, payloadEncoding } }: { letter: DeadLetter }) {
  const binary = payloadEncoding === 'base64'
  if (payload === '') return <span className="muted">Empty</span>
  return (
    <details className={styles.payload}>
      <summary>
        {binary && 'base64: '}
        {payload.slice(0, 80)}
      </summary>
      <pre>{payload}</pre>
    </details>
  )
}
