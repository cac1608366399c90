import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { ForewarnError } from '../../contracts/errors.ts'
import { readPublicKey } from '../../ticketing/audit/keys.ts'
import { type ReadStatement, readStatement } from '../../ticketing/audit/lines.ts'
import { verifyDump } from '../../ticketing/audit/verify.ts'
import type { AuditCheckpoint, AuditKey } from '../../ticketing/domain/audit.ts'
import type { Config } from '../config.ts'
import { auditReport } from './audit-report.ts'
import { adminToken, apiClient, apiStream } from './client.ts'

interface Service {
  url: string
}

/** `forewarn audit export`: the whole chain into a file, which is there when all of it is. */
export async function exportAudit(config: Config, { url, out }: Service & { out: string }): Promise<void> {
  if (await stat(out).catch(() => undefined))
    throw new ForewarnError('conflict', `${out} is there already; give the name of a new file`)
  const body = apiStream(url, await adminToken(config), '/audit/dump')
  const unfinished = `${out}.unfinished`
  try {
    const file = createWriteStream(unfinished, { mode: 0o600 })
    await (isPacked(out) ? pipeline(body, createGzip(), file) : pipeline(body, file))
    await rename(unfinished, out)
  } catch (cause) {
    await rm(unfinished, { force: true })
    if (cause instanceof ForewarnError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ForewarnError('store_unavailable', `the dump broke off: ${why}; try again`, { cause })
  }
  const { size } = await stat(out)
  console.log(`${out}: ${size} bytes. Verify it anywhere: npm run forewarn -- audit verify ${out}`)
}

const isPacked = (file: string) => file.endsWith('.gz')

/** `forewarn audit checkpoint`: the newest one, as a line to be kept elsewhere. */
export async function printCheckpoint(config: Config, { url }: Service): Promise<void> {
  const client = apiClient(url, await adminToken(config))
  const { items } = (await client.get('/audit/checkpoints?limit=1')) as { items: AuditCheckpoint[] }
  const [newest] = items
  if (!newest) throw new ForewarnError('not_found', 'nothing is signed yet; try again in a minute')
  console.log(newest.line)
}

/** `forewarn audit key`: the public key that the service signs with. */
export async function printAuditKey(config: Config, { url }: Service): Promise<void> {
  const client = apiClient(url, await adminToken(config))
  const { items } = (await client.get('/audit/keys')) as { items: AuditKey[] }
  const current = items.find(({ isCurrent }) => isCurrent)
  if (!current) throw new ForewarnError('not_found', 'the service has no key')
  console.log(current.publicKey.trim())
  console.error(`Fingerprint: ${current.fingerprint}`)
}

/** `forewarn audit verify`: needs nothing but the files. The exit code is 1 where anything is wrong. */
export async function verifyAudit(
  file: string,
  { key = [], checkpoint = [] }: { key?: string[]; checkpoint?: string[] },
): Promise<void> {
  const trusted = await Promise.all(key.map(fingerprintOf))
  const kept = (await Promise.all(checkpoint.map(keptIn))).flat()
  const beganAtMs = performance.now()
  const verdict = await verifyDump(contentOf(file), { trusted, kept }).catch(cause => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ForewarnError('invalid', `${file} cannot be read: ${why}`, { cause })
  })
  const seconds = (performance.now() - beganAtMs) / 1000
  const { user, system } = process.cpuUsage()
  const cpuSeconds = (user + system) / 1e6
  console.log(
    auditReport(file, verdict, { isTrusted: trusted.length > 0, kept: kept.length, seconds, cpuSeconds }),
  )
  if (!verdict.isWhole) process.exitCode = 1
}

async function* contentOf(file: string): AsyncGenerator<Buffer> {
  const content = createReadStream(file, { highWaterMark: 1024 ** 2 })
  if (!isPacked(file)) return yield* content
  const unpacked = createGunzip({ chunkSize: 1024 ** 2 })
  const done = pipeline(content, unpacked)
  done.catch(() => undefined) // the reader below hears of it
  yield* unpacked
  await done
}

/** A file with the public key, or its fingerprint. */
async function fingerprintOf(key: string): Promise<string> {
  if (/^[0-9a-f]{64}$/i.test(key)) return key.toLowerCase()
  const pem = await readFile(key, 'utf8').catch(cause => {
    const detail = `--key ${key}: it is neither a fingerprint of 64 hexadecimal digits nor a file: ${cause.message}`
    throw new ForewarnError('invalid', detail, { cause })
  })
  try {
    return readPublicKey(pem).fingerprint
  } catch (cause) {
    throw new ForewarnError('invalid', `--key ${key}: ${(cause as Error).message}`, { cause })
  }
}

/** The checkpoints in a file, a line each. */
async function keptIn(file: string): Promise<ReadStatement[]> {
  const text = await readFile(file, 'utf8')
  const lines = text.split('\n').map(line => line.trim())
  const found = lines.flatMap((line, index) => {
    if (line === '') return []
    const statement = readStatement(line)
    if (statement?.purpose === 'checkpoint') return [statement]
    throw new ForewarnError('invalid', `--checkpoint ${file}: line ${index + 1} is no checkpoint`)
  })
  if (found.length > 0) return found
  throw new ForewarnError('invalid', `--checkpoint ${file}: there is no checkpoint in it`)
}
