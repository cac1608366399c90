import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { exact } from '../../domain/schema.ts'
import { type SecretsKey, sealer } from '../../store/secrets.ts'

/** Longer nobody takes to sign in; the page says what to do. */
export const TRIP_MS = 10 * 60_000

const Trip = Type.Object(
  {
    checks: Type.Object({ state: Type.String(), nonce: Type.String(), verifier: Type.String() }, exact),
    redirectUri: Type.String(),
    to: Type.String(),
    untilMs: Type.Number(),
  },
  exact,
)
type Trip = Type.Static<typeof Trip>

/** Kept by a browser for minutes, and by us nowhere. */
const CARRIED_TRIP = 'sign-in at a provider'

/** Somebody is on their way to the provider and back; what we have to know then is in their own browser, sealed. */
export function tripTickets(secretsKey: SecretsKey) {
  const { seal, open } = sealer(secretsKey, CARRIED_TRIP)
  return {
    issue: (trip: Trip): string => seal(JSON.stringify(trip)).toString('base64url'),
    /** Undefined where it is not ours, or too old. */
    read(ticket: string | undefined, nowMs: number): Trip | undefined {
      const text = ticket && open(Buffer.from(ticket, 'base64url'))
      if (!text) return undefined
      const trip: unknown = JSON.parse(text)
      return Value.Check(Trip, trip) && trip.untilMs > nowMs ? trip : undefined
    },
  }
}

const HERE = 'http://here.invalid'

/**
 * A page of ours to go on to, as a path with its query; `/` for everything that a browser would take for another place:
 * `//host`, `/\host`, a scheme, line breaks in between, and addresses of the server itself.
 */
export function ownPath(to: string | undefined): string {
  if (!to?.startsWith('/') || /[\\\p{C}]/u.test(to)) return '/'
  const url = URL.parse(to, HERE)
  if (url?.origin !== HERE || url.pathname.startsWith('//')) return '/'
  return /^\/(api|docs|r|p)(\/|$)/.test(url.pathname) ? '/' : url.pathname + url.search
}
