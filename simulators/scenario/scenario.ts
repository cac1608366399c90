import { Value } from 'typebox/value'
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { ForewarnError } from '../../contracts/errors.ts'
import { machineKinds } from '../machines/index.ts'
import type { MachineKind } from '../machines/kind.ts'
import { checkScenario, type Mistake } from './check.ts'
import { Scenario } from './schema.ts'

type Path = (string | number)[]

/** At most so many mistakes are told at once. */
const SHOWN = 20

/** A scenario, and how to refuse it for what is found out about it later. */
export interface ScenarioDocument {
  scenario: Scenario
  refuse(mistakes: readonly Mistake[]): never
}

/**
 * Reads a scenario. Throws `invalid` with all mistakes in one message, a line each: file, line and column, where it is
 * in the document, and what would be right.
 */
export const parseScenario = (
  text: string,
  file: string,
  kinds: readonly MachineKind[] = machineKinds,
): Scenario => parseDocumentOf(text, file, kinds).scenario

/** As `parseScenario`. */
export function parseDocumentOf(
  text: string,
  file: string,
  kinds: readonly MachineKind[] = machineKinds,
): ScenarioDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const place = (path: Path) => at(rangeOf(document.contents, path))
  const tellAll = (mistakes: readonly string[]): never => {
    const more = mistakes.length > SHOWN ? [`and ${mistakes.length - SHOWN} more`] : []
    throw new ForewarnError('invalid', [...mistakes.slice(0, SHOWN), ...more].join('\n'))
  }
  const refuse = (mistakes: readonly Mistake[]): never =>
    tellAll(mistakes.map(({ path, message }) => `${place(path)}: ${nameOf(path)}${message}`))

  if (document.errors.length > 0)
    tellAll(document.errors.map(({ pos, message }) => `${at(pos[0])}: this is not YAML: ${message}`))
  const value = Value.Default(Scenario, document.toJS({ maxAliasCount: 100 }))
  if (!Value.Check(Scenario, value)) return refuse(schemaMistakes(value))
  const mistakes = checkScenario(value, kinds)
  return mistakes.length > 0 ? refuse(mistakes) : { scenario: value, refuse }
}

const nameOf = (path: Path): string =>
  path.length === 0
    ? ''
    : `${path
        .map(part => (typeof part === 'number' ? `[${part + 1}]` : `.${part}`))
        .join('')
        .slice(1)}: `

/** Where the node is; where the document has none there, where its parent is. Of a property, its name. */
function rangeOf(root: Node | null, path: Path): number {
  let offset = root?.range?.[0] ?? 0
  let node: unknown = root
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? key.value : key) === part)
      if (!pair) return offset
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else {
      node = (node as { get?(key: unknown, keep: boolean): unknown } | null)?.get?.(part, true)
      offset = (node as Node | undefined)?.range?.[0] ?? offset
    }
  }
  return offset
}

interface SchemaNode {
  description?: string
  properties?: Record<string, SchemaNode>
  patternProperties?: Record<string, SchemaNode>
  items?: SchemaNode
}

/** What the schema has against it, in the words of the schema's descriptions. */
function schemaMistakes(value: unknown): Mistake[] {
  const mistakes: Mistake[] = []
  const errors = Value.Errors(Scenario, value)
  const alternatives = errors.filter(({ keyword }) => keyword === 'anyOf').map(each => each.instancePath)
  for (const { keyword, instancePath, params } of errors) {
    const path = pathOf(instancePath)
    // Of a choice only the choice is told, not what each alternative has against it.
    if (keyword !== 'anyOf' && alternatives.some(each => isWithin(instancePath, each))) continue
    const wanted = schemaAt(path)?.description ?? 'something else'
    if (keyword === 'additionalProperties') {
      for (const name of (params as { additionalProperties: string[] }).additionalProperties)
        mistakes.push({ path: [...path, name], message: `is not known here; give ${wanted}` })
    } else if (keyword === 'required') {
      for (const name of (params as { requiredProperties: string[] }).requiredProperties)
        mistakes.push({
          path,
          message: `${name} is missing; give ${schemaAt([...path, name])?.description ?? 'it'}`,
        })
    } else {
      mistakes.push({ path, message: `${shown(valueAt(value, path))} is not right; give ${wanted}` })
    }
  }
  return mistakes.filter((each, i) => mistakes.findIndex(other => same(each, other)) === i)
}

const same = (a: Mistake, b: Mistake) => a.message === b.message && a.path.join('/') === b.path.join('/')
const isWithin = (path: string, parent: string) => path === parent || path.startsWith(`${parent}/`)

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part))

function schemaAt(path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = Scenario as SchemaNode
  for (const part of path) {
    node =
      typeof part === 'number'
        ? node?.items
        : (node?.properties?.[part] ?? Object.values(node?.patternProperties ?? {})[0])
  }
  return node
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, part) => (found as Record<string, unknown> | null)?.[part], value)

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
