import { ForewarnError } from '../contracts/errors.ts'

/**
 * PostgreSQL's error classes (appendix A of its manual) as the pipeline needs them. What is neither about the data
 * nor about the set-up counts as temporary: trying again loses nothing, giving up would.
 */
const DATA = /^(22|23|54)/ // data exception, integrity violation, program limit
const SET_UP = /^(0A|28|3D|3F|42)/ // not supported, authorization, no such database, schema or table

interface Failure {
  /** SQLSTATE, or a system error such as ECONNREFUSED. */
  code: string
  message: string
}

function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { code, message: error instanceof Error ? error.message || code : String(error) }
}

/** The database's words when it refused the rows for what is in them, else undefined. */
export function dataRefusal(error: unknown): { detail: string; certain: boolean } | undefined {
  const { code, message } = failureOf(error)
  if (!DATA.test(code)) return undefined
  return { detail: `${message} (SQLSTATE ${code})`, certain: code.startsWith('22') }
}

/** 23514 with this message: the partition was dropped behind the back of a process that remembers it. */
export function isMissingPartition(error: unknown): boolean {
  const { code, message } = failureOf(error)
  return code === '23514' && message.startsWith('no partition of relation')
}

/** Any other failure of a statement, as an error that the pipeline retries. */
export function storeError(error: unknown): ForewarnError {
  if (error instanceof ForewarnError) return error
  const { code, message } = failureOf(error)
  const kind = SET_UP.test(code) ? 'store_misconfigured' : 'store_unavailable'
  const detail = /^[0-9A-Z]{5}$/.test(code) ? ` (SQLSTATE ${code})` : ''
  return new ForewarnError(kind, `PostgreSQL: ${message}${detail}`, { retryable: true, cause: error })
}
