import { Button } from '@mantine/core'
import { useEndSession, useSessions } from '../api/access-queries.ts'
import { sentence } from '../api/problem.ts'
import { browserOf } from '../format/agent.ts'
import styles from '../pages/access.module.css'
import { Problem } from './form.tsx'
import { LoadError } from './load-error.tsx'
import { Ago } from './pieces.tsx'

/** Where somebody is signed in, and the button that ends what they have forgotten. */
export function OwnSessions() {
  const query = useSessions()
  const end = useEndSession()
  return (
    <section className={styles.card} aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <LoadError what="Your sessions" query={query} />
      <ul className={styles.rows}>
        {query.data?.items.map(({ id, current, agent, address, usedAtMs, createdAtMs }) => (
          <li key={id}>
            <div className={styles.what}>
              <span>
                <strong>{browserOf(agent)}</strong>
                {current && <span className={styles.tag}>This one</span>}
              </span>
              <span className="muted">
                from {address}, signed in <Ago ms={createdAtMs} />, last used <Ago ms={usedAtMs} />
              </span>
            </div>
            {!current && (
              <Button
                variant="default"
                aria-label={`End the session from ${address}`}
                loading={end.isPending && end.variables === id}
                onClick={() => end.mutate(id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Problem>{end.error && sentence(end.error)}</Problem>
    </section>
  )
}
