import { Skeleton } from '@mantine/core'
import { useDeadLetters } from '../api/queries.ts'
import type { DeadLetter } from '../api/types.ts'
import { LoadError } from '../components/load-error.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { Ago, Empty } from '../components/pieces.tsx'
import { useTitle } from '../components/use-title.ts'
import { reasonName } from '../format/words.ts'
import styles from './dead-letters.module.css'

/** What devices sent that did not become a sample, and why. */
export function DeadLettersPage() {
  const list = useDeadLetters()
  const letters = list.data?.pages.flatMap(page => page.items) ?? []
  useTitle('Dead letters')
  return (
    <>
      <div className={styles.head}>
        <h1>Dead letters</h1>
        <p>Messages, or parts of messages, that did not become a reading. Newest first.</p>
      </div>
      <LoadError what="The dead letters" query={list} />
      {list.isPending && <Skeleton height={320} role="status" aria-label="Loading the dead letters" />}
      {list.data && letters.length === 0 && (
        <Empty title="No dead letters">
          <p>Everything that devices sent was understood and stored.</p>
        </Empty>
      )}
      {letters.length > 0 && <Table letters={letters} />}
      <div className={styles.foot}>
        <LoadMore query={list} />
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
          <col style={{ width: 104 }} />
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
              <td className={styles.reason}>{reasonName(letter.reason)}</td>
              <td>
                <code>{letter.topic}</code>
                <div className="muted">by {letter.publisher}</div>
              </td>
              <td>{letter.detail}</td>
              <td>
                <Payload letter={letter} />
              </td>
              <td className="muted">
                <Ago ms={letter.receivedAtMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
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
