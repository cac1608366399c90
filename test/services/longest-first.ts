import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest begins first, so that no file of a minute is left for the end, where it would run alone. */
const order = [/\/test\/chaos\//, /\/test\/scorecard\/scorecard/, /\/test\/e2e\//, /\/test\/conformance\//]

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = order.findIndex(path => path.test(moduleId))
  return place === -1 ? order.length : place
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}
