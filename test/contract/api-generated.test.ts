import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiDocument } from '../../main/docs/api-document.ts'
import { generatedFiles } from '../../main/docs/generated.ts'
import { readDocument } from './openapi/document.ts'

const root = join(import.meta.dirname, '../..')
const document = await apiDocument()
const operations = Object.values(document.paths).flatMap(methods => Object.values(methods))

test('what `npm run docs` writes is what the code says', async () => {
  const files = await generatedFiles()
  for (const [path, text] of Object.entries(files))
    expect((await readFile(join(root, path), 'utf8')) === text, `${path} is stale: npm run docs`).toBe(true)
  const pages = await readdir(join(root, 'docs/api'))
  expect(pages.map(page => `docs/api/${page}`).filter(path => !(path in files))).toEqual([])
})

test('every operation is described, belongs to one part, and has an example that fits of what it takes and answers', () => {
  const { misfit } = readDocument(JSON.stringify(document))
  const faults = operations.flatMap(({ operationId, summary, description, tags, requestBody, responses }) => {
    const bodies = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)]
    const misfits = bodies.flatMap(content =>
      Object.entries(content ?? {}).flatMap(([type, { schema = {}, example, examples = {} }]) => {
        if (/problem|octet-stream|^text/.test(type)) return []
        const [own = example] = Object.values(examples).map(({ value }) => value)
        return own === undefined ? [`${type} has no example`] : (misfit(schema, own) ?? [])
      }),
    )
    const isKnown = tags.length === 1 && document.tags.some(({ name }) => name === tags[0])
    const words = summary && description && operationId ? [] : ['is not described']
    return [...misfits, ...words, ...(isKnown ? [] : ['belongs nowhere'])].map(
      fault => `${operationId} ${fault}`,
    )
  })
  expect(faults).toEqual([])
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
})
