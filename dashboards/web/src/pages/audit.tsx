import { Button, Skeleton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useAuditStatus } from '../api/audit-queries.ts'
import { sentence } from '../api/problem.ts'
import type { AuditStatus } from '../api/types.ts'
import { Copy } from '../components/copy.tsx'
import { ExportList, save } from '../components/export-list.tsx'
import { Problem } from '../components/form.tsx'
import { LoadError } from '../components/load-error.tsx'
import { NotYours } from '../components/not-yours.tsx'
import { Ago } from '../components/pieces.tsx'
import { useTitle } from '../components/use-title.ts'
import { count, whole } from '../format/numbers.ts'
import { dateTime } from '../format/time.ts'
import { useMay, useSession } from '../session/session.tsx'
import styles from './access.module.css'

const EXPORT = 'npm run --silent forewarn -- audit export --out audit.jsonl.gz'
const VERIFY =
  'npm run --silent forewarn -- audit verify audit.jsonl.gz --key audit-key.pub --checkpoint audit-checkpoints.jsonl'

/** For administrators: whether the history is the one that was written, and how to show it to others. */
export function AuditPage() {
  useTitle('Audit')
  if (!useMay('getAuditStatus'))
    return <NotYours title="The audit chain is looked after by administrators of every site" />
  return <Audit />
}

function Audit() {
  const query = useAuditStatus()
  return (
    <>
      <div className={styles.head}>
        <h1>Audit</h1>
        <p>
          Every change is linked to the one before it, and the chain is signed every minute. Who changes the
          past breaks it.
        </p>
      </div>
      <div className={styles.stack}>
        <LoadError what="The state of the chain" query={query} />
        {query.isPending && (
          <Skeleton height={200} role="status" aria-label="Loading the state of the chain" />
        )}
        {query.data && <Chain status={query.data} />}
        {query.data && <Proof status={query.data} />}
      </div>
    </>
  )
}

function Chain({ status: { position, unsealed, breaks, key, checkpoint } }: { status: AuditStatus }) {
  return (
    <section className={styles.card} aria-labelledby="chain">
      <h2 id="chain">The chain now</h2>
      <p className={styles.verdict} data-bad={breaks > 0}>
        {breaks === 0 ? 'No break was found' : `Broken: ${count(breaks, 'break')} found`}
      </p>
      <p>
        {breaks === 0
          ? 'The service compares the chain with what it remembers, all the time. Only a dump that is verified against a checkpoint kept elsewhere proves it to others.'
          : 'The service has found another chain than it remembers. After a backup was restored that is so; otherwise somebody has changed the past. The ledger has the events chain_broken, which say what was lost.'}
      </p>
      <dl className={styles.facts}>
        <dt>Events</dt>
        <dd>
          {whole(position)} linked{unsealed > 0 && `, ${whole(unsealed)} wait for it`}
        </dd>
        <dt>Last checkpoint</dt>
        <dd>
          {checkpoint ? (
            <>
              <Ago ms={checkpoint.atMs} />, {dateTime(checkpoint.atMs)}, over{' '}
              {count(checkpoint.position, 'event')}
            </>
          ) : (
            'None yet; the first is signed within a minute.'
          )}
        </dd>
        <dt>Key</dt>
        <dd>
          <code>{key}</code>
        </dd>
      </dl>
      <div className={styles.bar}>
        <ExportList what="the ledger" path="/ledger" />
        <ExportList what="checkpoints" path="/audit/checkpoints" />
      </div>
    </section>
  )
}

function Proof({ status: { checkpoint } }: { status: AuditStatus }) {
  const { api } = useSession()
  const dump = useMutation({
    mutationFn: async () => ({ ...(await api.download('/api/v1/audit/dump')), name: 'audit.jsonl' }),
    onSuccess: save,
  })
  return (
    <section className={styles.card} aria-labelledby="proof">
      <h2 id="proof">Show that nobody changed the past</h2>
      {checkpoint && (
        <>
          <p>1. Keep a checkpoint now and then where nobody who runs the service can change it.</p>
          <Command text={checkpoint.line} of="the checkpoint" />
        </>
      )}
      <p>2. Take a dump of the chain: here, or by the command.</p>
      <Command text={EXPORT} of="the command that exports" />
      <div className={styles.buttons}>
        <Button variant="default" loading={dump.isPending} onClick={() => dump.mutate()}>
          Download the dump
        </Button>
        <Problem>{dump.error && sentence(dump.error)}</Problem>
      </div>
      <p>3. Verify it on any machine. It names the first broken link.</p>
      <Command text={VERIFY} of="the command that verifies" />
    </section>
  )
}

function Command({ text, of }: { text: string; of: string }) {
  return (
    <div className={styles.command}>
      <code>{text}</code>
      <Copy text={text} size="xs" variant="default" aria-label={`Copy ${of}`} />
    </div>
  )
}
