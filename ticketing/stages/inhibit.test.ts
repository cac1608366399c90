import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Availability } from '../domain/registry.ts'
import { HOUR_MS, timeline } from './testing/timeline.ts'

const tree = { 'plant-line': null, 'line-1': 'plant-line', 'pump-7': 'line-1', 'pump-8': 'line-1' }
const of = (asset: string, faultKey = 'temperature') => ({ asset, faultKey, metric: faultKey })
const kinds = (verdicts: { kind: string }[]) => verdicts.map(({ kind }) => kind)

describe('an asset that is down', () => {
  test('mutes what is below it, and the first finding after it is up again makes a ticket', () => {
    const { at, tickets, verdicts, assetBecomes } = timeline({ assets: tree })
    assetBecomes('plant-line', 'down')
    at(1).finding('raised')
    at(7).finding('continuing', 'critical')
    expect(kinds(verdicts)).toEqual(['inhibited', 'inhibited'])
    expect(verdicts[0]?.reason).toBe('Asset plant-line, of which pump-7 is a part, is down.')
    assetBecomes('plant-line', 'in_service')
    at(13).finding('continuing')
    expect(tickets).toMatchObject([{ asset: 'pump-7', priority: 'P2' }])
  })

  test('does not mute its own fault, which may be what brought it down', () => {
    const { at, tickets, assetBecomes } = timeline({ assets: tree })
    assetBecomes('pump-7', 'down')
    at(1).finding('raised')
    expect(tickets).toHaveLength(1)
  })

  test('mutes nothing beside it', () => {
    const { at, tickets, assetBecomes } = timeline({ assets: tree })
    assetBecomes('pump-8', 'down')
    at(1).finding('raised')
    expect(tickets).toHaveLength(1)
  })

  test('an asset that is out of service mutes itself as well', () => {
    const { at, verdicts, assetBecomes } = timeline({ assets: tree })
    assetBecomes('pump-7', 'out_of_service')
    at(1).finding('raised')
    expect(verdicts).toMatchObject([{ kind: 'inhibited', reason: 'Asset pump-7 is out of service.' }])
  })

  test('does not change the open ticket, but "back to normal" reaches it', () => {
    const { at, tickets, verdicts, assetBecomes } = timeline({ assets: tree })
    at(1).finding('raised', 'minor')
    assetBecomes('line-1', 'down')
    at(2).finding('continuing', 'critical')
    at(3).finding('cleared')
    expect(verdicts[1]).toMatchObject({ kind: 'inhibited', ticket: 1 })
    expect(tickets).toMatchObject([{ priority: 'P3', findings: 2, cleared: true }])
  })
})

describe('a sensor fault', () => {
  const sensor = { faultKind: 'sensor' as const, faultKey: 'temperature:sensor' }

  test('mutes what that sensor claims, and nothing else', () => {
    const { at, tickets, verdicts } = timeline({ assets: tree })
    at(1).finding('raised', 'minor', sensor)
    at(2).finding('raised')
    at(2).finding('cleared')
    at(2).finding('raised', 'major', of('pump-7', 'vibration'))
    at(2).finding('raised', 'major', { faultKey: 'other', device: 'sensor-8' })
    expect(kinds(verdicts)).toEqual(['created', 'inhibited', 'inhibited', 'created', 'created'])
    expect(verdicts[1]?.reason).toBe('Ticket 1 says that temperature of device sensor-7 cannot be trusted.')
    expect(tickets).toMatchObject([
      { kind: 'instrumentation' },
      { kind: 'predictive' },
      { kind: 'predictive' },
    ])
  })

  test('goes on speaking for itself', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised', 'minor', sensor)
    at(2).finding('continuing', 'major', sensor)
    expect(tickets).toMatchObject([{ findings: 2, severity: 'major' }])
  })

  test.each(['resolved', 'closed', 'rejected'])('mutes no more when its ticket is %s', state => {
    const { at, verdicts } = timeline()
    at(1).finding('raised', 'minor', sensor)
    at(2).ticketBecomes(state)
    at(3).finding('raised')
    expect(kinds(verdicts)).toEqual(['created', 'created'])
  })

  test('mutes no more when the sensor is well again by itself', () => {
    const { at, verdicts } = timeline()
    at(1).finding('raised', 'minor', sensor)
    at(2).finding('cleared', 'minor', sensor)
    at(3).finding('raised')
    expect(kinds(verdicts)).toEqual(['created', 'appended', 'created'])
  })
})

describe('a job in progress', () => {
  test('mutes other faults of its asset while somebody is there, not its own', () => {
    const { at, tickets, verdicts } = timeline({ assets: tree })
    at(1).finding('raised')
    at(2).ticketBecomes('accepted')
    at(3).finding('raised', 'major', of('pump-7', 'flow'))
    at(4).ticketBecomes('on_site', {}, 1)
    at(5).finding('raised', 'critical', of('pump-7', 'vibration'))
    at(5).finding('continuing')
    at(5).finding('raised', 'major', of('pump-8', 'vibration'))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'inhibited', 'appended', 'created'])
    expect(verdicts[2]?.reason).toBe('Somebody works on asset pump-7 for ticket 1, which may be the cause.')
    at(6).ticketBecomes('verifying', {}, 1)
    at(7).finding('continuing', 'critical', of('pump-7', 'vibration'))
    expect(verdicts.at(-1)?.kind).toBe('created')
    expect(tickets).toHaveLength(4)
  })
})

describe('a maintenance window', () => {
  const window = {
    ...{ id: 1, name: 'Overhaul', asset: 'line-1', site: null, weekly: null },
    once: { fromMs: 2 * HOUR_MS, toMs: 4 * HOUR_MS },
  }

  test('counts by event time, from its begin to its end', () => {
    const { at, verdicts } = timeline({ assets: tree, windows: [window] })
    at(1).finding('raised', 'major', of('pump-8'))
    for (const hour of [2, 3, 4]) at(hour).finding('raised')
    at(3.5).finding('cleared')
    expect(kinds(verdicts)).toEqual(['created', 'in_maintenance', 'in_maintenance', 'created', 'appended'])
    expect(verdicts[1]?.reason).toBe(
      'The maintenance window "Overhaul" is in force until 1970-01-01T04:00:00Z.',
    )
  })

  test('late data from within it makes no ticket afterwards', () => {
    const { at, tickets } = timeline({ assets: tree, windows: [window] })
    at(5).finding('cleared')
    at(3).finding('continuing', 'critical')
    expect(tickets).toEqual([])
  })
})

test('whatever is muted, no ticket begins while something above is not in service, and one begins when it is', () => {
  const step = fc.record({
    asset: fc.constantFrom('plant-line', 'line-1', 'pump-7', 'pump-8'),
    becomes: fc.constantFrom<Availability>('in_service', 'down', 'out_of_service'),
    speaks: fc.constantFrom('pump-7', 'pump-8'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), story => {
      const { at, openTickets, assetBecomes } = timeline({ assets: tree })
      const now = new Map<string, Availability>()
      for (const [hour, { asset, becomes, speaks }] of story.entries()) {
        assetBecomes(asset, becomes)
        now.set(asset, becomes)
        const had = openTickets().some(ticket => ticket.asset === speaks)
        const { kind } = at(hour).finding('raised', 'major', of(speaks))
        const above = ['line-1', 'plant-line'].some(id => (now.get(id) ?? 'in_service') !== 'in_service')
        const muted = above || now.get(speaks) === 'out_of_service'
        expect(kind).toBe(muted ? 'inhibited' : had ? 'appended' : 'created')
      }
    }),
  )
})
