import { expect, test } from 'vitest'
import { changedTopic, checkFilter, matches, parseRewrite } from './topics.ts'

test.each([
  ['#', 'a/b', true],
  ['#', '$SYS/a', false],
  ['+/a', '$SYS/a', false],
  ['$SYS/#', '$SYS/a', true],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['a/#', 'ab', false],
  ['a/+', 'a/b', true],
  ['a/+', 'a', false],
  ['a/+', 'a/', true],
  ['a/+', 'a/b/c', false],
  ['a/+/c', 'a/b/c', true],
  ['a', 'a/b', false],
  ['+', '/a', false],
])('%s takes %s: %s', (filter, topic, expected) => {
  expect(matches(filter, topic)).toBe(expected)
})

test.each(['', 'a#', 'a/#/b', 'a+/b', '#/'])('%j is no filter', filter => {
  expect(() => checkFilter(filter)).toThrow(/no topic filter/)
})

test.each(['#', '+', 'a/+/#', '/a/'])('%j is a filter', filter => {
  expect(checkFilter(filter)).toBe(filter)
})

test.each([
  ['telemetry/north/p', { site: 'test' }, 'telemetry/test/p'],
  ['status/north/p', { site: 'test' }, 'status/test/p'],
  ['plant/north/p', { site: 'test' }, 'plant/north/p'],
  ['plant/north/p', { rewrites: [parseRewrite('plant/=telemetry/')], site: 'test' }, 'telemetry/test/p'],
  ['a/b', { rewrites: [parseRewrite('b=x'), parseRewrite('a/=='), parseRewrite('a=y')] }, '=b'],
  ['a/b', {}, 'a/b'],
])('%s with %o becomes %s', (topic, change, expected) => {
  expect(changedTopic(topic, change)).toBe(expected)
})

test.each(['', '=a', 'a', 'a/#=b'])('%j is no rewrite', text => {
  expect(() => parseRewrite(text)).toThrow(/give FROM=TO/)
})
