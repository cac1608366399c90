import { type Static, Type } from 'typebox'
import { exact } from './schema.ts'

/** What a requester says of a repair. */
export const RepairAnswer = Type.Object(
  {
    fixed: Type.Boolean({ description: 'Whether it works again.' }),
    rating: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 5, description: 'How content they are: 1 bad to 5 good.' }),
    ),
    comment: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '\\S',
        description: 'In up to 2000 characters.',
      }),
    ),
  },
  exact,
)
export type RepairAnswer = Static<typeof RepairAnswer>

export const ratingWords: readonly { rating: number; words: string }[] = [
  { rating: 5, words: 'Very good' },
  { rating: 4, words: 'Good' },
  { rating: 3, words: 'Fair' },
  { rating: 2, words: 'Poor' },
  { rating: 1, words: 'Bad' },
]

/** What is read from the form of the page; undefined where something of it cannot be. */
export function answerOf(form: Record<string, unknown>): {
  answer?: RepairAnswer
  mistakes: Partial<Record<'fixed' | 'rating' | 'comment', string>>
} {
  const said = (field: string) =>
    typeof form[field] === 'string' ? form[field].replaceAll('\r\n', '\n').trim() : ''
  const [fixed, rating, comment] = [said('fixed'), said('rating'), said('comment')]
  const mistakes = {
    ...(fixed !== 'yes' && fixed !== 'no' && { fixed: 'Say whether it is fixed.' }),
    ...(!/^[1-5]?$/.test(rating) && { rating: 'Choose one of the five.' }),
    ...((comment.length > 2000 || comment.includes('\0') || !comment.isWellFormed()) && {
      comment: 'Use up to 2000 characters.',
    }),
  }
  if (Object.keys(mistakes).length > 0) return { mistakes }
  const answer = {
    fixed: fixed === 'yes',
    ...(rating && { rating: Number(rating) }),
    ...(comment && { comment }),
  }
  return { answer, mistakes }
}
