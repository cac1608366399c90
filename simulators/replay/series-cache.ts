import type { Series } from './line-protocol.ts'

const MOST_SERIES = 10_000

/** The same object for the same measurement and tags, as long as there are not very many. */
export class SeriesCache {
  readonly #known = new Map<string, Series>()

  /** Tags without a value are none. */
  of(measurement: string, tags: readonly (readonly [string, string])[]): Series {
    const key = [measurement, ...tags.map(([name, value]) => `${name}=${value}`)].join(',')
    const known = this.#known.get(key)
    if (known) return known
    const series = { measurement, tags: new Map(tags.filter(([, value]) => value !== '')), key }
    if (this.#known.size === MOST_SERIES) this.#known.clear()
    this.#known.set(key, series)
    return series
  }
}
