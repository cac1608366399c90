import { ForewarnError } from '../../contracts/errors.ts'
import type { TryFormat } from '../../contracts/format.ts'

/** Reads a message by a format, as the decoder would. */
export const tryFormat: TryFormat = () => {
  throw new ForewarnError('conflict', 'Formats cannot be tried yet.')
}
