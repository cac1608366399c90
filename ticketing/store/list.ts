/** Which rows of a list ordered by its text key: `limit` rows after the row with the key `after`. */
export interface KeyRange {
  limit: number
  after?: string | undefined
}

/** "a, b, c and 4 more", for messages that name what uses something. */
export function some(names: readonly string[], total: number): string {
  const shown = names.slice(0, 3).join(', ')
  return total > 3 ? `${shown} and ${total - 3} more` : shown
}
