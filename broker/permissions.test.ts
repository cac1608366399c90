import { describe, expect, test } from 'vitest'
import type { Format } from '../contracts/format.ts'
import { createPermissions } from './permissions.ts'

const format = (topic: string): Format => ({ id: 'f', topic, codec: 'json' })
const { kindOf, publishTarget, subscribeRefusal } = createPermissions({
  current: () => [format('factory/{site}/{device}/up'), format('raw/#'), format('#')],
})
const fixed = createPermissions()

const device = { id: 'pump-1', site: 'north' }
const edge = { id: 'press', site: 'north', address: 'Plant 1/Press line' }
const administrator = { id: 'admin', site: undefined }
const stranger = { id: 'new-1', site: undefined, stranger: true }
const unregistered = { id: 'pump-1', site: undefined }

test.each([
  ['telemetry/north/pump-1', 'data'],
  ['status/north/pump-1', 'data'],
  ['spBv1.0/G/NBIRTH/E', 'data'],
  ['spBv1.0/G/DDATA/E/D', 'data'],
  ['spBv1.0/G/NCMD/E', 'command'],
  ['spBv1.0/G/DCMD/E/D', 'command'],
  ['spBv1.0/STATE/scada', 'command'],
  ['spBv1.0/#', 'data'], // as a filter: not of commands alone
  ['homie/5/m1/$state', 'data'],
  ['homie/5/m1/motor/speed', 'data'],
  ['homie/5/m1/motor/speed/set', 'command'],
  ['commands/north/pump-1', 'command'],
  ['factory/north/m1/up', 'data'],
  ['raw/anything/at/all', 'data'],
  ['elsewhere', 'data'], // by the format `#`, which makes no data of commands
  ['$SYS/broker/uptime', undefined],
])('%s carries: %s', (topic, kind) => {
  expect(kindOf(topic)).toBe(kind)
})

test.each([
  [device, 'telemetry/north/pump-1', 'log'],
  [device, 'telemetry/south/other', 'log'],
  [device, 'status/north/pump-1', 'log'],
  [device, 'telemetryx/north/pump-1', 'topic_not_allowed'],
  [device, 'factory/north/m1/up', 'topic_not_allowed'],
  [device, 'commands/north/pump-1', 'topic_not_allowed'],
  [edge, 'spBv1.0/Plant 1/NCMD/Press line', 'topic_not_allowed'],
  [edge, 'spBv1.0/STATE/scada', 'topic_not_allowed'],
  [edge, 'homie/5/press/motor/speed/set', 'topic_not_allowed'],
  [stranger, 'telemetry/anywhere/new-1', 'log'],
  [stranger, 'status/anywhere/new-1', 'log'],
  [stranger, 'telemetry/anywhere/pump-1', 'topic_not_allowed'],
  [stranger, 'telemetry/anywhere/new-1/more', 'topic_not_allowed'],
  [stranger, 'telemetry/new-1', 'topic_not_allowed'],
  [stranger, 'telemetry//new-1', 'topic_not_allowed'],
  [stranger, 'telemetryx/anywhere/new-1', 'topic_not_allowed'],
  [stranger, 'spBv1.0/G/NBIRTH/new-1', 'topic_not_allowed'],
  [stranger, 'homie/5/new-1/$state', 'topic_not_allowed'],
  [stranger, 'commands/anywhere/new-1', 'topic_not_allowed'],
  [administrator, 'telemetry/north/pump-1', 'log'],
  [administrator, 'commands/north/pump-1', 'subscribers'],
  [administrator, 'spBv1.0/G/NCMD/E', 'subscribers'],
  [administrator, '$SYS/x', 'topic_not_allowed'],
])('%o publishes on %s: %s', (speaker, topic, expected) => {
  const target = fixed.publishTarget(topic, speaker)
  expect(typeof target === 'string' ? target : target.reason).toBe(expected)
})

test('a format opens its topics', () => {
  expect(publishTarget('factory/north/m1/up', device)).toBe('log')
  expect(publishTarget('factory/north/new-1/up', stranger)).toMatchObject({ reason: 'topic_not_allowed' })
})

describe('subscriptions', () => {
  const grantedTo = (speaker: typeof device | typeof edge | typeof administrator, filters: string[]) =>
    filters.filter(filter => subscribeRefusal(filter, speaker) === undefined)

  test('a device hears its commands', () => {
    expect(
      grantedTo(device, [
        'commands/north/pump-1',
        'commands/+/pump-1',
        'commands/north/pump-2',
        'commands/#',
        'status/north/pump-1',
        'spBv1.0/+/NCMD/pump-1', // an edge node by the name of the device, in whatever group
        'homie/5/pump-1/+/+/set',
        'homie/5/pump-1/motor/speed/set',
        'homie/5/pump-1/#',
        'homie/5/+/+/+/set',
        'raw/x',
      ]),
    ).toEqual([
      'commands/north/pump-1',
      'spBv1.0/+/NCMD/pump-1',
      'homie/5/pump-1/+/+/set',
      'homie/5/pump-1/motor/speed/set',
    ])
  })

  test('a Sparkplug edge node hears what is for it, and whether its host is there', () => {
    const granted = [
      'spBv1.0/Plant 1/NCMD/Press line',
      'spBv1.0/Plant 1/NCMD/Press line/#',
      'spBv1.0/Plant 1/DCMD/Press line/#',
      'spBv1.0/Plant 1/DCMD/Press line/+',
      'spBv1.0/STATE/#',
      'spBv1.0/STATE/scada',
    ]
    const refused = [
      'spBv1.0/Plant 1/NCMD/+',
      'spBv1.0/Plant 1/+/Press line',
      'spBv1.0/Plant 1/NDATA/Press line',
      'spBv1.0/Plant 1/DCMD/#',
      'spBv1.0/Plant 2/NCMD/Press line',
      'spBv1.0/+/NCMD/Press line',
      'spBv1.0/#',
      'spBv1.0/STATE',
      // An edge node with the name of its id: somebody else may have that address.
      'spBv1.0/Plant 2/NCMD/press',
      'spBv1.0/+/NCMD/press',
    ]
    expect(grantedTo(edge, [...granted, ...refused])).toEqual(granted)
  })

  test('the administrator hears commands and nothing else', () => {
    const granted = ['commands/#', 'spBv1.0/+/NCMD/#', 'spBv1.0/STATE/+', 'homie/5/+/+/+/set']
    expect(
      grantedTo(administrator, [...granted, '+/#', '#', 'spBv1.0/#', 'homie/5/#', 'telemetry/#']),
    ).toEqual(granted)
  })

  test.each([unregistered, stranger])('who is not registered hears nothing', speaker => {
    const { id } = speaker
    for (const filter of [`commands/undefined/${id}`, 'spBv1.0/STATE/#', `homie/5/${id}/+/+/set`])
      expect(subscribeRefusal(filter, speaker)?.reason).toBe('filter_not_allowed')
  })
})
