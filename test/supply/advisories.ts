/** What `npm audit --json` answers: a report, or that it could not ask. */
export interface AuditAnswer {
  vulnerabilities?: Record<string, { severity: string; via: (string | { url?: string; title?: string })[] }>
  message?: string
  error?: unknown
}

/** Known advisories that do not concern us, by their address, with why; each is looked at again with every release. */
const accepted: Readonly<Record<string, string>> = {}

const SEVERE = new Set(['high', 'critical'])

export type Verdict =
  | { kind: 'clean'; mild: number }
  | { kind: 'found'; faults: string[] }
  /** The registry or a mirror did not answer the question: nobody knows. */
  | { kind: 'not asked'; why: string }

/** Judges what npm said; severe advisories are findings, milder ones are counted. */
export function verdictOf(answer: AuditAnswer | undefined): Verdict {
  if (!answer?.vulnerabilities)
    return { kind: 'not asked', why: answer?.message ?? 'npm audit gave no answer that can be read' }
  const faults: string[] = []
  let mild = 0
  for (const [name, { severity, via }] of Object.entries(answer.vulnerabilities)) {
    const own = via.filter(each => typeof each === 'object').filter(({ url = '' }) => !(url in accepted))
    if (own.length === 0) continue // it depends on what has one, or it is accepted
    if (SEVERE.has(severity))
      faults.push(...own.map(({ title, url }) => `${name}, ${severity}: ${title} ${url}`))
    else mild += own.length
  }
  return faults.length > 0 ? { kind: 'found', faults } : { kind: 'clean', mild }
}
