import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSignatures, useSigning, useWork } from '../api/audit-queries.ts'
import { useNames } from '../api/name-queries.ts'
import type { Meaning, Signature, TicketDetail } from '../api/types.ts'
import { propertyName } from '../format/history.ts'
import { capitalised, MASK } from '../format/names.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import { MEANING_WORDS } from '../format/words.ts'
import styles from '../pages/ticket.module.css'
import { useMay, useSession } from '../session/session.tsx'
import { Form, useForm } from './form.tsx'
import { LoadError } from './load-error.tsx'

/** Who has signed the work, what they said by it, and whether the work still is what they signed. */
export function TicketSignatures({ ticket: { number, site } }: { ticket: TicketDetail }) {
  const canSee = useMay('listSignatures', site)
  const canSign = useMay('signWork', site)
  const query = useSignatures(number, canSee)
  const [isOpen, setOpen] = useState(false)
  const signatures = query.data?.items ?? []
  if (!canSee || (!canSign && signatures.length === 0)) return null
  return (
    <section className={styles.card} aria-label="Signatures">
      <h2>Signatures of the work</h2>
      <LoadError what="The signatures" query={query} />
      <ul className={styles.comments}>
        {signatures.map(signature => (
          <Line key={signature.id} signature={signature} />
        ))}
      </ul>
      {query.data && signatures.length === 0 && !isOpen && (
        <p className={styles.sentence}>Nobody has signed it yet.</p>
      )}
      {canSign &&
        (isOpen ? (
          <SignForm number={number} close={() => setOpen(false)} />
        ) : (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            Sign the work…
          </Button>
        ))}
    </section>
  )
}

function Line({ signature }: { signature: Signature }) {
  const { name, meaning, signer, signedAtMs, isGenuine, changed } = signature
  const names = useNames()
  return (
    <li>
      <p>
        <strong>{name === MASK ? capitalised(names.person(name)) : name}</strong>: {MEANING_WORDS[meaning]}
      </p>
      <p className={styles.when}>
        <time dateTime={new Date(signedAtMs).toISOString()} title={exactDateTime(signedAtMs)}>
          {dateTime(signedAtMs)}
        </time>{' '}
        · signed in as {names.person(signer)}
      </p>
      <p className={styles.standing} data-bad={!isGenuine || changed.length > 0}>
        {standing(isGenuine, changed)}
      </p>
    </li>
  )
}

function standing(isGenuine: boolean, changed: readonly string[]): string {
  if (!isGenuine) return 'Not genuine: it is not what the ledger says was signed.'
  if (changed.length === 0) return 'The work is as it was signed.'
  return `The work has changed since: ${changed.map(propertyName).join(', ')}.`
}

function SignForm({ number, close }: { number: number; close(): void }) {
  const { me } = useSession()
  const work = useWork(number)
  const signing = useSigning(number)
  const [name, setName] = useState(me.kind === 'account' ? me.name : '')
  const [meaning, setMeaning] = useState<Meaning>('performed')
  const form = useForm(signing, { name: name.trim() === '' && 'Sign with your name.' }, () => {
    if (!work.data) return
    const { documentSha256 } = work.data
    signing.mutate({ name: name.trim(), meaning, documentSha256 }, { onSuccess: close })
  })
  return (
    <Form
      label="Sign the work"
      form={{ ...form, busy: form.busy || work.isPending }}
      submit="Sign"
      close={close}
    >
      <LoadError what="The work" query={work} />
      <NativeSelect
        label="What you say by it"
        value={meaning}
        data={Object.entries(MEANING_WORDS).map(([value, label]) => ({ value, label }))}
        onChange={event => setMeaning(event.currentTarget.value as Meaning)}
      />
      <TextInput
        label="Your name, as your signature"
        description="It is bound to the work as it is on this page: notes, checklist, outcome and files."
        maxLength={100}
        value={name}
        error={form.errorOf('name')}
        onChange={event => setName(event.currentTarget.value)}
      />
    </Form>
  )
}
