import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useAccounts } from '../api/access-queries.ts'
import { AccountRow } from '../components/account-row.tsx'
import { ExportList } from '../components/export-list.tsx'
import { LoadError } from '../components/load-error.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { NewAccountForm } from '../components/new-account.tsx'
import { NotYours } from '../components/not-yours.tsx'
import { Tokens } from '../components/tokens.tsx'
import { useTitle } from '../components/use-title.ts'
import { useMay } from '../session/session.tsx'
import styles from './access.module.css'

/** For administrators: who may sign in, with which roles, and the tokens of everybody. */
export function AccountsPage() {
  useTitle('Accounts')
  if (!useMay('listAccounts'))
    return <NotYours title="Accounts are looked after by administrators of every site" />
  return <Accounts />
}

function Accounts() {
  const query = useAccounts()
  const accounts = query.data?.pages.flatMap(page => page.items) ?? []
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <div className={styles.head}>
        <h1>Accounts</h1>
        <p>
          Who may sign in, and what they may do. An account is never deleted, because the history names it.
        </p>
      </div>
      <div className={styles.stack}>
        <section className={styles.card} aria-label="Accounts">
          <LoadError what="The accounts" query={query} />
          {query.isPending && <Skeleton height={160} role="status" aria-label="Loading the accounts" />}
          {query.data && accounts.length === 0 && <p className="muted">There is no account yet.</p>}
          <ul className={styles.rows}>
            {accounts.map(account => (
              <AccountRow key={account.id} account={account} />
            ))}
          </ul>
          <LoadMore query={query} />
          {isOpen ? (
            <NewAccountForm close={() => setOpen(false)} />
          ) : (
            <div className={styles.bar}>
              <Button onClick={() => setOpen(true)}>New account…</Button>
              <ExportList what="accounts" path="/accounts" />
            </div>
          )}
        </section>
        <Tokens
          title="Tokens of everybody"
          shows={() => true}
          ownerName={owner =>
            owner === null
              ? 'the administrator'
              : (accounts.find(({ id }) => id === owner)?.name ?? `account ${owner}`)
          }
          canMake={false}
        />
      </div>
    </>
  )
}
