import { Button, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { sentence } from '../api/problem.ts'
import { useApproval, useAssets, useIgnore, useQuarantine } from '../api/queries.ts'
import type { Approved, Stranger } from '../api/types.ts'
import { Form, Problem, useForm } from './form.tsx'
import { LoadError } from './load-error.tsx'
import { LoadMore } from './load-more.tsx'
import { Ago } from './pieces.tsx'
import styles from './quarantine.module.css'

const METRICS_SHOWN = 8
/** What the registry takes as an id; another name becomes the address of the device. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Devices that speak and are not registered; nothing while there is none. */
export function Quarantine() {
  const list = useQuarantine()
  const strangers = list.data?.pages.flatMap(page => page.items) ?? []
  const [approved, setApproved] = useState<Approved[]>([])
  if (strangers.length + approved.length === 0) {
    return <LoadError what="The devices in quarantine" query={list} />
  }
  return (
    <section className={styles.section} aria-labelledby="quarantine">
      <h2 id="quarantine">Devices waiting for approval</h2>
      <p>They speak and are not registered. What they have said is read again when you approve them.</p>
      <LoadError what="The devices in quarantine" query={list} />
      <ul className={styles.list}>
        {approved.map(device => (
          <Registered
            key={device.id}
            device={device}
            close={() => setApproved(before => before.filter(({ id }) => id !== device.id))}
          />
        ))}
        {strangers.map(stranger => (
          <Row
            key={stranger.name}
            stranger={stranger}
            done={device => setApproved(before => [...before, device])}
          />
        ))}
      </ul>
      <LoadMore query={list} />
    </section>
  )
}

function Row({ stranger, done }: { stranger: Stranger; done(device: Approved): void }) {
  const { name, publisher, topic, metrics, messages, lastSeenMs, sample, sampleEncoding } = stranger
  const [asked, setAsked] = useState(false)
  const ignore = useIgnore(name)
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <strong>{name}</strong>
        <span className="muted">
          {publisher !== name && <>by {publisher}, </>}
          {messages === 1 ? '1 message' : `${messages} messages`}, last <Ago ms={lastSeenMs} />
        </span>
        <code>{topic}</code>
        <span>{shortList(metrics)}</span>
        {sample !== '' && (
          <details>
            <summary>What it says</summary>
            <pre>
              {sampleEncoding === 'base64' && 'base64: '}
              {sample}
            </pre>
          </details>
        )}
      </div>
      {asked ? (
        <ApprovalForm stranger={stranger} cancel={() => setAsked(false)} done={done} />
      ) : (
        <div className={styles.buttons}>
          <Button variant="filled" onClick={() => setAsked(true)}>
            Approve…
          </Button>
          <Button variant="subtle" loading={ignore.isPending} onClick={() => ignore.mutate()}>
            Ignore
          </Button>
        </div>
      )}
      <Problem>{ignore.error && sentence(ignore.error)}</Problem>
    </li>
  )
}

interface ApprovalFormProps {
  stranger: Stranger
  cancel(): void
  done(approved: Approved): void
}

function ApprovalForm({ stranger: { name, site }, cancel, done }: ApprovalFormProps) {
  const assets = useAssets(site ?? undefined).data ?? []
  const approval = useApproval(name)
  const list = useId()
  const needsId = !ID.test(name)
  const [asset, setAsset] = useState('')
  const [id, setId] = useState('')
  const lacks = {
    asset: asset.trim() === '' && 'Choose the asset.',
    id: needsId && id.trim() === '' && 'Choose an id: letters, digits, and . _ -.',
  }
  const form = useForm(approval, lacks, () => {
    const given = { asset: asset.trim(), ...(id.trim() !== '' && { id: id.trim() }) }
    approval.mutate(given, { onSuccess: done })
  })
  return (
    <Form className={styles.form} label={`Approve ${name}`} form={form} submit="Approve" close={cancel}>
      <TextInput
        label="Asset that it watches"
        required
        autoFocus
        list={list}
        value={asset}
        error={form.errorOf('asset')}
        onChange={event => setAsset(event.currentTarget.value)}
      />
      <datalist id={list}>
        {assets.map(({ id, name }) => (
          <option key={id} value={id} label={name} />
        ))}
      </datalist>
      {needsId && (
        <TextInput
          label="Id of the device"
          description="Its name becomes its address."
          required
          value={id}
          error={form.errorOf('id')}
          onChange={event => setId(event.currentTarget.value)}
        />
      )}
    </Form>
  )
}

/** The secret is shown this once, so the row stays until the person has taken it. */
function Registered({ device, close }: { device: Approved; close(): void }) {
  const { id, asset, secret, replayed } = device
  return (
    <li className={styles.row}>
      <div className={styles.what} role="status">
        <span>
          Device <strong>{id}</strong> of asset {asset} is registered. {replayed === null ? 'Its' : replayed}{' '}
          dead letters are read again.
        </span>
        {secret && (
          <span>
            MQTT password, shown this once: <code>{secret}</code>
          </span>
        )}
      </div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={close}>
          Done
        </Button>
      </div>
    </li>
  )
}

function shortList(names: readonly string[]): string {
  const more = names.length - METRICS_SHOWN
  return names.slice(0, METRICS_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
