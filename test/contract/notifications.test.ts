import { Registry } from 'prom-client'
import { afterAll, describe, expect, test } from 'vitest'
import { openNotifying } from '../../ticketing/channels/notifying.ts'
import { isSigned } from '../../ticketing/channels/webhook/webhook.ts'
import type { Delivery } from '../../ticketing/domain/delivery.ts'
import type { InboxEntry } from '../../ticketing/domain/inbox.ts'
import type {
  MadeNotificationTarget,
  NotificationTarget,
} from '../../ticketing/domain/notification-target.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { startOutbox } from '../../ticketing/jobs/outbox.ts'
import { startSmtp } from '../services/smtp.ts'
import { type Received, startSink } from '../services/webhook-sink.ts'
import {
  ADMIN_TOKEN,
  type Answer,
  eventually,
  NOW,
  quiet,
  request,
  SECRETS_KEY,
  startTicketingTest,
} from './ticketing-harness.ts'

/* From a change of a ticket to a mail server, a chat and a list in the app, over real sockets. */

const service = await startTicketingTest()
const smtp = await startSmtp()
const mailSecret = 'mail-secret'
const notifying = openNotifying({
  secretsKey: SECRETS_KEY,
  outgoingAllow: '127.0.0.1',
  smtpUrl: `smtp://forewarn:${mailSecret}@127.0.0.1:${smtp.port}`,
  mailFrom: 'Forewarn <forewarn@plant.example>',
  publicUrl: 'https://forewarn.example/',
})
const metrics = new Registry()
const outbox = startOutbox({
  pool: service.pool,
  clock: service.clock,
  logger: quiet,
  metrics,
  notifying,
  chance: () => 0,
})
const sinks: { stop(): Promise<void> }[] = []

afterAll(async () => {
  await outbox.stop()
  notifying.close()
  await Promise.all([smtp.stop(), ...sinks.map(sink => sink.stop())])
  await service.close()
})

const { call } = service
async function sinkWith(answer?: Parameters<typeof startSink>[0]) {
  const sink = await startSink(answer)
  sinks.push(sink)
  return sink
}
const as = <T>(who: string, method: 'GET' | 'POST', path: string, payload?: object): Promise<Answer<T>> =>
  request<T>(service.app, {
    method,
    url: `/api/v1${path}`,
    headers: { 'acting-as': who },
    ...(payload && { payload }),
  })
const deliveries = async (query: string) =>
  (await call<{ items: Delivery[] }>('GET', `/deliveries?${query}`)).body.items
const settled = async (id: number) => {
  await eventually(async () => (await call<Delivery>('GET', `/deliveries/${id}`)).body.state !== 'waiting')
  return (await call<Delivery>('GET', `/deliveries/${id}`)).body
}
const addTarget = async (id: string, channel: string, url: string, more = {}) => {
  const made = await call<MadeNotificationTarget>('POST', '/notification-targets', {
    id,
    name: id,
    channel,
    url,
    ...more,
  })
  expect([made.status, made.body]).toMatchObject([201, { id }])
  return made.body
}
const testOf = async (target: string) =>
  settled((await call<Delivery>('POST', `/notification-targets/${target}/test`)).body.id)
const newTicket = async (more = {}) =>
  (
    await call<TicketDetail>('POST', '/tickets', {
      ...{ asset: 'pump-7', kind: 'corrective', title: 'Oil under the pump', severity: 'major' },
      ...more,
    })
  ).body
/** Lets time pass, and wakes the outbox as its poll would a second later. */
const pass = async (ms: number) => {
  service.clock.now += ms
  await service.pool.query(`select pg_notify('ticketing_outbox', '')`)
}

await service.registerPump()
await call('POST', '/assets', { id: 'fan-2', site: 'plant-2', class: 'generic', criticality: 'B' })
await call('POST', '/technicians', { id: 'anna', name: 'Anna', site: 'plant-1' })
await call('POST', '/technicians', { id: 'pia', name: 'Pia', site: 'plant-1', roles: ['planner'] })
await call('POST', '/technicians', { id: 'left', name: 'Left', active: false })

