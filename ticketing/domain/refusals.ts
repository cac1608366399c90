import { ForewarnError } from '../../contracts/errors.ts'

/** The caller's input is wrong at this JSON pointer; the message says what would be right. */
export const invalid = (field: string, message: string) => new ForewarnError('invalid', message, { field })

/** True of the world now, may be false later. */
export const conflict = (message: string) => new ForewarnError('conflict', message)

export const notFound = (message: string) => new ForewarnError('not_found', message)
