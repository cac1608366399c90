import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RouteTree } from '../domain/route-tree.ts'
import { type Routable, route, teamsOf } from './route.ts'

const ticket = (given: Partial<Routable> = {}): Routable => ({
  site: 'plant-1',
  class: 'pump',
  asset: 'pump-7',
  criticality: 'A',
  kind: 'predictive',
  severity: 'major',
  priority: 'P2',
  faultKey: 'temperature',
  ...given,
})

const tree: RouteTree = {
  team: 'maintenance',
  routes: [
    { name: 'everything urgent is watched', match: { priority: 'P1' }, team: 'duty', continue: true },
    {
      name: 'rotating equipment',
      match: { class: ['pump', 'motor', 'fan'] },
      team: 'mechanics',
      routes: [
        { match: { faultKey: ['motor_current', 'winding_temperature'] }, team: 'electricians' },
        { name: 'second plant', match: { site: 'plant-2' }, team: 'mechanics-2' },
        { name: 'critical', match: { criticality: 'A', severity: 'critical' } },
      ],
    },
    { match: { site: 'plant-2' }, team: 'plant-2' },
  ],
}

describe('the first match takes the ticket, children before parents', () => {
  test.each<[string, Partial<Routable>, string, number[]]>([
    ['a pump is rotating equipment', {}, 'mechanics', [2]],
    ['a child goes before its parent', { faultKey: 'motor_current' }, 'electricians', [2, 1]],
    ['the first fitting child wins', { faultKey: 'motor_current', site: 'plant-2' }, 'electricians', [2, 1]],
    ['a child without a team takes its parent’s', { severity: 'critical' }, 'mechanics', [2, 3]],
    ['what fits nothing is the root’s', { class: 'chiller' }, 'maintenance', []],
    ['a later sibling takes what earlier ones do not', { class: 'chiller', site: 'plant-2' }, 'plant-2', [3]],
    ['after continue a later match takes it', { priority: 'P1' }, 'mechanics', [2]],
    ['after continue without a later match it stands', { priority: 'P1', class: 'chiller' }, 'duty', [1]],
  ])('%s', (_, given, team, path) => {
    expect(route(tree, ticket(given))).toMatchObject({ team, path })
  })
})

test('the reason is a sentence', () => {
  expect(route(tree, ticket({ faultKey: 'motor_current' })).reason).toBe(
    'Route 2.1 (rotating equipment → faultKey is motor_current or winding_temperature) sends it to team electricians.',
  )
  expect(route({ team: 'maintenance' }, ticket()).reason).toBe(
    'No route matches, so the default team maintenance takes it.',
  )
})

test('every team of the tree is found with its place', () => {
  expect(teamsOf(tree)).toEqual([
    { team: 'maintenance', pointer: '/team' },
    { team: 'duty', pointer: '/routes/0/team' },
    { team: 'mechanics', pointer: '/routes/1/team' },
    { team: 'electricians', pointer: '/routes/1/routes/0/team' },
    { team: 'mechanics-2', pointer: '/routes/1/routes/1/team' },
    { team: 'plant-2', pointer: '/routes/2/team' },
  ])
})

test('a decision always names a team of the tree', () => {
  const { routeTree } = fc.letrec<{ route: NonNullable<RouteTree['routes']>[number]; routeTree: RouteTree }>(
    tie => ({
      route: fc.record(
        {
          match: fc.record(
            {
              site: fc.constantFrom('a', 'b'),
              severity: fc.constantFrom('minor' as const, 'major' as const),
            },
            { requiredKeys: [] },
          ),
          team: fc.constantFrom('one', 'two', 'three'),
          continue: fc.boolean(),
          routes: fc.array(tie('route'), { maxLength: 3, depthIdentifier: 'routes' }),
        },
        { requiredKeys: [] },
      ),
      routeTree: fc.record({ team: fc.constant('root'), routes: fc.array(tie('route'), { maxLength: 4 }) }),
    }),
  )
  fc.assert(
    fc.property(routeTree, fc.constantFrom('a', 'b', 'c'), (any, site) => {
      const { team, path } = route(any, ticket({ site }))
      expect(teamsOf(any).map(place => place.team)).toContain(team)
      if (path.length === 0) expect(team).toBe('root')
    }),
  )
})