describe('the app', () => {
  test('planners hear of what waits for review, watchers of every state, and each reads for themselves', async () => {
    const { number } = await newTicket()
    await as('anna', 'POST', `/tickets/${number}/comments`, { body: 'Look, @anna and @pia.' })
    await call('POST', `/tickets/${number}/assignment`, { assignee: 'anna', reason: 'Near.' })
    await call('POST', `/tickets/${number}/transitions`, { to: 'planned' })
    const told = async (who: string) =>
      (await as<{ items: InboxEntry[] }>(who, 'GET', '/notifications')).body.items.filter(
        item => item.ticket === number,
      )
    expect((await told('pia')).map(({ type, title }) => [type, title])).toEqual([
      ['ticket.state', `Ticket ${number} is planned`],
      ['comment.mention', `anna mentions you on ticket ${number}`],
      ['ticket.created', `Ticket ${number} waits for review`],
    ])
    expect((await told('anna')).map(({ type }) => type)).toEqual(['ticket.state', 'dispatch.assigned'])
    expect((await told('pia'))[0]).toMatchObject({
      severity: 'major',
      site: 'plant-1',
      asset: 'pump-7',
      readAtMs: null,
    })

    const [newest] = (await told('pia')) as [InboxEntry]
    expect((await as('anna', 'POST', `/notifications/${newest.id}/read`)).status).toBe(404)
    expect((await as('pia', 'POST', `/notifications/${newest.id}/read`)).body).toMatchObject({
      readAtMs: service.clock.now,
    })
    expect((await as('pia', 'GET', '/notifications/unread')).body).toEqual({ unread: 2 })
    const unread = await as<{ items: InboxEntry[] }>('pia', 'GET', '/notifications?unread=true')
    expect(unread.body.items).toHaveLength(2)
    const left = await as('pia', 'POST', '/notifications/read', { upTo: unread.body.items[1]?.id })
    expect(left.body).toEqual({ unread: 1 })
  })

  test('a stream tells its owner, and nobody else', async () => {
    const address = await service.app.listen({ port: 0, host: '127.0.0.1' })
    const stop = new AbortController()
    const streamOf = async (who: string) => {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'acting-as': who }
      const { body } = await fetch(`${address}/api/v1/notifications/events`, { headers, signal: stop.signal })
      const heard = { text: '' }
      const decoder = new TextDecoder()
      void (async () => {
        for await (const chunk of body ?? []) heard.text += decoder.decode(chunk)
      })().catch(() => undefined)
      return heard
    }
    const [anna, pia] = [await streamOf('anna'), await streamOf('pia')]
    await eventually(() => [anna, pia].every(({ text }) => text.includes('retry')))
    await call('POST', '/notification-preferences/technician:anna/test', { channel: 'app' })
    await eventually(() => anna.text.includes('event: notification'))
    expect(pia.text).not.toContain('event: notification')
    stop.abort()
  })
})

