import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesInTopic, templateProblem, topicMatcher } from './topic-template.ts'

test.each([
  ['a/{site}/{device}', 'a/plant-1/pump-7', { site: 'plant-1', device: 'pump-7' }],
  ['a/{site}/{device}', 'a/plant-1', undefined],
  ['a/{site}/{device}', 'a/plant-1/pump-7/x', undefined],
  ['a/{site}/{device}', 'a//pump-7', undefined],
  ['a/{site}/{device}', 'b/plant-1/pump-7', undefined],
  ['{device}/+/state', 'pump-7/anything/state', { device: 'pump-7' }],
  ['{device}/+/state', 'pump-7//state', { device: 'pump-7' }],
  ['{device}/#', 'pump-7', { device: 'pump-7' }],
  ['{device}/#', 'pump-7/x/y', { device: 'pump-7' }],
  ['#', 'a/b', {}],
  ['#', '$SYS/broker', undefined],
  ['+/x', '$SYS/x', undefined],
  ['{device}/x', '$SYS/x', undefined],
  ['$aws/things/{device}/up', '$aws/things/pump-7/up', { device: 'pump-7' }],
  ['v3/+/{device}/{metric}', 'v3/app@ttn/Pumpe 7/Öl', { device: 'Pumpe 7', metric: 'Öl' }],
  ['{device}', 'm1', { device: 'm1' }],
  ['a/{device}/#', 'a/m1', { device: 'm1' }],
  ['a/{device}/#', 'a', undefined],
  ['a/+/c', 'a//c', {}],
  ['a/b', 'a/B', undefined],
  ['a/', 'a/', {}],
  ['a/', 'a', undefined],
])('%s and %s', (template, topic, names) => {
  expect(templateProblem(template)).toBeUndefined()
  expect(topicMatcher(template)(topic)).toEqual(names)
})

test.each([
  ['a/{device}/{device}', /twice/],
  ['a/#/b', /last/],
  ['a/x{device}', /"x\{device\}"/],
  ['a/{tenant}', /"\{tenant\}"/],
  ['a+/b', /"a\+"/],
])('%s is no template', (template, words) => expect(templateProblem(template)).toMatch(words))

test('a topic takes back the names that made it', () => {
  const name = fc.string({ minLength: 1 }).filter(text => !text.includes('/'))
  fc.assert(
    fc.property(name, name, name, (site, device, metric) => {
      const format = { topic: 'x/{site}/+/{device}/{metric}' }
      expect(namesInTopic(format, `x/${site}/any/${device}/${metric}`)).toEqual({ site, device, metric })
    }),
  )
})
