import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { percentile } from './options.ts'
import { TECHNICIANS } from './ticket-seed.ts'

export interface Closing {
  jobs: number
  stepsPerS: number
  /** Answers 503, upon which a technician tries again with the same key. */
  refused: number
  p50Ms: number
  p99Ms: number
  /** Jobs that are not closed in the end, or whose history does not have each step exactly once. */
  wrong: number
}

const STEPS = [
  { to: 'on_site' },
  { to: 'resolved', failureCode: 'VIB', resolution: 'Bearing replaced.' },
  { to: 'closed', outcome: 'found_as_predicted' },
]

/** All technicians at once, each going through their own jobs, with `If-Match` and an `Idempotency-Key` on every step. */
export async function closeJobs(pool: pg.Pool, url: string, token: string): Promise<Closing> {
  const { rows } = await pool.query<{ number: string; assignee: string; version: number }>(
    `select number, assignee, version from ticketing.tickets where state = 'accepted' order by number`,
  )
  const latencies: number[] = []
  let refused = 0
  const beganAtMs = performance.now()
  await Promise.all(
    Array.from({ length: TECHNICIANS }, async (_, technician) => {
      for (const job of rows.filter(({ assignee }) => assignee === `tech-${technician}`)) {
        let { version } = job
        for (const step of STEPS) {
          const sentAtMs = performance.now()
          const key = randomUUID()
          const send = () => transition(`${url}/api/v1/tickets/${job.number}`, { token, key, version }, step)
          let answer = await send()
          while (answer.status === 503) {
            refused++
            await sleep(500 + 500 * Math.random())
            answer = await send()
          }
          latencies.push(performance.now() - sentAtMs)
          if (answer.status !== 200) {
            throw new Error(`${step.to} of ticket ${job.number}: ${JSON.stringify(answer.body)}`)
          }
          version = answer.body.version
        }
      }
    }),
  )
  const seconds = (performance.now() - beganAtMs) / 1000
  return {
    jobs: rows.length,
    stepsPerS: latencies.length / seconds,
    refused,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    wrong: await wrongOnes(
      pool,
      rows.map(({ number }) => number),
    ),
  }
}

async function transition(
  ticketUrl: string,
  { token, key, version }: { token: string; key: string; version: number },
  step: object,
): Promise<{ status: number; body: TicketDetail }> {
  const response = await fetch(`${ticketUrl}/transitions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'if-match': `"${version}"`,
    },
    body: JSON.stringify(step),
  })
  return { status: response.status, body: (await response.json()) as TicketDetail }
}

async function wrongOnes(pool: pg.Pool, numbers: string[]): Promise<number> {
  const { rows } = await pool.query(
    `select t.number from ticketing.tickets t
     join ticketing.events e on e.subject = 'ticket' and e.subject_id = t.number::text and e.after ? 'state'
     where t.number = any($1) group by t.number, t.state
     having t.state <> 'closed'
       or array_agg(e.after ->> 'state' order by e.id) <> '{accepted,on_site,resolved,verifying,closed}'`,
    [numbers],
  )
  return rows.length
}
