import { readFile } from 'node:fs/promises'
import { parse as parseCsv } from 'csv-parse/sync'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse as parseYaml } from 'yaml'
import { ForewarnError } from '../../contracts/errors.ts'
import { Profile } from '../../contracts/profile.ts'
import { EquipmentClass } from '../../contracts/registry.ts'
import type { BacktestResult, BacktestVariant } from '../../ticketing/domain/backtest.ts'
import { KnownFailure } from '../../ticketing/domain/label.ts'

export interface BacktestCommand {
  class?: string
  asset?: string
  from?: number
  to?: number
  learnFrom?: number
  profile?: string
  compare?: string[]
  failures?: string
  horizon?: number
  metric?: string
  time?: string
  json?: string | true
  svg?: string
  url: string
}

/** What a backtest came to, whether it ran here or in the service. */
export interface Outcome {
  result: BacktestResult
  span: { fromMs: number; toMs: number }
}

/** A profile of detectors, JSON or YAML. */
const readProfile = (file: string): Promise<Profile> => readAs(Profile, file)

/** An equipment class, JSON or YAML. */
export const readClass = (file: string): Promise<EquipmentClass> => readAs(EquipmentClass, file)

/**
 * Failures of the past: CSV with the columns asset, at and, where they are known, from, to and name, or JSON or YAML as the
 * API takes them. Times are ms since the Unix epoch, or RFC 3339.
 */
export async function readFailures(file: string): Promise<KnownFailure[]> {
  if (!/\.csv$/i.test(file)) return readAs(Type.Array(KnownFailure), file)
  const rows: Record<string, string>[] = parseCsv(await contentOf(file), {
    columns: true,
    trim: true,
    bom: true,
  })
  return rows.map(({ asset = '', at = '', from, to, name }, index) => {
    const time = (text: string) => {
      const ms = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text)
      if (Number.isSafeInteger(ms)) return ms
      throw new ForewarnError('invalid', `${file}: "${text}" in row ${index + 1} is no time`)
    }
    return {
      ...{ asset, atMs: time(at) },
      ...(from && { fromMs: time(from) }),
      ...(to && { toMs: time(to) }),
      ...(name && { name }),
    }
  })
}

/** A version by its number, `shipped` for no profile at all, else a file; undefined is what counts now. */
export async function variantOf(wanted: string | undefined): Promise<BacktestVariant> {
  if (wanted === undefined) return { label: 'as it is' }
  if (/^\d{1,9}$/.test(wanted)) return { version: Number(wanted) }
  if (wanted === 'shipped') return { label: 'shipped', detectors: {} }
  const { detectors } = await readProfile(wanted)
  return { label: wanted.split('/').at(-1)?.slice(0, 60) ?? wanted, detectors }
}

async function readAs<Schema extends TSchema>(schema: Schema, file: string): Promise<Static<Schema>> {
  const value: unknown = parseYaml(await contentOf(file)) // JSON is YAML
  if (Value.Check(schema, value)) return value
  const [error] = Value.Errors(schema, value)
  throw new ForewarnError(
    'invalid',
    `${file}: ${error?.instancePath || 'it'} ${error?.message ?? 'does not fit'}`,
  )
}

const contentOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(cause => {
    throw new ForewarnError('invalid', `${file} cannot be read: ${cause.message}`, { cause })
  })
