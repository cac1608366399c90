/** Which rows of a list ordered by its text key: `limit` rows after the row with the key `after`. */
export interface KeyRange {
  limit: number
  after?: string | undefined
}
