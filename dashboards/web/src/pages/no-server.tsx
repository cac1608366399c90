import { Button } from '@mantine/core'
import { sentence } from '../api/problem.ts'
import { Problem } from '../components/form.tsx'
import { Logo } from '../components/logo.tsx'
import styles from './sign-in.module.css'

/** Nobody can say who is there. */
export function NoServer({ error, again }: { error: unknown; again(): void }) {
  return (
    <main className={styles.page}>
      <div className={styles.form}>
        <h1>
          <Logo size={30} />
          Forewarn
        </h1>
        <Problem>{sentence(error)}</Problem>
        <Button onClick={again}>Try again</Button>
      </div>
    </main>
  )
}
