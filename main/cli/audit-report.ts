import { instant } from '../../ticketing/audit/statements.ts'
import type { Verdict } from '../../ticketing/audit/verify.ts'

/** What `forewarn audit verify` prints. */
export function auditReport(
  file: string,
  verdict: Verdict,
  {
    isTrusted,
    kept,
    seconds,
    cpuSeconds,
  }: { isTrusted: boolean; kept: number; seconds: number; cpuSeconds: number },
): string {
  const { isWhole, events, checkpoints, lastCheckpoint, madeAtMs, faults, faultCount, breaks } = verdict
  const [first, ...others] = faults
  const more = faultCount - faults.length
  const lines = [
    isWhole
      ? `${file} is whole.`
      : `${file} is NOT whole: ${faultCount} ${faultCount === 1 ? 'fault' : 'faults'}.`,
    ...(first ? [`First broken link: ${faultText(first)}`] : []),
    ...others.map(fault => `  ${faultText(fault)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    `Events: ${events}; checkpoints: ${checkpoints}${lastCheckpoint ? `, the last of ${instant(lastCheckpoint.atMs)} at position ${lastCheckpoint.position}` : ''}.`,
    ...(madeAtMs === undefined ? [] : [`Made: ${instant(madeAtMs)}. What was written later is not in it.`]),
    ...[...verdict.keys].map(([key, count]) => `Signed ${count} times by the key ${key}.`),
    ...(isTrusted
      ? []
      : [
          'No --key was given: compare that fingerprint with the one that you wrote down, or all of it may be made up.',
        ]),
    ...(kept > 0
      ? [`Checkpoints kept elsewhere: ${kept} compared.`]
      : [
          'No --checkpoint was given: a ledger that was rewritten before it was signed cannot be told from another.',
        ]),
    ...breaks.map(text => `The service itself says: ${reasonIn(text)}`),
    `Took ${seconds.toFixed(1)} s; ${cpuSeconds.toFixed(1)} s of CPU with the start.`,
  ]
  return lines.join('\n')
}

const faultText = ({ kind, line, detail }: Verdict['faults'][number]) =>
  `${kind}${line > 0 ? `, line ${line}` : ''}: ${detail}`

function reasonIn(text: string): string {
  try {
    const { id, atMs, reason } = JSON.parse(text) as { id: number; atMs: number; reason: string | null }
    return `event ${id}, ${instant(atMs)}: ${reason ?? ''}`
  } catch {
    return text.slice(0, 200)
  }
}