describe('mail', () => {
  const prefer = (who: string, preferences: object) =>
    call<object>('PUT', `/notification-preferences/technician:${who}`, preferences)
  const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address))

  test('goes with the number in its subject, a link, and an id that stays', async () => {
    await prefer('anna', { email: 'anna@plant.example' })
    const { number } = await newTicket({ title: 'Oil\r\nBcc: eve@evil.example' })
    await call('POST', `/tickets/${number}/assignment`, { assignee: 'anna', reason: 'Near.' })
    await eventually(() => mailsTo('anna@plant.example').length === 1)
    const [mail] = mailsTo('anna@plant.example')
    expect(mail).toMatchObject({ to: ['anna@plant.example'], user: 'forewarn' })
    const text = String(mail?.text)
    const [delivery] = await deliveries(`ticket=${number}&channel=email`)
    expect(text).toContain(`Subject: [#${number}] Ticket ${number} is yours`)
    expect(text).toContain(`Message-ID: <${delivery?.eventId}@plant.example>`)
    expect(text).toContain(`https://forewarn.example/tickets/${number}`)
    expect(text.split('\r\n\r\n', 1)[0]).not.toMatch(/^Bcc/m)
    expect(await settled(delivery?.id ?? 0)).toMatchObject({
      state: 'sent',
      attempts: 1,
      log: [{ ok: true, status: 250 }],
    })
  })

  test('waits for the end of quiet hours, but for what is critical; minor things come in a digest', async () => {
    await prefer('anna', {
      email: 'night@plant.example',
      timeZone: 'Europe/Berlin',
      rules: [
        { channel: 'email', types: ['comment.*'], send: 'never' },
        { channel: 'email', minSeverity: 'major', send: 'now' },
        { channel: 'email', send: 'digest' },
      ],
      quietHours: { from: '12:00', to: '14:00', criticalPasses: true }, // it is 13:00 in Berlin
      digest: { at: ['15:00'] },
    })
    const give = async (severity: string) => {
      const { number } = await newTicket({ severity })
      await call('POST', `/tickets/${number}/assignment`, { assignee: 'anna', reason: 'Near.' })
      return number
    }
    const [minor, other, major, critical] = [
      await give('minor'),
      await give('minor'),
      await give('major'),
      await give('critical'),
    ]
    await as('pia', 'POST', `/tickets/${major}/comments`, { body: 'And @anna?' })
    await eventually(() => mailsTo('night@plant.example').length === 1)
    expect(mailsTo('night@plant.example')[0]?.text).toContain(`Ticket ${critical} is yours`)
    const held = async (ticket: number) =>
      (await deliveries(`ticket=${ticket}&channel=email`)).map(({ reason }) => reason)
    await eventually(async () => (await held(major)).includes('Quiet hours until 14:00 (Europe/Berlin).'))
    expect(await held(major)).toContain('Their preferences leave it out.')
    await eventually(async () => (await held(other))[0] === 'It is collected for the next digest.')
    await pass(3_600_000)
    await eventually(() => mailsTo('night@plant.example').length === 2)
    expect(mailsTo('night@plant.example')[1]?.text).toContain(`Ticket ${major} is yours`)
    await pass(3_600_000)
    await eventually(() => mailsTo('night@plant.example').length === 3)
    const digest = mailsTo('night@plant.example')[2]?.text ?? ''
    expect(digest).toContain('Subject: 2 notifications')
    for (const number of [minor, other]) expect(digest).toContain(`Ticket ${number} is yours`)
    await eventually(async () => (await deliveries(`ticket=${minor}&channel=email`))[0]?.state === 'sent')
  })

  test('that is refused for good is not tried again; that is refused for now is', async () => {
    const send = async (email: string) => {
      await prefer('pia', { email })
      const made = await call<Delivery>('POST', '/notification-preferences/technician:pia/test', {
        channel: 'email',
      })
      return made.body.id
    }
    expect(await settled(await send('refuse@plant.example'))).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('No such mailbox here'),
      log: [{ ok: false, status: 550 }],
    })
    const later = await send('later@plant.example')
    await eventually(async () => (await call<Delivery>('GET', `/deliveries/${later}`)).body.log.length > 0)
    expect((await call<Delivery>('GET', `/deliveries/${later}`)).body).toMatchObject({
      state: 'waiting',
      attempts: 1,
      dueAtMs: service.clock.now + 2_500,
      log: [{ ok: false, status: 451 }],
    })
    await prefer('pia', { email: 'pia@plant.example' })
    await pass(2_500)
    expect(await settled(later)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('goes to a requester who gave an address, with the link that is theirs', async () => {
    const { number } = await newTicket({ requester: { name: 'Ines', contact: 'ines@plant.example' } })
    const { number: other } = await newTicket({ requester: { name: 'Otto', contact: '0171 123' } })
    for (const ticket of [number, other])
      await call('POST', `/tickets/${ticket}/comments`, { body: 'We come on Tuesday.', visibility: 'public' })
    await eventually(() => mailsTo('ines@plant.example').length === 1)
    expect(mailsTo('ines@plant.example')[0]?.text).toContain('We come on Tuesday.')
    expect((await deliveries(`ticket=${other}&channel=email`))[0]).toMatchObject({
      state: 'skipped',
      reason: 'Their contact is no address of mail.',
    })
  })

  test('preferences are checked, versioned, and an address is not in the ledger', async () => {
    const path = '/notification-preferences/technician:anna'
    const bad: [object, string][] = [
      [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
      [{ rules: [{ channel: 'email', send: 'digest' }] }, '/digest'],
      [{ rules: [{ channel: 'app', send: 'digest' }], digest: { at: ['07:00'] } }, '/rules/0/send'],
      [{ email: 'a@b, c@d' }, '/email'],
    ]
    for (const [body, pointer] of bad) {
      const answer = await call<{ errors: { pointer: string }[] }>('PUT', path, body)
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer])
    }
    expect((await call('GET', '/notification-preferences/technician:nobody')).status).toBe(404)
    const { rows } = await service.pool.query(
      `select * from ticketing.events where subject = 'notification_preferences'`,
    )
    expect(rows.length).toBeGreaterThan(2)
    expect(JSON.stringify(rows)).not.toContain('@plant.example')
  })
})

