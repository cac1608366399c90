import type { Delivery } from '../domain/delivery.ts'
import type { PersonalChannel } from '../domain/notification-preferences.ts'
import { conflict } from '../domain/refusals.ts'
import { type Db, transact } from './database.ts'
import { getDelivery } from './deliveries.ts'
import { addNotice } from './notices.ts'

interface Test {
  recipient: string
  channel?: PersonalChannel | undefined
  by: string
  nowMs: number
}

/** Writes a test for one recipient, past all filters and preferences. Error: `conflict` where there is no way to them. */
export function sendTest(db: Db, { recipient, channel, by, nowMs }: Test): Promise<Delivery> {
  return transact(db, async trx => {
    const notice = {
      type: 'test',
      ticket: null,
      recipients: [recipient],
      title: 'A test of Forewarn',
      body: `${by} wants to know whether this arrives. Nothing is to be done.`,
      data: { by, ...(channel && { channel }) },
    }
    await addNotice(trx, notice, nowMs)
    const made = await trx
      .selectFrom('deliveries as d')
      .innerJoin('notices as n', 'n.id', 'd.notice')
      .select('d.id')
      .where('d.recipient', '=', recipient)
      .where('n.type', '=', 'test')
      .where('n.createdAtMs', '=', nowMs)
      .$if(channel !== undefined, query => query.where('d.channel', '=', channel ?? 'app'))
      .orderBy('d.id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!made)
      throw conflict(
        `There is no way to ${recipient}${channel ? ` by ${channel}` : ''}: give an address in the preferences.`,
      )
    return getDelivery(trx, made.id)
  })
}
