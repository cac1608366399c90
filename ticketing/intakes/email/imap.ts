import { isIP } from 'node:net'
import { ImapFlow } from 'imapflow'
import type { Mailbox } from '../../domain/mail-settings.ts'

/** How far a mailbox has been read: messages are numbered upwards for as long as its validity is the same. */
interface MailboxPlace {
  uidValidity: string | null
  uid: number
}

/** A message of a mailbox, or, where it is larger than is taken, its header. */
interface FetchedMail {
  place: { uidValidity: string; uid: number }
  source: Buffer
  /** Bytes of the whole; more than `source` has where only the header was fetched. */
  size: number
}

export interface Fetching {
  mailbox: Mailbox
  /** Where the connection is made to: the address of the host that was looked at. */
  address: string
  password: string
  after: MailboxPlace
  maxBytes: number
  /** Messages of one visit. */
  limit: number
  /** Ends the visit; what was kept stays kept. */
  signal: AbortSignal
  /** Called for each in order; what it has not resolved for is fetched again. */
  keep(mail: FetchedMail): Promise<void>
}

const CONNECT_MS = 15_000
const IDLE_MS = 60_000

/**
 * Reads what is new, by the numbers of the messages and not by their flags: somebody who looks into the mailbox with a mail
 * program takes nothing away. What was kept is marked as seen. Errors are those of the server, in its words.
 */
export async function fetchNew(fetching: Fetching): Promise<number> {
  const client = clientOf(fetching)
  let lost: Error | undefined
  client.on('error', error => {
    lost = error // beside the rejection of what was asked
  })
  const close = () => client.close()
  fetching.signal.addEventListener('abort', close, { once: true })
  try {
    await client.connect()
    const lock = await client.getMailboxLock(fetching.mailbox.folder ?? 'INBOX')
    try {
      return await fetchFrom(client, fetching)
    } finally {
      lock.release()
    }
  } catch (error) {
    throw lost ?? error
  } finally {
    fetching.signal.removeEventListener('abort', close)
    await client.logout().catch(close)
  }
}

function clientOf({ mailbox, address, password }: Fetching): ImapFlow {
  const { host, port, security = 'tls', user } = mailbox
  return new ImapFlow({
    host: address,
    ...(!isIP(host) && { servername: host }), // whose certificate it must be
    port: port ?? (security === 'tls' ? 993 : 143),
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
  })
}

async function fetchFrom(client: ImapFlow, { after, maxBytes, limit, keep }: Fetching): Promise<number> {
  const open = client.mailbox
  if (!open) throw new Error('the folder is not open')
  const uidValidity = String(open.uidValidity)
  const last = after.uidValidity === uidValidity ? after.uid : 0
  // `n:*` always has the last message, also where its number is lower.
  const found = (await client.search({ uid: `${last + 1}:*` }, { uid: true })) || []
  const uids = found.filter(uid => uid > last).sort((a, b) => a - b)
  let kept = 0
  for (const uid of uids.slice(0, limit)) {
    const size = (await client.fetchOne(String(uid), { size: true }, { uid: true })) || undefined
    if (!size) continue // deleted meanwhile
    const source = await sourceOf(client, uid, (size.size ?? 0) <= maxBytes)
    if (!source) continue
    await keep({ place: { uidValidity, uid }, source, size: size.size ?? source.length })
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
    kept++
  }
  return kept
}

async function sourceOf(client: ImapFlow, uid: number, whole: boolean): Promise<Buffer | undefined> {
  const query = whole ? { source: true } : { headers: true }
  const found = await client.fetchOne(String(uid), query, { uid: true })
  return (found && (whole ? found.source : found.headers)) || undefined
}
