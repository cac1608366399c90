import { readFile, writeFile } from 'node:fs/promises'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { ForewarnError } from '../../contracts/errors.ts'
import { MachineTruth, NetworkTruth, SensorTruth, type Truth } from './truth.ts'
import { Breakdown, Repair, type TruthEvent } from './truth-log.ts'

/** What was planned, and what happened. */
export interface TruthFile {
  planned: Truth[]
  events: TruthEvent[]
}

const layers: Record<string, TSchema> = { machine: MachineTruth, sensor: SensorTruth, network: NetworkTruth }
const events: Record<string, TSchema> = { breakdown: Breakdown, repair: Repair }

/** JSON lines: a row of the plan or an event each. For tests and the scorecard: the service never sees it. */
export const formatTruth = ({ planned, events }: TruthFile): string =>
  [...planned, ...events].map(row => `${JSON.stringify(row)}\n`).join('')

/** Throws `invalid` with the file, the line and what would be right. */
export function parseTruth(text: string, file: string): TruthFile {
  const truth: TruthFile = { planned: [], events: [] }
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const row = parseRow(line, `${file}:${i + 1}`)
    if ('event' in row) truth.events.push(row)
    else truth.planned.push(row)
  }
  return truth
}

export async function writeTruthFile(file: string, truth: TruthFile): Promise<void> {
  await writeFile(file, formatTruth(truth))
}

export async function readTruthFile(file: string): Promise<TruthFile> {
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new ForewarnError('not_found', `the truth file ${file} cannot be read: ${cause.message}`, { cause })
  })
  return parseTruth(text, file)
}

function parseRow(line: string, place: string): Truth | TruthEvent {
  const refuse = (message: string, cause?: unknown): never => {
    throw new ForewarnError('invalid', `${place}: ${message}`, { cause })
  }
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch (cause) {
    refuse(`not JSON: ${(cause as Error).message}`, cause)
  }
  if (typeof row !== 'object' || row === null) return refuse('not an object')
  const { event, layer } = row as { event?: unknown; layer?: unknown }
  const schema = event === undefined ? layers[`${layer}`] : events[`${event}`]
  if (!schema)
    return event === undefined
      ? refuse(`"layer" must be one of ${Object.keys(layers).join(', ')}, or "event" given`)
      : refuse(`"event" must be one of ${Object.keys(events).join(', ')}`)
  const [error] = Value.Errors(schema, row)
  if (error) refuse(`${error.instancePath || 'the row'} ${error.message}`)
  return row as Truth | TruthEvent
}
