import { Button } from '@mantine/core'
import { useState } from 'react'
import { useRevocation, useTokens } from '../api/access-queries.ts'
import { useSiteNames } from '../api/name-queries.ts'
import { sentence } from '../api/problem.ts'
import type { AccessToken, MadeAccessToken } from '../api/types.ts'
import { useNowMs } from '../clock.tsx'
import { dateTime } from '../format/time.ts'
import styles from '../pages/access.module.css'
import { roleWords } from '../session/me.ts'
import { ExportList } from './export-list.tsx'
import { Problem } from './form.tsx'
import { LoadError } from './load-error.tsx'
import { LoadMore } from './load-more.tsx'
import { NewToken, SCOPE_WORDS } from './new-token.tsx'
import { Ago } from './pieces.tsx'
import { ShownOnce } from './shown-once.tsx'

interface TokensProps {
  title: string
  /** Which of those that may be seen. */
  shows(token: AccessToken): boolean
  /** How the owner is called, where there are several. */
  ownerName?(owner: number | null): string
  canMake: boolean
}

/** Tokens of programs: what they may do, and the buttons that make one or make one useless. */
export function Tokens({ title, shows, ownerName, canMake }: TokensProps) {
  const query = useTokens()
  const tokens = query.data?.pages.flatMap(page => page.items).filter(shows) ?? []
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<MadeAccessToken>()
  return (
    <section className={styles.card} aria-label={title}>
      <h2>{title}</h2>
      <p className={styles.lead}>For programs that use the API. A token can do no more than its owner.</p>
      <LoadError what="The tokens" query={query} />
      {made && (
        <ShownOnce
          what={`Token ${made.name}`}
          text={made.token}
          hint="Send it as Authorization: Bearer …, and keep it where others cannot read it."
          close={() => setMade(undefined)}
        />
      )}
      <ul className={styles.rows}>
        {tokens.map(token => (
          <Row key={token.id} token={token} owner={ownerName?.(token.owner)} />
        ))}
      </ul>
      {query.data && tokens.length === 0 && <p className="muted">There is none.</p>}
      <LoadMore query={query} />
      {tokens.length > 0 && <ExportList what="tokens" path="/tokens" />}
      {canMake &&
        (isOpen ? (
          <NewToken
            close={() => setOpen(false)}
            done={token => {
              setMade(token)
              setOpen(false)
            }}
          />
        ) : (
          <div className={styles.buttons}>
            <Button variant="default" onClick={() => setOpen(true)}>
              New token…
            </Button>
          </div>
        ))}
    </section>
  )
}

function Row({ token, owner }: { token: AccessToken; owner: string | undefined }) {
  const { id, name, grants, scopes, expiresAtMs, usedAtMs, revokedAtMs } = token
  const nowMs = useNowMs()
  const siteName = useSiteNames()
  const revocation = useRevocation()
  const [asked, setAsked] = useState(false)
  const isOver = revokedAtMs !== null || expiresAtMs <= nowMs
  return (
    <li data-over={isOver}>
      <div className={styles.what}>
        <span>
          <strong>{name}</strong>
          {owner && <span className="muted"> of {owner}</span>}
          {isOver && <span className={styles.tag}>{revokedAtMs === null ? 'Expired' : 'Revoked'}</span>}
        </span>
        <span>
          {roleWords(grants, siteName)}; {scopes.map(scope => SCOPE_WORDS[scope].toLowerCase()).join(', ')}
        </span>
        <span className="muted">
          {isOver ? (
            <>
              ended <Ago ms={revokedAtMs ?? expiresAtMs} />
            </>
          ) : (
            `works until ${dateTime(expiresAtMs)}`
          )}
          ,{' '}
          {usedAtMs === null ? (
            'never used'
          ) : (
            <>
              used <Ago ms={usedAtMs} />
            </>
          )}
        </span>
        <Problem>{revocation.error && sentence(revocation.error)}</Problem>
      </div>
      {!isOver && (
        <div className={styles.buttons}>
          {asked ? (
            <>
              <Button color="red" loading={revocation.isPending} onClick={() => revocation.mutate(id)}>
                Revoke for ever
              </Button>
              <Button variant="default" onClick={() => setAsked(false)}>
                Back
              </Button>
            </>
          ) : (
            <Button variant="default" aria-label={`Revoke ${name}`} onClick={() => setAsked(true)}>
              Revoke…
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
