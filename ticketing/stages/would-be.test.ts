import { expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import type { DetectionRun } from '../../contracts/history.ts'
import type { Label } from '../domain/label.ts'
import { defaultPolicy } from '../domain/ticket-policy.ts'
import { backtestResult } from './backtest.ts'
import { findingAt, HOUR_MS } from './testing/timeline.ts'
import { type WouldBeOptions, wouldBeTickets } from './would-be.ts'

const DAY = 24
const asset = { id: 'pump-7', name: 'Pump 7', site: 'plant-1', class: 'pump', criticality: 'A' as const }
const desk = (given: Partial<WouldBeOptions> = {}): WouldBeOptions => ({
  policy: defaultPolicy,
  windows: [],
  assets: new Map([['pump-7', { ...asset, availability: 'in_service', ancestors: [] }]]),
  work: [],
  repairs: [],
  ...given,
})
const at = (hour: number, phase: Finding['phase'], severity: Finding['severity'] = 'major') =>
  findingAt(hour, phase, severity)
const raised = (findings: Finding[], given?: Partial<WouldBeOptions>) =>
  wouldBeTickets(findings, desk(given)).map(({ raisedAtMs }) => raisedAtMs / HOUR_MS)

test('one ticket for one episode, another one after 24 quiet hours', () => {
  const findings = [
    at(1, 'raised'),
    at(6, 'continuing'),
    at(8, 'cleared'),
    at(20, 'raised'),
    at(60, 'raised'),
  ]
  expect(raised(findings)).toEqual([1, 60])
  const [first] = wouldBeTickets(findings, desk())
  expect(first).toMatchObject({
    findings: 4,
    lastDeviationAtMs: 20 * HOUR_MS,
    title: expect.stringMatching(/Pump 7/),
  })
})

test('what settles waits, as the policy says: until it has come back, or has lasted', () => {
  const settle = (rule: object) => ({ policy: { ...defaultPolicy, settle: [rule] } })
  const twice = settle({ minOccurrences: 2, withinMs: 10 * HOUR_MS })
  expect(raised([at(1, 'raised'), at(2, 'cleared'), at(30, 'raised'), at(35, 'raised')], twice)).toEqual([35])
  const lasting = settle({ holdMs: 3 * HOUR_MS })
  expect(raised([at(1, 'raised'), at(2, 'cleared')], lasting)).toEqual([])
  expect(raised([at(1, 'raised'), at(9, 'continuing')], lasting)).toEqual([4])
})

test('a repair ends the ticket, and what comes after it is another one', () => {
  const repairs = [{ asset: 'pump-7', atMs: 10 * HOUR_MS }]
  expect(raised([at(1, 'raised'), at(9, 'continuing'), at(12, 'raised')], { repairs })).toEqual([1, 12])
})

test('while somebody is at the machine, or maintains it, there is none', () => {
  const work = [{ asset: 'pump-7', fromMs: 0, toMs: 5 * HOUR_MS }]
  expect(raised([at(1, 'raised'), at(6, 'continuing')], { work })).toEqual([6])
  const once = { fromMs: 0, toMs: 5 * HOUR_MS }
  const windows = [{ id: 1, name: 'Pause', asset: null, site: 'plant-1', once, weekly: null }]
  expect(raised([at(1, 'raised'), at(6, 'continuing')], { windows })).toEqual([6])
})

test('a sensor that is known to be wrong says nothing of the machine', () => {
  const sensor: Finding = { ...at(1, 'raised'), faultKey: 'sensor:temperature', faultKind: 'sensor' }
  expect(wouldBeTickets([sensor, at(2, 'raised')], desk()).map(({ faultKey }) => faultKey)).toEqual([
    'sensor:temperature',
  ])
})

const label = (kind: Label['kind'], fromHour: number, atHour: number, toHour = atHour): Label => ({
  ...{ asset: 'pump-7', kind, ticket: 1, failureCode: null, name: 'Bearing' },
  ...{ fromMs: fromHour * HOUR_MS, atMs: atHour * HOUR_MS, toMs: toHour * HOUR_MS },
})
const run = (...findings: Finding[][]): DetectionRun => ({
  ...{ samples: 10, values: 10, observedMs: { 'pump-7': 365.25 * DAY * HOUR_MS }, failures: [] },
  ...{ findings, excess: findings.map(() => 0) },
})
const judged = (of: DetectionRun, labels: Label[], horizonDays = 30) =>
  backtestResult({ countFromMs: 0, toMs: 8_766 * HOUR_MS }, of, {
    ...desk(),
    labels,
    horizonMs: horizonDays * DAY * HOUR_MS,
    names: ['as it is', 'other'],
  })

test('tickets are laid beside failures and false alarms', () => {
  const { variants, machineYears } = judged(
    run([
      at(90 * DAY, 'raised'), // warns of the first failure
      at(90 * DAY + 5, 'cleared'),
      at(93 * DAY, 'raised'), // the same again
      at(93 * DAY + 5, 'cleared'),
      at(130 * DAY, 'raised'), // somebody looked and found nothing
      at(130 * DAY + 5, 'cleared'),
      at(200 * DAY, 'raised'), // nobody knows
      at(200 * DAY + 5, 'cleared'),
    ]),
    [
      label('failure', 80 * DAY, 100 * DAY, 101 * DAY),
      label('false_alarm', 130 * DAY, 131 * DAY),
      label('failure', 300 * DAY, 301 * DAY),
    ],
  )
  const [result] = variants
  expect(result?.tickets.map(({ verdict }) => verdict)).toEqual([
    ...['match', 'repeat', 'known_false_alarm', 'unexplained'],
  ])
  expect(machineYears).toBe(1)
  expect(result?.summary).toEqual({
    ...{ findings: 8, tickets: 4, matches: 1, repeats: 1, falseAlarms: 2, knownFalseAlarms: 1 },
    ...{ failures: 2, found: 1, missed: 1, precision: 0.333, recall: 0.5 },
    ...{ medianLeadMs: 10 * DAY * HOUR_MS, medianLeadShare: 0.5 },
    ...{ ticketsPerMachineYear: 4, falseAlarmsPerMachineYear: 2 },
  })
  expect(result?.sentence).toBe(
    'It would have raised 4 tickets: 1 matching past failures, 1 repeating these, 2 matching none (1 closed as false alarms then). ' +
      'It finds 1 of 2 failures by a median of 10 d.',
  )
})

test('a ticket that comes when the failure is known already matches it, and has not found it', () => {
  const [result] = judged(run([at(50.5 * DAY, 'raised')]), [
    label('failure', 50 * DAY, 50 * DAY, 51 * DAY),
  ]).variants
  expect(result?.summary).toMatchObject({ matches: 1, found: 0, missed: 1, medianLeadMs: null, precision: 1 })
  expect(result?.tickets[0]?.leadMs).toBe(-12 * HOUR_MS)
})

test('one that was over long before a failure is no warning of it, one that still stood is', () => {
  const failure = [label('failure', 100 * DAY, 100 * DAY)]
  const verdicts = (findings: Finding[]) =>
    judged(run(findings), failure, 10).variants[0]?.tickets[0]?.verdict
  expect(verdicts([at(80 * DAY, 'raised'), at(80 * DAY + 1, 'cleared')])).toBe('unexplained')
  const days = Array.from({ length: 20 }, (_, day) =>
    at((80 + day) * DAY, day === 0 ? 'raised' : 'continuing'),
  )
  expect(verdicts(days)).toBe('match')
})

test('two versions are compared: what only one finds, and false alarms more or fewer', () => {
  const labels = [label('failure', 10 * DAY, 20 * DAY), label('failure', 110 * DAY, 120 * DAY)]
  const first = [at(15 * DAY, 'raised'), at(60 * DAY, 'raised')]
  const other = [at(115 * DAY, 'raised')]
  expect(judged(run(first, other), labels).comparisons).toEqual([
    {
      label: 'other',
      ...{ newlyFound: [1], lost: [0], falseAlarms: -1 },
      sentence:
        'other beside as it is: 1 ticket instead of 2, 0 of no failure instead of 1, 1 failure more found, ' +
        '1 failure found no longer, a median warning of 5 d instead of 5 d.',
    },
  ])
})
