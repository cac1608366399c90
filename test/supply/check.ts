/**
 * `npm run supply`: are the packages that we build on ones that we may give away, from where we think, and known to be
 * unsafe? Ends with 1 for a finding. A registry that cannot be asked (a mirror without advisories, no network) is said
 * and ends with 0, or with 2 where `AUDIT_REQUIRED=1` wants to be sure.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AuditAnswer, verdictOf } from './advisories.ts'
import { type Lock, misplaced } from './licences.ts'

const root = join(import.meta.dirname, '../..')
const TIMEOUT_MS = 120_000

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
const faults = misplaced(lock)
console.log(`${Object.keys(lock.packages).length - 1} packages: licences, sources and checksums looked at.`)

const verdict = verdictOf(askNpm())
if (verdict.kind === 'found') faults.push(...verdict.faults)
if (verdict.kind === 'clean')
  console.log(`Advisories asked for: none that is severe, ${verdict.mild} milder.`)
if (verdict.kind === 'not asked') console.log(`ADVISORIES WERE NOT ASKED FOR: ${verdict.why}`)
for (const fault of faults) console.log(`- ${fault}`)
process.exitCode =
  faults.length > 0 ? 1 : verdict.kind === 'not asked' && process.env.AUDIT_REQUIRED === '1' ? 2 : 0

/** npm ends with 1 for findings and for trouble alike; what it says tells them apart. */
function askNpm(): AuditAnswer | undefined {
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  })
  try {
    return JSON.parse(stdout)
  } catch {
    return undefined
  }
}
