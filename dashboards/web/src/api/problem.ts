import type { Problem } from './types.ts'

/** What the API says of versions is for programs. */
const OUTDATED =
  'Somebody else has changed this meanwhile. Go back, look at it as it is now, and change what still makes sense.'
const isOutdated = ({ status }: Problem) => status === 412

/** The API refused or could not be reached; `problem.status` 0 means that there was no answer at all. */
export class ApiError extends Error {
  readonly problem: Problem
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number

  constructor(problem: Problem, more: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(isOutdated(problem) ? OUTDATED : (problem.detail ?? problem.title), { cause: more.cause })
    this.name = 'ApiError'
    this.problem = problem
    this.retryAfterMs = more.retryAfterMs ?? 0
  }
}

/** Worth another try without asking the user: no answer, too many requests, or trouble of the server. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  const { status } = error.problem
  return status === 0 || status === 429 || status >= 500
}

/** How long to wait before another try: 1 s, 2 s, … or what the server asked for, at most 30 s. */
export function retryDelayMs(failures: number, error: unknown): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : 0
  return Math.min(30_000, Math.max(asked, 1_000 * 2 ** failures))
}

/** The token is not accepted: trying again is pointless. */
export function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401
}

/** Reads what the server said, also when a proxy in between answered something that is not a problem document. */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string') {
    return { ...(body as Partial<Problem>), title: body.title, status }
  }
  return { status, title: `The server answered with status ${status}.` }
}

/** What went wrong, by field, with what belongs to no field of the form under `form`. */
export interface FormErrors {
  form: string | undefined
  fields: Record<string, string>
}

/** Puts each `errors[].pointer` (`/failureCode`) at its field; what has no field here is said for the form. */
export function formErrors(error: unknown, fields: readonly string[]): FormErrors {
  if (!(error instanceof ApiError)) return { form: sentence(error), fields: {} }
  const errors = error.problem.errors ?? []
  const here = errors.filter(({ pointer }) => fields.includes(fieldOf(pointer)))
  const all = here.length > 0 && here.length === errors.length
  return {
    // The details of single errors have no subject ("must be …"): the whole is said by the problem's own detail.
    form: all ? undefined : error.message,
    fields: Object.fromEntries(here.map(({ pointer, detail }) => [fieldOf(pointer), capitalised(detail)])),
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** One sentence for a person. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.'
}

function fieldOf(pointer: string): string {
  return pointer
    .replace(/^#?\/?(body\/)?/, '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
}
