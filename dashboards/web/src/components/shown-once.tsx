import { Button } from '@mantine/core'
import { useState } from 'react'
import styles from '../pages/access.module.css'

interface ShownOnceProps {
  /** What it is, as the beginning of a sentence. */
  what: string
  text: string
  /** What to do with it. */
  hint: string
  close(): void
}

/** A secret that nobody can read again: it stays until the person has taken it. */
export function ShownOnce({ what, text, hint, close }: ShownOnceProps) {
  const [copied, setCopied] = useState(false)
  return (
    <div className={styles.once} role="status">
      <p>{what}, shown this once:</p>
      <code>{text}</code>
      <p className="muted">{hint}</p>
      <div className={styles.buttons}>
        <Button
          onClick={() =>
            void navigator.clipboard?.writeText(text).then(
              () => setCopied(true),
              () => undefined, // it can be marked by hand
            )
          }
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <Button variant="default" onClick={close}>
          Done
        </Button>
      </div>
    </div>
  )
}
