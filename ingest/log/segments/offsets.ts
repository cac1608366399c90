import type { Offset } from '../../../contracts/message-log.ts'

export const ascending = (a: Offset, b: Offset): number => (a < b ? -1 : a > b ? 1 : 0)

/** `Math.min` takes no bigint. Undefined when there are none. */
export const lowest = (offsets: readonly Offset[]): Offset | undefined => offsets.toSorted(ascending)[0]

/** `Math.max` takes no bigint. Undefined when there are none. */
export const highest = (offsets: readonly Offset[]): Offset | undefined => offsets.toSorted(ascending).at(-1)