describe('a webhook', () => {
  test('is a signed CloudEvent; a secret is exchanged without a gap', async () => {
    const sink = await sinkWith()
    const made = await addTarget('erp', 'webhook', `${sink.url}/hook?key=abcdefgh`, { types: ['parts.*'] })
    const first = String(made.signingSecret)
    const { number } = await newTicket()
    const asked = await call<{ id: number }>('POST', `/tickets/${number}/part-requests`, {
      part: '6205-2RS',
      quantity: 2,
    })
    expect(asked.status).toBe(201)
    await eventually(() => sink.received.length === 1)
    const { headers, body } = sink.received[0] as Received
    const signed = {
      id: String(headers['webhook-id']),
      timestampS: String(headers['webhook-timestamp']),
      body,
    }
    const at = { nowMs: service.clock.now }
    expect(isSigned(signed, String(headers['webhook-signature']), { ...at, secret: first })).toBe(true)
    expect(
      isSigned({ ...signed, body: `${body} ` }, String(headers['webhook-signature']), {
        ...at,
        secret: first,
      }),
    ).toBe(false)
    expect(headers['content-type']).toMatch('application/cloudevents+json')
    expect(JSON.parse(body)).toMatchObject({
      specversion: '1.0',
      id: headers['webhook-id'],
      source: 'https://forewarn.example',
      type: 'forewarn.parts.requested.v1',
      subject: `tickets/${number}`,
      data: {
        ticket: number,
        site: 'plant-1',
        details: { request: { part: '6205-2RS', quantity: 2, unit: 'pcs' } },
      },
    })
    const answer = { state: 'reserved', reference: 'RES-4711' }
    expect((await call('POST', `/part-requests/${asked.body.id}/answer`, answer)).body).toMatchObject(answer)
    expect((await call('POST', `/part-requests/${asked.body.id}/answer`, { state: 'refused' })).status).toBe(
      400,
    )
    await eventually(() => sink.received.length === 2)

    const second = (await call<MadeNotificationTarget>('POST', '/notification-targets/erp/secret')).body
      .signingSecret
    await testOf('erp')
    const last = sink.received.at(-1) as Received
    const again = {
      id: String(last.headers['webhook-id']),
      timestampS: String(last.headers['webhook-timestamp']),
      body: last.body,
    }
    for (const secret of [first, String(second)])
      expect(isSigned(again, String(last.headers['webhook-signature']), { ...at, secret })).toBe(true)
    await pass(25 * 3_600_000)
    await testOf('erp')
    expect(String(sink.received.at(-1)?.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  test('that is away is tried again with the same id, fails in the end, and can be sent again', async () => {
    let status = 503
    const sink = await sinkWith(() => ({ status, body: 'busy with /away/secret-path?key=abcdefgh' }))
    await addTarget('away', 'webhook', `${sink.url}/away/secret-path?key=abcdefgh`, { types: ['none'] })
    const made = await call<Delivery>('POST', '/notification-targets/away/test')
    const { id } = made.body
    for (let tried = 1; tried <= 5; tried++) {
      await eventually(async () => (await call<Delivery>('GET', `/deliveries/${id}`)).body.attempts === tried)
      if (tried < 5) await pass(60_000)
    }
    const { body: target } = await call<NotificationTarget>('GET', '/notification-targets/away')
    expect(target.circuit).toMatchObject({ failures: 5, openUntilMs: service.clock.now + 15_000 })
    expect(JSON.stringify([target, await deliveries('recipient=target:away')])).not.toMatch(
      /secret-path|abcdefgh/,
    )
    await pass(4 * 24 * 3_600_000)
    expect(await settled(id)).toMatchObject({
      state: 'failed',
      reason: 'It could not be delivered within 3 days.',
    })
    status = 204
    const range = { fromMs: 0, toMs: service.clock.now, recipient: 'target:away' }
    expect((await call('POST', '/deliveries/replay', range)).body).toEqual({ replayed: 1 })
    expect(await settled(id)).toMatchObject({ state: 'sent', attempts: 1 })
    expect((await call('POST', `/deliveries/${id}/replay`)).status).toBe(202)
    await eventually(() => sink.received.length === 7)
    expect(new Set(sink.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  test('addresses that lead inside, or hold a password, are refused; nothing secret is answered or kept in the open', async () => {
    for (const url of [
      'https://169.254.169.254/',
      'https://10.0.0.1/',
      'http://8.8.8.8/',
      'https://a:b@example.org/',
      'x',
    ]) {
      const answer = await call<{ errors: { pointer: string }[] }>('POST', '/notification-targets', {
        ...{ id: 'inside', name: 'x', channel: 'webhook', url },
      })
      expect([url, answer.status, answer.body.errors[0]?.pointer]).toEqual([url, 400, '/url'])
    }
    const unsigned = {
      id: 'slack-secret',
      name: 'x',
      channel: 'slack',
      url: 'https://hooks.slack.com/x',
      secret: 'no',
    }
    expect((await call('POST', '/notification-targets', unsigned)).status).toBe(400)
    const { rows } = await service.pool.query(`select t::text from ticketing.notification_targets t
      union all select e::text from ticketing.events e where subject = 'notification_target'`)
    const shown = JSON.stringify([rows, (await call('GET', '/notification-targets')).body])
    expect(shown).not.toMatch(/abcdefgh|whsec_|\/hook/)
  })

  test('waits for the end of the quiet hours of its target, but for what is critical', async () => {
    const sink = await sinkWith()
    const quietHours = { from: '12:00', to: '14:00', criticalPasses: true }
    const times = { timeZone: 'Europe/Berlin', quietHours }
    const made = await addTarget('night', 'webhook', sink.url, { ...times, types: ['ticket.created'] })
    expect(made).toMatchObject(times)
    const wrong = await call('PATCH', '/notification-targets/night', { timeZone: 'Mars/Olympus' })
    expect(wrong.status).toBe(400)
    const { now } = service.clock
    service.clock.now = NOW // it is 13:00 in Berlin
    const { number } = await newTicket()
    await newTicket({ severity: 'critical' })
    await eventually(() => sink.received.length === 1)
    expect(JSON.parse(sink.received[0]?.body ?? '{}').data.severity).toBe('critical')
    const held = async () => (await deliveries(`ticket=${number}&recipient=target:night`))[0]
    await eventually(async () => (await held())?.reason === 'Quiet hours until 14:00 (Europe/Berlin).')
    expect(await held()).toMatchObject({ state: 'waiting', dueAtMs: NOW + 3_600_000 })
    await pass(3_600_000)
    await eventually(() => sink.received.length === 2)
    await call('PATCH', '/notification-targets/night', { quietHours: null, types: ['none'] })
    service.clock.now = Math.max(now, service.clock.now)
  })

  test('a target that is slow, one that wants less, and one that is deleted hold up nobody', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const slow = await sinkWith(() => released.then(() => ({})))
    const limited = await sinkWith(() => ({ status: 429, headers: { 'retry-after': '120' } }))
    const fast = await sinkWith()
    await addTarget('slow', 'webhook', slow.url, { types: ['ticket.created'], concurrency: 2 })
    await addTarget('limited', 'webhook', limited.url, { types: ['ticket.created'], concurrency: 1 })
    await addTarget('fast', 'webhook', fast.url, {
      types: ['ticket.created'],
      minSeverity: 'major',
      sites: ['plant-1'],
    })
    await addTarget('elsewhere', 'webhook', fast.url, { types: ['ticket.*'], sites: ['plant-2'] })
    await addTarget('anna-s', 'webhook', fast.url, { types: ['*'], recipients: ['technician:nobody'] })
    for (let n = 0; n < 20; n++) await newTicket()
    await newTicket({ severity: 'minor' })
    await eventually(() => fast.received.length === 20)
    // One where the first was taken alone; two where more were there by then.
    await eventually(() => slow.received.length > 0)
    expect(slow.received.length).toBeLessThanOrEqual(2)
    expect(limited.received).toHaveLength(1)
    const limitedNow = () => call<NotificationTarget>('GET', '/notification-targets/limited')
    await eventually(async () => (await limitedNow()).body.circuit.openUntilMs !== null)
    const { body } = await limitedNow()
    expect(body).toMatchObject({
      waiting: 21,
      circuit: { failures: 0, openUntilMs: service.clock.now + 120_000 },
    })
    expect((await call('DELETE', '/notification-targets/limited')).status).toBe(204)
    expect((await deliveries('recipient=target:limited&state=failed')).map(({ reason }) => reason)).toContain(
      'Its target was deleted.',
    )
    release()
    await eventually(() => slow.received.length >= 21)
  })
})

test('chats that answer 200 whatever has become of it are understood', async () => {
  const answers: Record<string, string> = {
    wecom: '{"errcode": 93000, "errmsg": "invalid webhook url"}',
    dingtalk: '{"errcode": 310000, "errmsg": "sign not match"}',
    feishu: '{"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}',
    teams: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 404',
    slack: 'no_service',
  }
  const refusing = await sinkWith(({ path }) => ({ body: answers[/\w+/.exec(path)?.[0] ?? ''] ?? '' }))
  const taking = await sinkWith(({ path }) => ({
    body: /slack|teams/.test(path) ? 'ok' : '{"errcode": 0, "code": 0}',
  }))
  for (const channel of Object.keys(answers)) {
    const secret = channel === 'dingtalk' || channel === 'feishu' ? { secret: 'SEC000' } : {}
    await addTarget(channel, channel, `${refusing.url}/${channel}`, { ...secret, types: ['none'] })
    expect(await testOf(channel)).toMatchObject({ state: 'failed', log: [{ status: 200, ok: false }] })
    await call('PATCH', `/notification-targets/${channel}`, { url: `${taking.url}/${channel}` })
    expect(await testOf(channel)).toMatchObject({ state: 'sent' })
  }
})

test('what one is told is one’s own, whoever one says to be', async () => {
  const tokenOf = async (grants: object[]) =>
    (
      await call<{ token: string }>('POST', '/tokens', {
        name: 'own',
        grants,
        scopes: ['read', 'tickets:write'],
      })
    ).body.token
  const with_ = async (token: string, path: string, headers = {}) =>
    (
      await request(service.app, {
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${token}`, ...headers },
      })
    ).status
  const technician = await tokenOf([{ role: 'technician', site: 'plant-1' }])
  const planner = await tokenOf([{ role: 'planner', site: 'plant-1' }])
  const elsewhere = await tokenOf([{ role: 'planner', site: 'plant-2' }])
  expect(await with_(technician, '/notifications')).toBe(200)
  expect(await with_(technician, '/notifications', { 'acting-as': 'anna' })).toBe(403)
  const annas = '/notification-preferences/technician:anna'
  expect(await with_(technician, annas, { 'acting-as': 'anna' })).toBe(403)
  for (const [token, status] of [
    [technician, 404],
    [elsewhere, 404],
    [planner, 200],
  ] as const)
    expect(await with_(token, annas)).toBe(status)
  expect(await with_(planner, '/deliveries')).toBe(403)
})

test('planners with an account hear of what waits for review at their sites', async () => {
  const account = async (name: string, site: string | null) => {
    const made = await call<{ id: number }>('POST', '/accounts', {
      name,
      displayName: name,
      grants: [{ role: 'planner', site }],
    })
    expect([made.status, made.body]).toMatchObject([201, { id: expect.any(Number) }])
    return `account:${made.body.id}`
  }
  const own = [await account('paula', 'plant-1'), await account('paul', null)]
  const foreign = await account('pavel', 'plant-2')
  const { number } = await newTicket()
  const told = (await deliveries(`ticket=${number}&channel=app`)).map(({ recipient }) => recipient)
  expect(told).toEqual(expect.arrayContaining(own))
  expect(told).not.toContain(foreign)
})

test('who is gone is not told, and that is kept', async () => {
  await service.pool.query(`insert into ticketing.notices (type, ticket, recipients, title, body, created_at_ms)
    values ('comment', null, '["technician:left", "technician:gone", "team:nobody", "x"]', 'Left?', '', 1)`)
  expect((await deliveries('recipient=technician:left')).map(({ state, reason }) => [state, reason])).toEqual(
    [['skipped', 'They are not active.']],
  )
})
