import pg from 'pg'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { finding, T0 } from './ticketing-fixtures.ts'
import { type Answer, startTicketingTest } from './ticketing-harness.ts'

/** The ticketing area with tickets on demand, and what their clocks have fired. */
export async function startSlaTest() {
  const service = await startTicketingTest()
  const db = openDb(service.pool)
  service.startIntake()
  let assets = 0

  return {
    ...service,
    db,
    /** Makes a ticket; critical on A is P1, major on A is P2, minor on A is P3. */
    async ticket(severity: 'critical' | 'major' | 'minor' = 'critical', criticality = 'A'): Promise<number> {
      const asset = `asset-${++assets}` // one each, at a site of its own: tickets are budgeted
      await service.call('POST', '/assets', {
        id: asset,
        site: `site-${assets}`,
        class: 'generic',
        criticality,
      })
      await service.deliver(finding({ asset, severity, observedAtMs: T0 + assets }))
      await service.judged()
      const { rows } = await service.pool.query('select number from ticketing.tickets where asset = $1', [
        asset,
      ])
      return Number(rows[0]?.number)
    },
    detail: async (number: number): Promise<TicketDetail> =>
      (await service.call<TicketDetail>('GET', `/tickets/${number}`)).body,
    move: (number: number, body: object): Promise<Answer<TicketDetail>> =>
      service.call<TicketDetail>('POST', `/tickets/${number}/transitions`, body),
    /** What the ledger says was fired, oldest first. */
    async fired(number: number): Promise<string[]> {
      const { events } = (await service.call<TicketDetail>('GET', `/tickets/${number}`)).body
      return events
        .filter(({ type }) => type.startsWith('sla_'))
        .map(
          ({ data }) => `${data.clock} ${data.threshold}${data.round === 1 ? '' : ` again (${data.round})`}`,
        )
    },
    async notices(number: number): Promise<string[]> {
      const { rows } = await service.pool.query<{ title: string; recipients: string[] }>(
        'select title, recipients from ticketing.notices where ticket = $1 order by id',
        [number],
      )
      return rows.map(({ title, recipients }) => `${recipients.join(', ')}: ${title}`)
    },
  }
}

export type SlaTest = Awaited<ReturnType<typeof startSlaTest>>

/** A pool as a role has it, which survives lost connections. */
export function rolePool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 5 })
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  return pool
}
