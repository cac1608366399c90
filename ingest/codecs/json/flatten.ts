import { isObject } from './payload.ts'

/** What is nested deeper is no reading of a device, and the stack has an end. */
const MAX_DEPTH = 16
/** The phases of a meter, the channels of a module; what is longer is a waveform, a picture, bytes. */
const MAX_ELEMENTS = 16

/**
 * The values of an object by name, what is nested with a dot: `{"motor": {"temp": 1}}` is `motor.temp`, and the first
 * element of a short array `power` is `power.0`. Null is no value. `skipped` has the paths that are left out, each as `pathKey` makes it.
 */
export function flatten(
  value: Record<string, unknown>,
  path: readonly string[],
  skipped: ReadonlySet<string>,
): [string, unknown][] {
  const found: [string, unknown][] = []
  const visit = (object: Record<string, unknown>, name: string, here: readonly string[]) => {
    for (const [key, child] of Object.entries(object)) {
      const childPath = [...here, key]
      if (child === null || skipped.has(pathKey(childPath))) continue
      const childName = name === '' ? key : `${name}.${key}`
      if (isNested(child) && childPath.length < MAX_DEPTH) visit(child, childName, childPath)
      else found.push([childName, child])
    }
  }
  visit(value, '', path)
  return found
}

function isNested(value: unknown): value is Record<string, unknown> {
  return isObject(value) || (Array.isArray(value) && value.length <= MAX_ELEMENTS)
}

/** A path as one text. */
export function pathKey(path: readonly string[]): string {
  return path.join('\u0000')
}
