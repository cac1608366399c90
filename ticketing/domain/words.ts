import { Type } from 'typebox'

/** Text that people write: not blank. */
export const Words = (maxLength: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '\\S',
    description: `${description}; not blank, at most ${maxLength} characters.`,
  })
