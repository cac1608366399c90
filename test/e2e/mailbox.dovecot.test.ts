import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutgoing } from '../../ticketing/channels/outgoing.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { startMailboxes } from '../../ticketing/jobs/mailboxes.ts'
import { eventually, quiet, startTicketingTest, type TicketingTest } from '../contract/ticketing-harness.ts'
import { type Dovecot, startDovecot } from '../services/dovecot.ts'

const PASSWORD = 'of-the-mailbox'
let service: TicketingTest
let dovecot: Dovecot
let mailboxes: { stop(): Promise<void> }
const fast = (outgoing = service.parts.notifying.outgoing) =>
  startMailboxes({ ...service.parts, outgoing, logger: quiet, pauseMs: 20 })

beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  dovecot = await startDovecot(PASSWORD)
  const imap = {
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none',
    user: 'maintenance',
    everySeconds: 5,
  }
  await service.call('POST', '/intakes', {
    ...{ id: 'box', name: 'Mailbox', kind: 'email', maxBytes: 20_000, mailPassword: 'wrong' },
    defaults: { asset: 'pump-7' },
    mail: { addresses: ['maintenance@plant.example'], imap },
  })
  service.startArrivals()
  mailboxes = fast()
})
afterAll(async () => {
  await mailboxes.stop()
  await dovecot.stop()
  await service.close()
})

/** Lets the clock of the visits go on until it holds. */
const soon = (holds: () => Promise<boolean>) =>
  eventually(() => {
    service.clock.now += 5_000
    return holds()
  })

interface Intake {
  problem: string | null
}
const problem = async () => (await service.call<Intake>('GET', '/intakes/box')).body.problem

interface Arrival {
  id: number
  state: string
  reason: string | null
}
const arrivals = async () =>
  (await service.call<{ items: Arrival[] }>('GET', '/intakes/box/arrivals')).body.items

const message = (id: string, text: string, more: readonly string[] = []) =>
  [
    'From: Ines <ines@plant.example>',
    'To: maintenance@plant.example',
    'Subject: Dust',
    `Message-ID: <${id}@plant.example>`,
    ...more,
    '',
    text,
    '',
  ].join('\r\n')

/** What another mail program does with the mailbox. */
async function withMailbox<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: 'maintenance', pass: PASSWORD }
  const server = { host: '127.0.0.1', port: dovecot.port, secure: false, doSTARTTLS: false }
  const client = new ImapFlow({ ...server, auth, logger: false })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout()
  }
}
const deliver = (source: string, flags: string[] = []) =>
  withMailbox(client => client.append('INBOX', source, flags))

test('a mailbox is read to its end, once, whoever else looks into it; what is wrong with it is told', async () => {
  await soon(async () => (await problem()) !== null)
  expect(await problem()).toMatch(/^The mailbox cannot be read: .*authenti/i)
  await deliver(message('1', 'There is dust at the seal.'))
  await deliver(message('2', 'Somebody has read this already.'), ['\\Seen'])
  await service.call('PATCH', '/intakes/box', { mailPassword: PASSWORD })
  await soon(async () => (await arrivals()).filter(({ state }) => state === 'done').length === 2)
  expect(await problem()).toBeNull()
  const tickets = await service.call<{ items: TicketDetail[] }>('GET', '/tickets?asset=pump-7')
  const said = tickets.body.items.map(({ description }) => description).sort()
  expect(said).toEqual(['Somebody has read this already.', 'There is dust at the seal.'])

  await dovecot.pause()
  await soon(async () => (await problem()) !== null)
  await dovecot.resume()
  await deliver(message('3', 'It is more.', ['In-Reply-To: <1@plant.example>']))
  await deliver(message('4', 'x'.repeat(30_000)))
  await soon(async () => (await arrivals()).filter(({ state }) => state !== 'waiting').length === 4)
  expect((await arrivals())[0]).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^The message has 30\d+ bytes, and at most 20000 are taken/),
  })
  await soon(async () => (await problem()) === null)

  await mailboxes.stop()
  mailboxes = fast()
  await deliver(message('5', 'And more.'))
  await soon(async () => (await arrivals()).length === 5)
  const unseen = await withMailbox(async client => {
    await client.mailboxOpen('INBOX')
    return client.search({ seen: false })
  })
  expect(unseen).toEqual([])
})

test('by TLS of an authority that is known, and only where the operator lets us go', async () => {
  await mailboxes.stop()
  const { port, authority } = dovecot.tls
  const imap = { host: '127.0.0.1', port, user: 'maintenance', everySeconds: 5 }
  await service.call('PATCH', '/intakes/box', { mail: { addresses: ['maintenance@plant.example'], imap } })
  mailboxes = fast(openOutgoing())
  await soon(async () => (await problem()) !== null)
  expect(await problem()).toBe(
    'The mailbox cannot be read: 127.0.0.1 is not on the public internet; OUTGOING_ALLOW can name it where it is meant.',
  )
  await mailboxes.stop()
  mailboxes = fast()
  await soon(async () => /certificate/.test((await problem()) ?? ''))
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, authority])
  try {
    await deliver(message('6', 'By TLS.'))
    await soon(async () => (await arrivals()).length === 6)
    await soon(async () => (await problem()) === null) // said at the end of the visit
  } finally {
    setDefaultCACertificates(trusted)
  }
})
