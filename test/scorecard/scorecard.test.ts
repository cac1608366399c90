import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseScenario } from '../../simulators/scenario/scenario.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'
import { worseThan } from './comparison.ts'
import type { Marks } from './marks.ts'
import type { PathName } from './path.ts'
import { readReleases } from './releases.ts'
import { type Scorecard, sentenceOf, tableOf } from './report.ts'
import { runScorecard } from './run.ts'
import { ticketDifferences } from './tickets.ts'

const file = join(import.meta.dirname, 'small.yaml')
/** Half a minute where nothing else runs. */
const SLOW_MACHINE_MS = 400_000
const LAST_RELEASE = join(import.meta.dirname, 'last-release.json')

/** Side by side: each waits for PostgreSQL most of its time. */
describe('ten machines for three weeks', () => {
  const databases: TestDatabase[] = []
  let [mqtt, direct] = [] as unknown as [Scorecard, Scorecard]

  /** Resolves when its first hour is over: starting is work, and two at once would keep each other from it. */
  async function begun(path: PathName): Promise<{ over: Promise<Scorecard> }> {
    const scenario = parseScenario(await readFile(file, 'utf8'), file)
    const database = await testDatabase()
    databases.push(database)
    const { promise, resolve } = Promise.withResolvers<void>()
    const over = runScorecard({ scenario, path, databaseUrl: database.url, onHour: () => resolve() })
    await Promise.race([promise, over])
    return { over }
  }

  beforeAll(async () => {
    const runs = [await begun('mqtt'), await begun('direct')] as const
    ;[mqtt, direct] = await Promise.all([runs[0].over, runs[1].over])
  }, SLOW_MACHINE_MS)
  afterAll(async () => {
    for (const database of databases) await database.drop()
  })

  test('nothing has failed, and the machines have run all the time', () => {
    expect(direct.complaints).toEqual([])
    expect(mqtt.complaints).toEqual([])
    expect(direct.machines).toBe(10)
    expect(direct.days).toBe(21)
    expect(direct.samples).toBeGreaterThan(0.95 * 10 * 21 * 288)
    expect(direct.tickets.length).toBeGreaterThan(5)
  })

  test('the same scenario gives the same scorecard a second time, whichever way its samples go', () => {
    expect(ticketDifferences(direct.tickets, mqtt.tickets)).toEqual([])
    expect(mqtt).toEqual({ ...direct, path: 'mqtt' })
  })

  test('no mark is worse than at the last release by more than its tolerance', async () => {
    const { small } = await readReleases(LAST_RELEASE)
    if (!small) throw new Error(`${LAST_RELEASE} has no marks of small`)
    expect(worseThan(direct.marks, small).map(sentenceOf), tableOf(direct)).toEqual([])
  })

  test('the comparison fails where a mark has become worse', async () => {
    const { small } = await readReleases(LAST_RELEASE)
    if (!small) throw new Error(`${LAST_RELEASE} has no marks of small`)
    const marks: Marks = { ...direct.marks, found: { value: 0, of: 5 } }
    expect(worseThan(marks, small).map(({ mark }) => mark)).toEqual(['found'])
  })
})
