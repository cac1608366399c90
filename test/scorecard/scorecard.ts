/**
 * A simulated plant against the whole service: `npm run scorecard -- [scenario.yaml] [--path direct|mqtt|both]`.
 * See README.md.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseScenario } from '../../simulators/scenario/scenario.ts'
import type { Scenario } from '../../simulators/scenario/schema.ts'
import { releaseOf, worseThan } from './comparison.ts'
import { startDatabases } from './databases.ts'
import type { PathName } from './path.ts'
import { readReleases, writeReleases } from './releases.ts'
import { type Scorecard, sentenceOf, tableOf } from './report.ts'
import { runScorecard } from './run.ts'
import { ticketDifferences } from './tickets.ts'

const DEFAULT_SCENARIO = join(import.meta.dirname, '../../simulators/scenarios/plant-50.yaml')
const HELP = `Usage: npm run scorecard -- [scenario.yaml] [options]

A simulated plant against the whole service; without a scenario, 50 machines for 90 days.

  --path PATH      direct (default), mqtt, or both: then their tickets must be the same
  --seed N         another seed than the scenario's
  --days N         another duration than the scenario's
  --json FILE      the scorecard with its tickets as JSON; of both paths, the last one's
  --compare FILE   ends with an error where a mark is worse than at the release in FILE
  --save FILE      keeps the marks in FILE as those of a release`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    path: { type: 'string', default: 'direct' },
    seed: { type: 'string' },
    days: { type: 'string' },
    json: { type: 'string' },
    compare: { type: 'string' },
    save: { type: 'string' },
  },
})

const paths: Record<string, readonly PathName[]> = {
  direct: ['direct'],
  mqtt: ['mqtt'],
  both: ['direct', 'mqtt'],
}

async function main(): Promise<boolean> {
  const chosen = paths[values.path]
  if (!chosen) throw new Error(`--path ${values.path}: give direct, mqtt or both`)
  const scenario = await scenarioOf(positionals[0] ?? DEFAULT_SCENARIO)
  const cards: Scorecard[] = []
  await using databases = await startDatabases()
  for (const path of chosen) {
    const beganAtMs = performance.now()
    const card = await runScorecard({
      scenario,
      path,
      databaseUrl: await databases.create(path),
      onHour: tell,
    })
    const seconds = (performance.now() - beganAtMs) / 1_000
    console.log(`\n${tableOf(card)}\n\n${path}: ${seconds.toFixed(0)} s`)
    for (const complaint of card.complaints) console.log(`complaint: ${complaint}`)
    cards.push(card)
  }
  const [first, last] = [cards[0], cards.at(-1)]
  if (!first || !last) return false
  if (values.json) await writeFile(values.json, `${JSON.stringify(last, null, 2)}\n`)
  if (values.save) await writeReleases(values.save, last.scenario, releaseOf(last.marks))
  return sameTickets(first, last) && (await isNoWorse(last))
}

async function scenarioOf(file: string): Promise<Scenario> {
  const scenario = parseScenario(await readFile(file, 'utf8'), file)
  // What they say is true of machines that nobody knows the truth about.
  if (scenario.recordings.length > 0) throw new Error(`${file} has recordings, which cannot be scored`)
  return {
    ...scenario,
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    ...(values.days !== undefined && { duration: `${values.days}d` }),
  }
}

const DAY_H = 24
/** A line every ten days of event time. */
function tell({ hours, of, samples }: { hours: number; of: number; samples: number }): void {
  if (hours % (10 * DAY_H) !== 0 && hours !== of) return
  console.error(`day ${hours / DAY_H} of ${of / DAY_H}: ${samples} samples`)
}

function sameTickets(first: Scorecard, last: Scorecard): boolean {
  if (first === last) return true
  const differences = ticketDifferences(first.tickets, last.tickets)
  console.log(
    differences.length === 0 ? '\nBoth paths gave the same tickets.' : '\nThe paths gave other tickets:',
  )
  for (const difference of differences.slice(0, 20)) console.log(`  ${difference}`)
  return differences.length === 0
}

async function isNoWorse({ scenario, marks }: Scorecard): Promise<boolean> {
  if (!values.compare) return true
  const release = (await readReleases(values.compare))[scenario]
  if (!release) throw new Error(`${values.compare} has no marks of ${scenario}; keep them with --save`)
  const worse = worseThan(marks, release)
  console.log(
    worse.length === 0 ? '\nNo mark is worse than at the last release.' : '\nWorse than at the last release:',
  )
  for (const mark of worse) console.log(`  ${sentenceOf(mark)}`)
  return worse.length === 0
}

if (values.help) console.log(HELP)
else process.exitCode = (await main()) ? 0 : 1
