import { Link } from '@tanstack/react-router'
import { useUnread } from '../api/inbox-queries.ts'
import styles from '../pages/layout.module.css'

/** The API counts up to this. */
const MOST = 1000

/** The way to what one was told, with how much of it is new. */
export function Bell() {
  const unread = useUnread().data?.unread ?? 0
  const many = unread >= MOST ? `${MOST} or more` : String(unread)
  return (
    <Link
      to="/notifications"
      className={styles.bell}
      aria-label={unread === 0 ? 'Notifications' : `Notifications, ${many} unread`}
    >
      <svg
        width="20"
        height="20"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden
      >
        <path d="M4.5 14.5h11c-1.2-1.2-1.6-2.4-1.6-5a3.9 3.9 0 0 0-7.8 0c0 2.6-.4 3.8-1.6 5Z" />
        <path d="M8.3 17a1.9 1.9 0 0 0 3.4 0M10 4V3" />
      </svg>
      {unread > 0 && <span aria-hidden>{unread > 99 ? '99+' : unread}</span>}
    </Link>
  )
}
