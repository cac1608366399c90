import { randomUUID } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SEALED_LINKS } from '../../ticketing/store/confirmations.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { resealAll, sealedPlaces } from '../../ticketing/store/resealing.ts'
import { sealer } from '../../ticketing/store/secrets.ts'
import { ADMIN_TOKEN, request, SECRETS_KEY, startTicketingTest } from './ticketing-harness.ts'

const service = await startTicketingTest()
afterAll(() => service.close())
const db = openDb(service.pool)

const notice = (sealed: Buffer) =>
  service.pool.query(
    `insert into ticketing.notices (type, recipients, title, body, data, created_at_ms) values ('t', '[]', 't', 'b', $1, 0)`,
    [JSON.stringify({ link: 1, sealedPath: sealed.toString('base64url') })],
  )

test('a former key can be thrown away when everything is sealed anew, and what nobody can open stays', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const site = {
    method: 'POST',
    url: '/api/v1/sites',
    headers,
    payload: { id: 'kept', name: 'Kept', timeZone: 'UTC' },
  } as const
  expect((await request(service.app, site)).status).toBe(201)
  for (let n = 0; n < 250; n++) await notice(sealer('lost', SEALED_LINKS).seal('/c/lost'))
  for (let n = 0; n < 450; n++) await notice(sealer(ADMIN_TOKEN, SEALED_LINKS).seal(`/c/${n}`))
  const keys = ['new', SECRETS_KEY, ADMIN_TOKEN] as const
  expect(await resealAll(db, keys)).toEqual({ resealed: 451, unreadable: 250 })
  expect(await resealAll(db, keys)).toEqual({ resealed: 0, unreadable: 250 })
  const { rows } = await service.pool.query<{ path: string; link: number }>(
    `select data->>'sealedPath' as path, (data->'link')::int as link from ticketing.notices order by id desc limit 1`,
  )
  expect(sealer('new', SEALED_LINKS).open(Buffer.from(rows[0]?.path ?? '', 'base64url'))).toBe('/c/449')
  expect(rows[0]?.link).toBe(1)
})

test('everything that is sealed is sealed anew: every use of a sealer has its place', async () => {
  const area = join(import.meta.dirname, '../../ticketing')
  const purposes: string[] = []
  for await (const file of glob('**/*.ts', { cwd: area, exclude: path => path.endsWith('.test.ts') })) {
    const text = await readFile(join(area, file), 'utf8')
    const uses = [...text.matchAll(/\bsealer\([^()]*\)\.?/g)].filter(
      ([use]) => !/SecretsKey|place\./.test(use),
    )
    for (const [use] of uses) expect(use, file).toMatch(/, (SEALED|CARRIED)_\w+\)/)
    purposes.push(...[...text.matchAll(/\bconst SEALED_\w+ = '([^']+)'/g)].map(([, purpose]) => `${purpose}`))
  }
  expect(purposes.toSorted()).toEqual(sealedPlaces.map(({ purpose }) => purpose).toSorted())
})
