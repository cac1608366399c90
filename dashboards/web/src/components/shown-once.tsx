import { Button } from '@mantine/core'
import styles from '../pages/access.module.css'
import { Copy } from './copy.tsx'

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
  return (
    <div className={styles.once} role="status">
      <p>{what}, shown this once:</p>
      <code>{text}</code>
      <p className="muted">{hint}</p>
      <div className={styles.buttons}>
        <Copy text={text} />
        <Button variant="default" onClick={close}>
          Done
        </Button>
      </div>
    </div>
  )
}
