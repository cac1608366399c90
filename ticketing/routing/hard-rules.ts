import type { Candidate, Context, Refusal, Rule } from './candidate.ts'
import { instantText } from './instant-text.ts'

/**
 * The hard rules. What counts is the moment at which they could begin: now where they are on shift, else the begin of
 * their next shift, which must not be after the respond-by. Certificates must be valid then, too. Who cannot open what is of
 * the site is not given its work.
 */
export function refusalsOf(candidate: Candidate, startMs: number | undefined, context: Context): Refusal[] {
  const { ticket, nowMs, limitMs } = context
  const { active, roles, reach, skills, absences, openTickets, capacity } = candidate
  const refusals: Refusal[] = []
  const refuse = (rule: Rule, words: () => string) => void refusals.push({ rule, words })
  const at = (ms: number) => instantText(ms, ticket.timeZone)
  if (!active) refuse('inactive', () => 'is not active')
  if (!roles.includes('technician')) refuse('role', () => 'does not have the role technician')
  if (reach && !reach.includes(ticket.site)) refuse('site', () => `has no role at ${ticket.site}`)
  const beginMs = startMs ?? nowMs
  for (const wanted of ticket.skills) {
    const held = skills.filter(({ skill }) => skill === wanted)
    if (held.length === 0) refuse('skill', () => `lacks ${wanted}`)
    else if (!held.some(({ validUntilMs = Number.POSITIVE_INFINITY }) => beginMs < validUntilMs)) {
      const expiredMs = Math.max(...held.map(({ validUntilMs = 0 }) => validUntilMs))
      refuse(
        'skill',
        () => `certificate ${wanted} ${expiredMs <= nowMs ? 'expired' : 'expires'} ${at(expiredMs)}`,
      )
    }
  }
  const absence = absences.find(({ fromMs, toMs }) => fromMs <= beginMs && beginMs < toMs)
  if (absence) {
    const { fromMs, toMs, reason } = absence
    const from = fromMs > nowMs ? `from ${at(fromMs)} ` : ''
    refuse('absent', () => `is absent ${from}until ${at(toMs)} (${reason})`)
  }
  if (startMs === undefined) refuse('shift', () => 'has no working hours ahead')
  else if (startMs > nowMs && startMs > limitMs) {
    const due = ticket.respondByMs === null ? 'more than a day ahead' : `after it is due at ${at(limitMs)}`
    refuse('shift', () => `is off shift until ${at(startMs)}, ${due}`)
  }
  if (openTickets >= capacity) refuse('full', () => `has ${openTickets} of ${capacity} tickets`)
  return refusals
}
