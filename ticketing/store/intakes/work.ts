import { ForewarnError } from '../../../contracts/errors.ts'
import type { ArrivalItem, ArrivalResult } from '../../domain/arrival.ts'
import type { AttachmentStore } from '../../domain/attachment.ts'
import type { IntakeSettings } from '../../domain/intake.ts'
import type { Decoded, Mail, Reading } from '../../domain/signal.ts'
import { attempt, type Db, type Trx } from '../database.ts'
import type { Finished } from './arrivals.ts'
import { endGroup } from './cases.ts'
import { ignoredBecause, type Post, takeMail } from './mails.ts'
import { type Became, type Context, resolve, takeSignal } from './signals.ts'

export interface Work {
  arrival: number
  intake: IntakeSettings
  store: AttachmentStore
  nowMs: number
  /** Ends it between two items: the reason of the signal is thrown. */
  stopping?: AbortSignal
}

/**
 * Does what was in an arrival, each of it in a transaction of its own. What is refused does not stop the rest, and is
 * answered in the result; what may be over later (a database that is away, a lost race) is thrown, and all of it is
 * harmless to do again.
 */
export async function workOn(db: Db, decoded: Decoded, work: Work): Promise<Finished> {
  if ('ignored' in decoded) return { state: 'ignored', reason: decoded.ignored, result: null }
  return 'mail' in decoded ? workOnMail(db, decoded.mail, work) : workOnReading(db, decoded.reading, work)
}

const actOf = ({ intake, nowMs }: Work) => ({ actor: `intake:${intake.id}`, nowMs })

async function workOnReading(db: Db, reading: Reading, work: Work): Promise<Finished> {
  const { partial = false, resolvedGroup, notes } = reading
  const context: Context = { ...work, act: actOf(work), partial }
  const items: ArrivalItem[] = reading.misread.map(({ at, detail }) => refused(at, detail))
  for (const signal of reading.signals) {
    work.stopping?.throwIfAborted()
    items.push(await item(db, signal.at, trx => takeSignal(trx, signal, context)))
  }
  if (resolvedGroup !== undefined) items.push(...(await resolveRest(db, resolvedGroup, context)))
  return finished({ items, notes: [...notes] })
}

/** What the group had before and this letter does not name. */
async function resolveRest(db: Db, group: string, context: Context): Promise<ArrivalItem[]> {
  const { intake, arrival } = context
  return attempt(db, async trx => {
    const cases = await endGroup(trx, { intake: intake.id, group, arrival })
    const items: ArrivalItem[] = []
    for (const found of cases) items.push({ at: '/groupKey', ...(await resolve(trx, found, context)) })
    return items
  })
}

async function workOnMail(db: Db, mail: Mail, work: Work): Promise<Finished> {
  const reason = ignoredBecause(mail, work.intake)
  if (reason !== undefined) return { state: 'ignored', reason, result: null }
  const notes: string[] = []
  const files = await storedFiles(mail, work, notes)
  const post: Post = { mail, files, ...work, act: actOf(work) }
  let ignored: string | undefined
  const became = await item(db, '', async trx => {
    const done = await takeMail(trx, post)
    if (!('ignored' in done)) return done
    ignored = done.ignored
    return { outcome: 'unchanged', ticket: null, detail: done.ignored }
  })
  if (ignored !== undefined) return { state: 'ignored', reason: ignored, result: null }
  return finished({ items: [became], notes })
}

/** A file that is not taken does not keep its message from being read. */
async function storedFiles({ files }: Mail, { store }: Work, notes: string[]): Promise<Post['files']> {
  const stored: Post['files'][number][] = []
  for (const { name, content } of files) {
    try {
      stored.push({ content: await store.put(once(content)), fileName: name })
    } catch (error) {
      if (!(error instanceof ForewarnError) || error.retryable) throw error
      notes.push(`The file ${JSON.stringify(name.slice(0, 100))} was left out: ${error.message}`)
    }
  }
  return stored
}

async function* once(content: Uint8Array) {
  yield content
}

async function item(db: Db, at: string, work: (trx: Trx) => Promise<Became>): Promise<ArrivalItem> {
  try {
    return { at, ...(await attempt(db, work)) }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return refused(at, error.message)
  }
}

/** What will be refused again until somebody changes something. */
export const isRefusal = (error: unknown): error is ForewarnError =>
  error instanceof ForewarnError &&
  !error.retryable &&
  ['invalid', 'conflict', 'not_found'].includes(error.code)

const refused = (at: string, detail: string): ArrivalItem => ({
  at,
  outcome: 'refused',
  ticket: null,
  detail,
})

/** How many of the refused the reason names; the result has all. */
const NAMED = 3

function finished(result: ArrivalResult): Finished {
  const wrong = result.items.filter(({ outcome }) => outcome === 'refused')
  if (wrong.length === 0) return { state: 'done', reason: null, result }
  const named = wrong.slice(0, NAMED).map(({ at, detail }) => (at === '' ? `${detail}` : `${at}: ${detail}`))
  const more = wrong.length > NAMED ? ` And ${wrong.length - NAMED} more.` : ''
  return { state: 'failed', reason: `${named.join(' ')}${more}`, result }
}
