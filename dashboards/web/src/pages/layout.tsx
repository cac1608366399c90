import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { LiveStatus } from '../api/live.ts'
import { Bell } from '../components/bell.tsx'
import { Logo } from '../components/logo.tsx'
import { may } from '../session/me.ts'
import { useSession } from '../session/session.tsx'
import styles from './layout.module.css'

const LIVE: Record<LiveStatus, [word: string, title: string]> = {
  connecting: ['Connecting', 'Connecting to the server.'],
  live: ['Live', 'Changes appear by themselves.'],
  offline: ['Offline', 'No connection for live changes. What you see may be old; trying again.'],
}

/** The frame of every page. */
export function Layout() {
  const { live, me, signOut } = useSession()
  const path = useRouterState({ select: state => state.location.pathname })
  const inTickets = path === '/' || path.startsWith('/tickets')
  const [word, title] = LIVE[live]
  const main = useFocusOnChange(path)
  return (
    <>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link to="/" className={styles.brand} aria-label="Forewarn, tickets">
            <Logo />
            <span className={styles.name}>Forewarn</span>
          </Link>
          <nav className={styles.nav} aria-label="Pages">
            <Link to="/" aria-current={inTickets ? 'page' : undefined}>
              Tickets
            </Link>
            {may(me, 'listDeadLetters') && <Link to="/dead-letters">Dead letters</Link>}
            {may(me, 'updateTechnician') && <Link to="/crew">Crew</Link>}
            {may(me, 'listAccounts') && <Link to="/accounts">Accounts</Link>}
            {may(me, 'getAuditStatus') && <Link to="/audit">Audit</Link>}
            <a href="/docs" className={styles.docs}>
              API docs
            </a>
          </nav>
          <div className={styles.side}>
            <span className={styles.live} data-status={live} title={title} role="status">
              <span>{word}</span>
            </span>
            <Bell />
            <Link to="/account" className={styles.me} aria-label={`My account, ${me.name}`}>
              <Person />
              <span>{me.name}</span>
            </Link>
            <button type="button" className={styles.signOut} onClick={signOut}>
              Sign out
            </button>
          </div>
        </div>
      </header>
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  )
}

function Person() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden
    >
      <circle cx="10" cy="6.5" r="3.2" />
      <path d="M3.5 17c.6-3.6 3.2-5.2 6.5-5.2s5.9 1.6 6.5 5.2" strokeLinecap="round" />
    </svg>
  )
}

/** Another page begins at its beginning for the keyboard and for a screen reader, too; the first page is left alone. */
function useFocusOnChange(path: string) {
  const element = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    element.current?.focus({ preventScroll: true })
  }, [path])
  return element
}
