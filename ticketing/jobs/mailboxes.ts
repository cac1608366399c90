import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { Outgoing } from '../channels/outgoing.ts'
import { maxBytesOf } from '../domain/intake.ts'
import type { Mailbox } from '../domain/mail-settings.ts'
import { fetchNew } from '../intakes/email/imap.ts'
import { type Db, isUnavailable, openDb, type Pool } from '../store/database.ts'
import { type KeptMailbox, keepFetched, mailboxes, noteProblem } from '../store/intakes/mailboxes.ts'
import { intakeSealers } from '../store/intakes/secrets.ts'
import type { SecretsKey } from '../store/secrets.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 1_000
/** Messages of one visit, so that one mailbox does not keep the others waiting. */
const LIMIT = 100
/** A server that answers a byte now and then must not keep the others waiting, either. */
const VISIT_MS = 5 * 60_000
const DEFAULT_EVERY_S = 60

export interface MailboxOptions {
  pool: Pool
  clock: Clock
  logger: Logger
  /** What seals the passwords. */
  secretsKey: SecretsKey
  /** Says where somebody's setting may lead us. */
  outgoing: Pick<Outgoing, 'addressOf'>
  pauseMs?: number
}

/**
 * Fetches mail, each mailbox at its own pace and one after the other. Several of these on one database fetch a message
 * twice and keep it once.
 */
export function startMailboxes({
  pool,
  clock,
  logger,
  secretsKey,
  outgoing,
  pauseMs = PAUSE_MS,
}: MailboxOptions): Rounds {
  const db = openDb(pool)
  const { open } = intakeSealers(secretsKey).mailbox
  const dueAtMs = new Map<string, number>()
  const stopping = new AbortController()
  const rounds = every({ name: 'the mailboxes', pauseMs, logger }, async () => {
    const all = await mailboxes(db)
    for (const id of dueAtMs.keys()) if (!all.some(({ settings }) => settings.id === id)) dueAtMs.delete(id)
    for (const kept of all) {
      const { id, mail } = kept.settings
      if (stopping.signal.aborted) return
      if (!mail?.imap || clock.nowMs() < (dueAtMs.get(id) ?? 0)) continue
      await visit({ db, clock, logger, open, outgoing, signal: stopping.signal }, kept, mail.imap)
      dueAtMs.set(id, clock.nowMs() + (mail.imap.everySeconds ?? DEFAULT_EVERY_S) * 1_000)
    }
  })
  return {
    stop() {
      stopping.abort()
      return rounds.stop()
    },
  }
}

interface Round extends Pick<MailboxOptions, 'clock' | 'logger' | 'outgoing'> {
  signal: AbortSignal
  db: Db
  open(sealed: Buffer): string | undefined
}

/** One mailbox that cannot be read is a problem of its intake, and of nobody else. */
async function visit(round: Round, kept: KeptMailbox, mailbox: Mailbox) {
  const { db, clock, logger, open, outgoing, signal } = round
  const { settings, mailPassword, problem, ...after } = kept
  const { id } = settings
  const maxBytes = maxBytesOf(settings)
  try {
    const password = mailPassword && open(mailPassword)
    if (!password)
      throw new Error('the password of the mailbox is missing or cannot be read any more; set mailPassword')
    const { host, security = 'tls' } = mailbox
    const address = await outgoing.addressOf({ host, encrypted: security !== 'none' })
    await fetchNew({
      ...{ mailbox, address, password, after, maxBytes },
      limit: LIMIT,
      signal: AbortSignal.any([signal, AbortSignal.timeout(VISIT_MS)]),
      keep: ({ place, source, size }) => {
        const words = `The message has ${size} bytes, and at most ${maxBytes} are taken; it is in the mailbox, number ${place.uid}.`
        const tooLarge = size > maxBytes ? words : undefined
        return keepFetched(db, { intake: settings, place, source, tooLarge, nowMs: clock.nowMs() })
      },
    })
    if (problem !== null) await noteProblem(db, id, null)
  } catch (error) {
    if (signal.aborted) return
    if (isUnavailableHere(error)) throw error
    const words = `The mailbox cannot be read: ${wordsOf(error)}`
    if (problem !== words)
      logger.warn({ err: error, intake: id }, 'a mailbox cannot be read; it is tried again')
    await noteProblem(db, id, words)
  }
}

/** A network error may be the mail server's; the next statement shows whether it is the database's. */
const isUnavailableHere = (error: unknown) =>
  isUnavailable(error) && error instanceof Error && 'severity' in error

/** imapflow keeps what the server said beside its own message. */
function wordsOf(error: unknown): string {
  const { message, responseText } = error as { message?: string; responseText?: string }
  return [message ?? String(error), responseText].filter(Boolean).join(' ')
}
