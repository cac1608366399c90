import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ChannelName, type SendOutcome } from '../domain/delivery.ts'
import type { Address, Message } from './channel.ts'
import { httpChannels } from './channels.ts'
import { mailOf } from './email/email.ts'

const here = import.meta.dirname
const folders = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)

/** As strangers write: with what means something in a chat. */
const message: Message = {
  eventId: '0b7d9a52-6f0b-4e0c-9d3c-2f6f1f0c8a11',
  type: 'sla.breach',
  title: 'Ticket 12 was not accepted in time\r\n@all <!channel>',
  body: 'Pumpe 7: 92,3 °C & mehr\n# [click](https://evil.example) <@U1> *now* 泵',
  ticket: 12,
  severity: 'critical',
  site: 'plant-1',
  asset: 'pump-7',
  team: 'mechanics',
  createdAtMs: 1_700_000_000_000,
  data: { clock: 'response' },
  link: 'https://forewarn.example/tickets/12',
  source: 'https://forewarn.example',
}

interface Sample {
  nowMs: number
  address: Address
  request: { url: string; headers: Record<string, string>; body: unknown }
  answers: { status: number; text: string; headers?: Record<string, string>; outcome: Partial<SendOutcome> }[]
}

test('every folder is a channel, every channel has a folder', () => {
  expect(folders.toSorted()).toEqual([...ChannelName.enum].toSorted())
  expect([...Object.keys(httpChannels), 'app', 'email'].toSorted()).toEqual(folders.toSorted())
})

test.each(folders)('%s has a README that begins with its name', name => {
  expect(readFileSync(join(here, name, 'README.md'), 'utf8')).toMatch(`# ${name}\n`)
})

describe.each(Object.values(httpChannels))('$name', channel => {
  const path = join(here, channel.name, 'sample.json')
  const sample: Sample = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined

  test('makes the request of its sample', () => {
    const { body, ...request } = channel.request(message, sample.address, sample.nowMs)
    expect({ ...request, body: JSON.parse(body) }).toEqual(sample.request)
  })

  test.each(sample.answers)('understands $status $text', ({ status, text, headers = {}, outcome }) => {
    expect(channel.judge({ status, text, headers, cut: false })).toMatchObject(outcome)
  })

  test.each([
    { status: 503, text: '', outcome: { kind: 'away' } },
    { status: 429, text: '', headers: { 'retry-after': '7' }, outcome: { kind: 'limited', waitMs: 7_000 } },
    {
      status: 429,
      text: 'x',
      headers: { 'retry-after': 'soon' },
      outcome: { kind: 'limited', waitMs: 60_000 },
    },
    { status: 302, text: '', outcome: { kind: 'refused' } },
    { status: 404, text: 'a\u0000b\nc\u202e', outcome: { kind: 'refused', said: 'a b c' } },
  ])('understands what all may answer: $status $text', ({ status, text, headers, outcome }) => {
    expect(channel.judge({ status, text, headers: { ...headers }, cut: false })).toMatchObject(outcome)
  })

  test('keeps within its bounds, whatever is said', () => {
    const long = { ...message, title: '故'.repeat(5_000), body: '障\n'.repeat(50_000), link: undefined }
    const { body } = channel.request(long, sample.address, sample.nowMs)
    const text = JSON.stringify(JSON.parse(body))
    expect(text).not.toContain('\ufffd')
    const bounds: Record<string, number> = {
      wecom: 5_400,
      dingtalk: 20_000,
      feishu: 30_000,
      slack: 40_000,
      teams: 28_000,
    }
    const bound = bounds[channel.name]
    if (bound !== undefined) expect(Buffer.byteLength(text)).toBeLessThan(bound)
  })
})

test('a mail is one subject on one line, in the thread of its ticket', () => {
  const mail = mailOf(message, 'Forewarn <forewarn@plant.example>')
  expect(mail.subject).toBe('[#12] Ticket 12 was not accepted in time @all <!channel>')
  expect(mail).toMatchObject({
    messageId: '<0b7d9a52-6f0b-4e0c-9d3c-2f6f1f0c8a11@plant.example>',
    references: '<ticket-12@plant.example>',
  })
  expect(mail.text).toContain(
    '\n\ncritical · site plant-1 · asset pump-7\n\nhttps://forewarn.example/tickets/12',
  )
})
