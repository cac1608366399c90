import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import type { DetectorCatalogue } from '../contracts/detector-catalogue.ts'
import { detectors } from './index.ts'

/** What there is to say of every detector that runs, for the API. */
export const readCatalogue = (): Promise<DetectorCatalogue> =>
  Promise.all(
    detectors.map(async ({ detector, mode }) => {
      const { name, version, scope, config, quieter } = detector
      const readmeText = await readFile(join(import.meta.dirname, name, 'README.md'), 'utf8')
      return {
        ...{ name, version, scope, mode, summary: summaryOf(readmeText) },
        schema: JSON.parse(JSON.stringify(config)),
        defaults: Value.Default(config, {}) as Record<string, unknown>,
        ...(quieter && { quieter }),
        readmeText,
      }
    }),
  )

/** The first sentence after the title. */
function summaryOf(readme: string): string {
  const [paragraph = ''] = readme.replace(/^#[^\n]*\n+/, '').split(/\n\s*\n/, 1)
  const [sentence = ''] = paragraph.replaceAll(/\s+/g, ' ').match(/^.*?\.(?= |$)/) ?? [paragraph]
  return sentence.replaceAll(/[`*_]{1,2}([^`*_]+)[`*_]{1,2}/g, '$1')
}
