import { useSiteNames } from '../api/name-queries.ts'
import { CalendarLinks } from '../components/calendar-links.tsx'
import { NotificationSettings } from '../components/notification-settings.tsx'
import { OwnSessions } from '../components/own-sessions.tsx'
import { PasswordChange } from '../components/password-change.tsx'
import { Tokens } from '../components/tokens.tsx'
import { useTitle } from '../components/use-title.ts'
import { roleWords } from '../session/me.ts'
import { useMay, useSession } from '../session/session.tsx'
import styles from './access.module.css'

/** Who somebody is here, where they are signed in, and the tokens that they have made. */
export function AccountPage() {
  const { me } = useSession()
  const own = me.kind === 'account' ? Number(me.id.split(':')[1]) : null
  const siteName = useSiteNames()
  const canLink = useMay('createTechnicianFeed')
  useTitle('My account')
  return (
    <>
      <div className={styles.head}>
        <h1>{me.name}</h1>
        <p>{WHO[me.kind]}</p>
        <p>{roleWords(me.grants, siteName)}.</p>
      </div>
      <div className={styles.stack}>
        {own !== null && (
          <NotificationSettings recipient={me.technician === null ? me.id : `technician:${me.technician}`} />
        )}
        {me.technician !== null && (
          <section className={styles.card} aria-labelledby="calendar">
            <h2 id="calendar">Your calendar</h2>
            {canLink ? (
              <CalendarLinks owner={{ kind: 'technician', id: me.technician }} />
            ) : (
              <p>
                Outlook, Google Calendar or your telephone can show what is due for you, by a link. Planners
                make it: ask one of yours.
              </p>
            )}
          </section>
        )}
        {me.hasPassword && <PasswordChange />}
        {own !== null && <OwnSessions />}
        {me.kind !== 'token' && (
          <Tokens
            title={own === null ? 'Tokens of the administrator' : 'Your tokens'}
            shows={({ owner }) => owner === own}
            canMake
          />
        )}
      </div>
    </>
  )
}

const WHO = {
  administrator: 'You are in with the token of the service itself, which is nobody’s account.',
  account: 'This is your account.',
  token: 'You are in with a token, which somebody has made for a program.',
}
