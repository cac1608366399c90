import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Config } from '../config.ts'
import { adminToken } from './client.ts'
import { table } from './table.ts'

export interface ExportCommand {
  out?: string
  format?: string
  where: string[]
  url: string
}

/** The service ends an export after 15 minutes. */
const TIMEOUT_MS = 16 * 60_000

/** `forewarn export`: a whole list as a file, or on the standard output; without a list, the lists that there are. */
export async function exportList(
  config: Config,
  list: string | undefined,
  command: ExportCommand,
): Promise<void> {
  if (list === undefined) return console.log(await listsOf(command.url))
  const { out } = command
  const query = new URLSearchParams([...filtersOf(command.where), ['format', formatOf(command)]])
  const path = `/api/v1/${list.replace(/^\/+/, '')}?${query}`
  const answer = await asked(command.url + path, { authorization: `Bearer ${await adminToken(config)}` })
  const body = Readable.fromWeb(answer.body as ReadableStream)
  if (out === undefined) return pipeline(body, process.stdout, { end: false })
  const part = `${out}.part` // what breaks off in the middle must not look like a file
  try {
    await pipeline(body, createWriteStream(part))
    await rename(part, out)
  } catch (cause) {
    await rm(part, { force: true })
    const why = `The export of ${list} broke off; ${out} was not written. The log of the service says why.`
    throw new ForewarnError('store_unavailable', why, { cause })
  }
  console.log(`Wrote ${out}`)
}

const formatOf = ({ format, out = '' }: ExportCommand) =>
  format ?? (out.endsWith('.parquet') ? 'parquet' : 'csv')

/** `site=plant-1` and so on, as the API has them. */
const filtersOf = (where: readonly string[]): [string, string][] =>
  where.map(each => {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/s.exec(each) ?? []
    if (name !== undefined && value !== undefined) return [name, value]
    throw new ForewarnError('invalid', `--where ${each}: expected name=value, such as site=plant-1.`)
  })

async function asked(url: string, headers: Record<string, string>): Promise<Response> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(cause => {
    const why = `${new URL(url).origin} does not answer; is Forewarn running (npm start)?`
    throw new ForewarnError('store_unavailable', why, { cause })
  })
  const type = answer.headers.get('content-type') ?? ''
  if (answer.ok && /csv|parquet/.test(type)) return answer
  const problem = type.includes('json') ? ((await answer.json()) as { detail?: string }) : {}
  const why = answer.ok
    ? 'This is no list; without a list the command names those that there are.'
    : undefined
  throw new ForewarnError('invalid', why ?? problem.detail ?? `${answer.status} ${answer.statusText}`)
}

interface Described {
  paths: Record<string, { get?: { summary?: string; parameters?: { name: string }[] } }>
}

/** From the document of the service: whatever can be had in a format. */
async function listsOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(10_000) })
  const { paths } = (await answer.json()) as Described
  const rows = Object.entries(paths).flatMap(([path, { get }]) =>
    get?.parameters?.some(({ name }) => name === 'format')
      ? [[path.replace('/api/v1/', ''), get.summary ?? '']]
      : [],
  )
  return table(['list', 'what'], rows)
}
