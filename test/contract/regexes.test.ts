import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { apiDocument } from '../../main/docs/api-document.ts'

/*
 * Expressions that people write for us are run by RE2, which takes time in proportion to the text. Ours are JavaScript's,
 * so each is fed with what makes a careless one think for minutes: long runs of the same characters, and an end that
 * does not fit.
 */

const root = join(import.meta.dirname, '../..')
/** As long as what a header or a line of a query can hold. */
const LENGTH = 16_000
/** What runs in proportion takes a millisecond; a square of the length takes seconds. */
const MOST_MS = 400
const PIECES = ['a', '0', ' ', '\t', '"', ',', '-', '.', '/', '*', '(', '\\', '\n', '=', ':', '_', 'é', '🏭']
const AFTER = [' ', 'a', '0', '-']
const pumps = [...PIECES, ...PIECES.map(one => `${one} `)]
  .map(piece => piece.repeat(Math.ceil(LENGTH / piece.length)))
  .flatMap(text => [`${text}\u0001`, `"${text}\u0001`, `https://${text}\u0001`])

/** Of work: on a machine that has other work, an instant takes long as well. */
const workMs = () => process.threadCpuUsage().user / 1_000

function slowest(expression: RegExp): number {
  let worst = 0
  // What is long may come after a word that the expression waits for.
  const words = expression.source.match(/(?<!\\)[A-Za-z]{2,}/g)?.slice(0, 6) ?? []
  const primed = words.flatMap(word => AFTER.map(piece => `${word}${piece.repeat(LENGTH)}\u0001`))
  for (const pump of [...pumps, ...primed]) {
    expression.lastIndex = 0
    const begun = workMs()
    if (expression.global) pump.replaceAll(expression, '')
    else expression.exec(pump)
    worst = Math.max(worst, workMs() - begun)
    if (worst > MOST_MS) break
  }
  return worst
}

async function literals(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const areas = '{contracts,broker,ingest,ticketing,dashboards,main}/**/*.{ts,tsx}'
  const isSkipped = (path: string) => /node_modules|dist|\.test\.|schema\.ts$|main\/(docs|cli)\//.test(path)
  for await (const file of glob(areas, { cwd: root, exclude: path => /node_modules|dist$/.test(path) })) {
    if (isSkipped(file)) continue
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest)
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.set(node.text, file)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return found
}

/** Patterns of the schemas by which requests are checked. */
function patternsIn(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found
  for (const [key, value] of Object.entries(node)) {
    if (key === 'pattern' && typeof value === 'string') found.add(value)
    else patternsIn(value, found)
  }
  return found
}

test('no expression of ours takes long, whatever it is given', async () => {
  const all = [...(await literals())].map(([text, file]): [string, RegExp] => {
    const end = text.lastIndexOf('/')
    return [`${file} ${text}`, new RegExp(text.slice(1, end), text.slice(end + 1))]
  })
  for (const pattern of patternsIn(await apiDocument()))
    all.push([`a schema ${pattern}`, new RegExp(pattern, 'u')])
  expect(all.length).toBeGreaterThan(100)
  const slow = all
    .map(([name, expression]) => [name, slowest(expression)] as const)
    .filter(([, ms]) => ms > MOST_MS)
  expect(slow.map(([name, ms]) => `${name} took ${Math.round(ms)} ms`)).toEqual([])
})
