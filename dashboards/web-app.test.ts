import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from './web-app.ts'

const page = '<!doctype html><meta name="style-nonce" content="__STYLE_NONCE__"><title>Forewarn</title>'
const html = { accept: 'text/html,application/xhtml+xml' }
let root: string
let app: FastifyInstance

async function serve(options: { root: string; faroUrl?: string }): Promise<FastifyInstance> {
  app = Fastify()
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ title: 'Not found' }))
  app.get('/docs', () => 'docs')
  await app.register(webApp, options)
  return app
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'forewarn-web-'))
  await mkdir(join(root, 'assets'))
  await writeFile(join(root, 'index.html'), page)
  await writeFile(join(root, 'favicon.svg'), '<svg/>')
  await writeFile(join(root, 'assets/index-abc123.js'), 'let x = 1')
  await writeFile(join(root, 'assets/index-abc123.js.br'), brotliCompressSync('let x = 1'))
})
afterEach(() => app.close())
afterAll(() => rm(root, { recursive: true }))

describe('webApp', () => {
  test.each(['/', '/index.html', '/tickets/12', '/dead-letters', '/tickets/12?x=1'])(
    '%s is the page, made anew each time with a nonce for its styles',
    async url => {
      const served = await serve({ root })
      const [first, second] = [
        await served.inject({ url, headers: html }),
        await served.inject({ url, headers: html }),
      ]
      const policy = String(first.headers['content-security-policy'])
      const [, nonce] = /style-src 'self' 'nonce-([\w+/=]{24})'/.exec(policy) ?? []
      expect(first.body).toBe(page.replace('__STYLE_NONCE__', String(nonce)))
      expect(second.body).not.toBe(first.body)
      expect(first.headers['cache-control']).toBe('no-store')
      expect(first.headers['content-type']).toContain('text/html')
    },
  )

  test('a hashed asset is kept for ever and comes compressed', async () => {
    const url = '/assets/index-abc123.js'
    const answer = await (await serve({ root })).inject({ url, headers: { 'accept-encoding': 'br' } })
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['content-encoding']).toBe('br')
    expect(answer.headers['content-type']).toContain('javascript')
  })

  test('a file without a hash is asked for anew', async () => {
    const answer = await (await serve({ root })).inject('/favicon.svg')
    expect(answer.headers['cache-control']).toBe('no-cache')
  })

  test.each([
    ['/api/v1/nothing', html],
    ['/docs/nothing', html],
    ['/metrics/nothing', html],
    ['/assets/index-old.js', html],
    ['/tickets/12', { accept: 'application/json' }],
    ['/../package.json', { accept: '*/*' }],
    ['/%2e%2e/package.json', { accept: '*/*' }],
  ])('%s is left to the server', async (url, headers) => {
    const answer = await (await serve({ root })).inject({ url, headers })
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['cache-control'] ?? '').not.toContain('immutable')
    expect(answer.json()).toEqual({ title: 'Not found' })
  })

  test("the server's own routes win", async () => {
    expect((await (await serve({ root })).inject({ url: '/docs', headers: html })).body).toBe('docs')
  })

  test('the configuration names the Faro collector only when there is one', async () => {
    expect((await (await serve({ root })).inject('/app-config.json')).json()).toEqual({})
    await app.close()
    const faroUrl = 'https://faro.example/collect'
    expect((await (await serve({ root, faroUrl })).inject('/app-config.json')).json()).toEqual({ faroUrl })
  })

  test('without a build it says what to run, and the rest works', async () => {
    await serve({ root: join(root, 'missing') })
    const answer = await app.inject({ url: '/', headers: html })
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('npm run build')
    expect((await app.inject('/app-config.json')).statusCode).toBe(200)
  })
})
