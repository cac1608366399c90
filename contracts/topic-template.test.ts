import { expect, test } from 'vitest'
import { matchTopic } from './topic-template.ts'

test.each([
  ['factory/{site}/machines/{device}/up', 'factory/north/machines/m1/up', { site: 'north', device: 'm1' }],
  ['{device}', 'm1', { device: 'm1' }],
  ['a/+/{device}', 'a/b/c', { device: 'c' }],
  ['a/+/c', 'a//c', {}],
  ['a/{device}/#', 'a/m1/x/y', { device: 'm1' }],
  ['a/{device}/#', 'a/m1', { device: 'm1' }],
  ['#', 'a/b', {}],
  ['a/#', 'b/c', undefined],
  ['a/{device}', 'a', undefined],
  ['a/{device}', 'a/', undefined],
  ['a/{device}', 'a/b/c', undefined],
  ['a/{device}/#', 'a', undefined],
  ['a/b', 'a/B', undefined],
])('%s and %s: %o', (template, topic, expected) => {
  expect(matchTopic(template, topic)).toEqual(expected)
})
