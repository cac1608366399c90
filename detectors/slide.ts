/**
 * Adds a value to the last few, the oldest of which goes. In place, and no longer than it is: a list that grows keeps room
 * for a dozen more.
 */
export function slide(values: number[], most: number, value: number): void {
  if (values.length < most) {
    values.push(value)
    return
  }
  for (let i = 1; i < most; i++) values[i - 1] = values[i] ?? 0
  values[most - 1] = value
}
