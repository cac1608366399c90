import { afterAll, expect, test } from 'vitest'
import { ADMIN_TOKEN, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const here = await place()
afterAll(() => here.remove())

const LANES = 20

/** Registers sites one after the other, each under a key of its own, and kills the service after so many answers. */
async function registerUntilKilled(forewarn: RunningForewarn, round: number): Promise<string[]> {
  const sent: string[] = []
  let answered = 0
  const lane = async (number: number) => {
    for (let n = 0; ; n++) {
      const id = `round-${round}-${number}-${n}`
      sent.push(id)
      if (!(await register(forewarn, id).catch(() => undefined))) return
      answered++
      if (answered === 100 + 77 * round) await forewarn.end('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
  return sent
}

const register = (forewarn: RunningForewarn, id: string) =>
  fetch(`${forewarn.httpUrl}/api/v1/sites`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      'content-type': 'application/json',
      'idempotency-key': id,
    },
    body: JSON.stringify({ id, name: id, timeZone: 'UTC' }),
  })

test('kill -9 between any two steps: whoever sends a request again gets the answer of the one that was carried out', async () => {
  const sent: string[] = []
  for (const round of [1, 2, 3]) {
    const forewarn = await startForewarn(here)
    sent.push(...(await registerUntilKilled(forewarn, round)))
  }
  const forewarn = await startForewarn(here)
  let made = 0
  const all = sent.values()
  const again = async () => {
    for (const id of all) {
      const answer = await register(forewarn, id)
      expect([id, answer.status]).toEqual([id, 201]) // 409 where a site was made without its key
      expect(await answer.json()).toMatchObject({ id })
      if (answer.headers.get('idempotency-replayed') === null) made++
    }
  }
  await Promise.all(Array.from({ length: LANES }, again))
  expect(sent.length).toBeGreaterThan(600)
  expect(made).toBeLessThanOrEqual(3 * LANES) // only what was on its way
  await forewarn.end('SIGTERM')
}, 120_000)
