/**
 * The last few values with one more, the oldest of which goes; the list may be used again. No longer than it is: a list
 * that grows keeps room for a dozen more.
 */
export function slide(values: number[], most: number, value: number): number[] {
  if (values.length + 1 === most) return values.concat(value)
  if (values.length < most) {
    values.push(value)
    return values
  }
  for (let i = 1; i < most; i++) values[i - 1] = values[i] ?? 0
  values[most - 1] = value
  return values
}
