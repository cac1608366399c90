import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { announceDeprecations } from './deprecations.ts'

test('a deprecated operation says so with every answer, refusals too, and no other does', async () => {
  const app = fastify({ logger: { level: 'silent' } }).withTypeProvider<TypeBoxTypeProvider>()
  const described: unknown[] = []
  announceDeprecations(app, {
    oldList: {
      sinceMs: Date.UTC(2026, 0, 1),
      sunsetMs: Date.UTC(2027, 6, 1, 12),
      successor: '/api/v2/list',
      advice: 'Use listAll.',
    },
  })
  app.addHook('onRoute', ({ schema }) => void described.push(schema))
  const refuse = async () => {
    throw new Error('no')
  }
  app.get(
    '/old',
    { schema: { operationId: 'oldList', description: 'All.' } as object, onRequest: refuse },
    () => '',
  )
  app.get('/new', { schema: { operationId: 'newList' } as object }, () => '')
  const old = await app.inject('/old')
  expect([old.statusCode, old.headers]).toMatchObject([
    500,
    {
      deprecation: '@1767225600',
      sunset: 'Thu, 01 Jul 2027 12:00:00 GMT',
      link: '</docs>; rel="deprecation"; type="text/html", </api/v2/list>; rel="successor-version"',
    },
  ])
  expect((await app.inject('/new')).headers).not.toHaveProperty('deprecation')
  expect(described).toContainEqual(
    expect.objectContaining({
      operationId: 'oldList',
      deprecated: true,
      description: 'All. Use listAll.',
    }),
  )
})
