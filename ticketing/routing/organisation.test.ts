import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { RouteTree } from '../domain/route-tree.ts'
import { type Routable, route } from './route.ts'
import { requireSoundTree } from './sound-tree.ts'
import { organisation } from './testing/organisation.ts'

const ticket = (given: Partial<Routable> = {}): Routable => ({
  site: 'stuttgart',
  class: 'pump',
  asset: 'pump-7',
  assetName: 'Cooling water pump 7',
  within: ['pump-7', 'utilities'],
  criticality: 'B',
  kind: 'predictive',
  source: 'finding',
  severity: 'major',
  priority: 'P3',
  faultKey: 'temperature',
  faultKind: 'machine',
  detector: ['band@1', 'band'],
  device: 'sensor-7',
  metric: 'temperature',
  unit: '°C',
  ...given,
})

const press: Partial<Routable> = {
  asset: 'press-11',
  class: 'press',
  within: ['press-11', 'line-2', 'press-shop'],
}

describe('a route tree of a real organisation', () => {
  test('is a valid document', () => {
    expect(Value.Errors(RouteTree, organisation)).toEqual([])
    expect(() => requireSoundTree(organisation)).not.toThrow()
  })

  test.each<[string, Partial<Routable>, string, number[], string[]]>([
    ['what nothing takes', {}, 'maintenance', [], []],
    ['a sensor goes to another crew', { faultKind: 'sensor' }, 'instrumentation', [1], []],
    [
      '…with a skill for its unit',
      { faultKind: 'sensor', unit: 'mm/s' },
      'instrumentation',
      [1, 1],
      ['vibration-1'],
    ],
    ['…and elsewhere to the contractor', { faultKind: 'sensor', site: 'gera' }, 'contractor', [1, 2], []],
    [
      'a regex fits the whole value',
      { class: 'vessel' },
      'inspectors',
      [2],
      ['pressure-equipment-directive'],
    ],
    ['…not a part of it', { class: 'vessels' }, 'maintenance', [], []],
    ['continue: it stands where no other takes it', { priority: 'P1' }, 'duty', [3], []],
    [
      '…and yields to a later route',
      { ...press, asset: 'press-20', priority: 'P1' },
      'press-mechanics',
      [4],
      ['press-safety'],
    ],
    [
      'within: an ancestor of the asset',
      { ...press, asset: 'press-20' },
      'press-mechanics',
      [4],
      ['press-safety'],
    ],
    [
      'skills add up',
      { ...press, metric: 'winding_temperature' },
      'electricians',
      [4, 1],
      ['press-safety', 'high-voltage'],
    ],
    [
      'the first child wins',
      { ...press, metric: 'motor_current', faultKey: 'oil_pressure' },
      'electricians',
      [4, 1],
      ['press-safety', 'high-voltage'],
    ],
    ['the second regex', { ...press, faultKey: 'main_oil_pressure' }, 'hydraulics', [4, 2], ['press-safety']],
    ['a numbered range', press, 'veterans', [4, 3], ['press-safety']],
    ['not: of an enumeration', { site: 'leipzig', source: 'operator' }, 'leipzig-helpdesk', [5, 1], []],
    [
      '…does not hold',
      { site: 'leipzig', source: 'operator', severity: 'critical', class: 'lift' },
      'leipzig',
      [5],
      [],
    ],
    [
      'custom fields',
      { site: 'leipzig', fields: { warranty: 'true', supplier: 'acme gmbh' } },
      'contractor',
      [5, 2],
      [],
    ],
    ['a detector with its version', { site: 'leipzig' }, 'leipzig', [5, 3], ['vibration-1']],
    [
      'three levels',
      { site: 'leipzig', criticality: 'A' },
      'leipzig',
      [5, 3, 1],
      ['vibration-1', 'vibration-2'],
    ],
    ['what is missing is empty', { assetName: undefined }, 'planning', [6], []],
  ])('%s', (_, given, team, path, skills) => {
    expect(route(organisation, ticket(given))).toMatchObject({ team, path, skills })
  })

  test('reads as a sentence', () => {
    expect(route(organisation, ticket({ faultKind: 'sensor', site: 'gera' })).reason).toBe(
      'Route 1.2 (sensor faults → site is not stuttgart or leipzig) sends it to team contractor.',
    )
    expect(route(organisation, ticket({ site: 'leipzig', source: 'operator' })).reason).toBe(
      'Route 5.1 (Leipzig → source is operator and severity is not critical) sends it to team leipzig-helpdesk.',
    )
  })
})

describe('regular expressions', () => {
  const tree = (regex: string): RouteTree => ({
    team: 'a',
    routes: [{ routes: [{ match: { title: { not: { regex } } }, team: 'b' }] }],
  })

  test.each([
    ['(a', 'missing closing ): `(a`'],
    ['(?=a)b', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['((a{0,30}){0,30}){0,30}', 'invalid repeat count: `{0,30}`'],
    ['((((a{0,9}){0,9}){0,9}b){1,1})', 'its repetitions make it too large'],
  ])('%s is refused with its place and what is wrong', (regex, fault) => {
    expect(() => requireSoundTree(tree(regex), '/tree')).toThrow(fault)
    try {
      requireSoundTree(tree(regex), '/tree')
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid', field: '/tree/routes/0/routes/0/match/title/not/regex' })
    }
  })

  test('more of them than a tree may have are refused', () => {
    const routes = Array.from({ length: 101 }, (_, i) => ({ match: { asset: { regex: `a${i}.*` } } }))
    expect(() => requireSoundTree({ team: 'a', routes })).toThrow('at most 100')
  })

  test('none takes long on any value', () => {
    const evil = ['(a*)*b', '(a|aa)+$', '(a|a?)+b', '((a+)+)+b', '(.*a){12}']
    const values = ['a'.repeat(5_000), `${'a'.repeat(400)}b`]
    const beganAtMs = performance.now()
    for (const regex of evil) for (const title of values) route(tree(regex), { title })
    expect(performance.now() - beganAtMs).toBeLessThan(5_000)
  })
})
