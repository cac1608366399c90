import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiDocument } from '../../../main/docs/api-document.ts'
import { shared } from '../../../main/docs/api-types.ts'
import type { Document } from './changes.ts'

/*
 * The document of the last release, without words and examples: what later versions must keep.
 *   npx node test/contract/openapi/released.ts      keeps the document of this tree as the released one
 */

const FILE = join(import.meta.dirname, 'released.json')
const WORDS = new Set(['description', 'summary', 'example', 'examples', 'tags', 'headers', 'info', 'servers'])

/** What of a document a client's code depends on. */
export const bare = (document: object): Document =>
  JSON.parse(JSON.stringify(document, (key, value) => (isLeftOut(key, value) ? undefined : value)))

const isLeftOut = (key: string, value: unknown) =>
  /^[345]\d\d$|^problem_/.test(key) || (WORDS.has(key) && isWord(value))

/** A property may have the name of a keyword; its schema is an object with a type, and no sentence. */
const isWord = (value: unknown) => !(typeof value === 'object' && value !== null && 'type' in value)

export const readReleased = async (): Promise<Document> => JSON.parse(await readFile(FILE, 'utf8'))

if (import.meta.main) {
  await writeFile(FILE, `${JSON.stringify(bare(shared(await apiDocument())), null, 1)}\n`)
  console.log(`Wrote ${FILE}`)
}
