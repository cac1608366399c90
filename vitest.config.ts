import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Suites that need a Debian package carry it in their name: `*.influxdb.test.ts`, `*.chromium.test.ts`. */
const needsPackage = '**/*.{influxdb,chromium,mosquitto,alertmanager,dovecot}.test.ts'
const always = ['**/node_modules/**', '**/dist/**']

const common = {
  isolate: false, // nothing is mocked: files share what they import, which is a second and a half of work for each
  testTimeout: 120_000, // generous: machines of CI are busy, and a test that hangs is seen two minutes later at worst
  hookTimeout: 180_000,
  retry: Number(process.env.TEST_RETRIES ?? 0), // CI: once more, and the report says so
  expect: { poll: { timeout: 20_000 } },
}

/** What takes longest begins first, so that no file of a minute is left for the end, where it would run alone. */
const longest = [/\/test\/chaos\//, /\/test\/scorecard\/scorecard/, /\/test\/e2e\//, /\/test\/conformance\//]

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex(path => path.test(moduleId))
  return place === -1 ? longest.length : place
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    globalSetup: ['test/services/global-postgres.ts'], // once, for both projects
    maxWorkers: 3, // on two cores: a worker that has a whole Forewarn beside it waits most of the time
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...common, name: 'bare', include: ['**/*.test.ts'], exclude: [...always, needsPackage] } },
      { test: { ...common, name: 'debian', include: [needsPackage], exclude: always } },
    ],
  },
})
