import { expect, test } from 'vitest'
import {
  assetInAddress,
  assetInSubject,
  automaticBecause,
  isAmong,
  plainSubject,
  ticketNumberIn,
  withoutQuote,
} from './mail.ts'

test.each([
  ['Re: [#12] Dust at the seal', 12],
  ['AW: AW: Dust [#7]', 7],
  ['[#0] x', undefined],
  ['[pump-7] 12', undefined],
  [`[#${'9'.repeat(20)}]`, undefined],
])('the number in %j is %j', (subject, number) => expect(ticketNumberIn(subject)).toBe(number))

test('a subject without what mail programs put before it', () => {
  expect(plainSubject('Re: AW: [#12]  Dust\tat the seal')).toBe('Dust at the seal')
  expect(plainSubject('回复：密封漏油')).toBe('密封漏油')
  expect(plainSubject('Regarding the seal')).toBe('Regarding the seal')
  expect(plainSubject('Re [2] : RE: hot')).toBe('hot')
})

test('an asset is named by the subject, or by the address', () => {
  expect(assetInSubject('Hot [pump-7]')).toBe('pump-7')
  expect(assetInSubject('Re: [#12] hot')).toBeUndefined()
  const ours = ['Maintenance@plant.example']
  expect(assetInAddress(['boss@plant.example', 'maintenance+pump-7@plant.example'], ours)).toBe('pump-7')
  expect(assetInAddress(['maintenance+pump-7@other.example'], ours)).toBeUndefined()
})

test('senders are addresses or domains', () => {
  expect(isAmong('Ines@Plant.example', ['@plant.example'])).toBe(true)
  expect(isAmong('ines@evil-plant.example', ['@plant.example'])).toBe(false)
  expect(isAmong('ines@plant.example', ['INES@plant.example'])).toBe(true)
  expect(isAmong('ines@plant.example', [])).toBe(false)
})

test.each<[string, Record<string, string>, string]>([
  ['out of office', { 'auto-submitted': 'auto-replied' }, 'ines@plant.example'],
  [
    'Outlook, out of office',
    { 'x-auto-response-suppress': 'All', 'auto-submitted': 'auto-generated' },
    'a@b.c',
  ],
  ['a newsletter', { 'list-unsubscribe': '<mailto:x@y.z>' }, 'news@shop.example'],
  ['a bounce', { 'return-path': ' <>' }, 'mail@plant.example'],
  ['a report', { 'content-type': ' multipart/report; report-type=delivery-status' }, 'mail@plant.example'],
  ['an old autoresponder', { precedence: ' auto_reply' }, 'ines@plant.example'],
  ['nobody', {}, 'No-Reply@shop.example'],
])('%s is no person', (_, headers, from) => {
  expect(automaticBecause(new Map(Object.entries(headers)), from)).toMatch(/\.$/)
})

test('a person is one', () => {
  const headers = new Map([
    ['auto-submitted', ' no'],
    ['return-path', ' <ines@plant.example>'],
    ['content-type', ' multipart/mixed'],
  ])
  expect(automaticBecause(headers, 'ines@plant.example')).toBeUndefined()
})

test.each([
  ['Done.\n\nOn Sat, 31 Jan 2026 at 12:00, Forewarn <m@plant.example> wrote:\n> What?', 'Done.'],
  ['Done.\r\n\r\nAm 31.01.2026 um 12:00 schrieb Forewarn:\r\n> Was?', 'Done.'],
  ['Done.\n\nOn Sat, 31 Jan 2026 at 12:00, Forewarn\n<maintenance@plant.example> wrote:\n> What?', 'Done.'],
  ['好的\n\n张三 <a@b.c> 于2026年1月31日周六写道：\n> ？', '好的'],
  ['Done.\n-----Original Message-----\nFrom: x', 'Done.'],
  ['Done.\n\nVon: Forewarn <m@plant.example>\nGesendet: Samstag\nAn: Ines', 'Done.'],
  ['Done.\n-- \nInes Weber', 'Done.'],
  ['> What?\nThis.\n> And?\n', '> What?\nThis.'],
  ['From: the pump house\nto the yard', 'From: the pump house\nto the yard'],
  ['On Monday I wrote a note', 'On Monday I wrote a note'],
])('%j says %j', (text, said) => expect(withoutQuote(text)).toBe(said))

test('no text takes long', () => {
  const began = performance.now()
  withoutQuote(`${'on '.repeat(50_000)}\n`.repeat(5))
  withoutQuote(`On ${'a'.repeat(390)}\n`.repeat(5_000))
  plainSubject(`${'re: '.repeat(20_000)}x`)
  expect(performance.now() - began).toBeLessThan(2_000)
})
