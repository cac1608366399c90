import type { Crossing } from '../domain/clocks.ts'
import type { EscalationTarget } from '../domain/sla.ts'
import { wordsFor } from '../domain/sla-words.ts'
import type { TicketEventType } from '../domain/ticket.ts'
import type { Trx } from './database.ts'
import { appendEvents, SYSTEM } from './ledger.ts'
import { addNotice } from './notices.ts'
import type { Judged, SlaCase } from './sla-cases.ts'

const eventTypes = {
  warning: 'sla_warning',
  breach: 'sla_breach',
  escalation: 'sla_escalation',
} as const satisfies Record<Crossing['type'], TicketEventType>

/**
 * Fires what was crossed and has not been fired, with its event and its notice, and ends the rounds of what turns out
 * not to be crossed after all. The caller has locked the ticket, so nobody else fires for it; were it otherwise, the
 * primary key would refuse. Resolves with how many fired.
 */
export async function fire(trx: Trx, ticket: SlaCase, judged: Judged, nowMs: number): Promise<number> {
  const fired = await trx
    .selectFrom('slaFirings')
    .select(['clock', 'threshold', 'round', 'atMs', 'lapsedAtMs'])
    .where('ticket', '=', ticket.number)
    .orderBy('round')
    .execute()
  const latest = new Map(fired.map(firing => [`${firing.clock} ${firing.threshold}`, firing]))
  const crossed = new Set(judged.crossed.map(({ key }) => key))
  for (const [key, { clock, threshold, round, atMs, lapsedAtMs }] of latest) {
    if (lapsedAtMs !== null || crossed.has(key) || judged.clocks[clock]?.state === 'void') continue
    if (nowMs < atMs) continue // our own clock was set back, which takes nothing back
    await trx
      .updateTable('slaFirings')
      .set({ lapsedAtMs: nowMs })
      .where('ticket', '=', ticket.number)
      .where('clock', '=', clock)
      .where('threshold', '=', threshold)
      .where('round', '=', round)
      .execute()
  }
  let count = 0
  for (const crossing of judged.crossed) {
    const former = latest.get(crossing.key)
    if (former && former.lapsedAtMs === null) continue
    await fireOne(trx, { ticket, judged, crossing, round: (former?.round ?? 0) + 1 }, nowMs)
    count++
  }
  return count
}

async function fireOne(
  trx: Trx,
  { ticket, judged, crossing, round }: { ticket: SlaCase; judged: Judged; crossing: Crossing; round: number },
  nowMs: number,
): Promise<void> {
  const { number } = ticket
  const { clock: name, name: threshold, type, to, crossedAtMs } = crossing
  const clock = judged.clocks[name]
  if (!clock) throw new Error(`the ${name} clock of ticket ${number} crossed ${threshold} and is not there`)
  await trx
    .insertInto('slaFirings')
    .values({ ticket: number, clock: name, threshold, round, crossedAtMs, atMs: nowMs })
    .execute()
  const { title, reason } = wordsFor(crossing, number, clock)
  const silence = silenceOf(judged, crossing)
  const recipients = silence ? [] : await recipientsOf(trx, ticket, to)
  const data = { clock: name, threshold, round, crossedAtMs, dueAtMs: clock.dueAtMs, to, recipients }
  await appendEvents(trx, { subject: 'ticket', id: number }, { actor: SYSTEM, nowMs }, [
    { type: eventTypes[type], reason: silence ? `${reason} ${silence}` : reason, data },
  ])
  if (silence) return
  const { title: subject } = await trx
    .selectFrom('tickets')
    .select('title')
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  const body = `${subject}. ${reason}`
  await addNotice(trx, { type: `sla.${type}`, ticket: number, recipients, title, body, data }, nowMs)
}

/** Why nobody is told, where nobody has to be: we were away for a while, or a policy has changed. */
function silenceOf({ clocks, crossed }: Judged, { clock, type }: Crossing): string | undefined {
  const state = clocks[clock]?.state
  if (state === 'met' || state === 'missed') return 'Nobody is told, as it is done.'
  const isBreached = crossed.some(other => other.clock === clock && other.type === 'breach')
  return type === 'warning' && isBreached ? 'Nobody is warned, as it is too late for that.' : undefined
}

/** Who hears of it; where there is no such person, the next in the chain: lead, team. */
async function recipientsOf(trx: Trx, { team, assignee }: SlaCase, to: EscalationTarget): Promise<string[]> {
  if (to === 'assignee' && assignee !== null) return [`technician:${assignee}`]
  if (team === null) return assignee === null ? [] : [`technician:${assignee}`]
  if (to === 'team') return [`team:${team}`]
  const people = await trx
    .selectFrom('teams')
    .select(['lead', 'manager'])
    .where('id', '=', team)
    .executeTakeFirst()
  const person = (to === 'manager' ? people?.manager : undefined) ?? people?.lead
  return [person ? `technician:${person}` : `team:${team}`]
}
