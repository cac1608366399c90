import { ForewarnError } from '../../contracts/errors.ts'

/** The caller's input is wrong at this JSON pointer; the message says what would be right. */
export const invalid = (field: string, message: string) => new ForewarnError('invalid', message, { field })

/** True of the world now, may be false later. */
export const conflict = (message: string) => new ForewarnError('conflict', message)

/** Throws where a version is expected and it is another one: somebody changed it since the caller has read it. */
export function requireVersion(what: string, version: number, expected: readonly number[] | undefined): void {
  if (!expected || expected.includes(version)) return
  const message = `${what} has changed: its ETag is "${version}" now. Read it again, and repeat the change where it still makes sense.`
  throw new ForewarnError('precondition_failed', message)
}

export const notFound = (message: string) => new ForewarnError('not_found', message)

/** Who asks is known, and may not; the message says who may. */
export const forbidden = (message: string) => new ForewarnError('forbidden', message)
