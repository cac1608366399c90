import { RE2JS } from 're2js'
import type { Matcher, RouteMatch } from '../domain/route-tree.ts'

/** What a ticket says of one attribute: nothing, one value, or several of which any may fit. */
type Values = string | readonly string[] | null | undefined

/** What a route can match on. */
export type Routable = { readonly [Attribute in Exclude<keyof RouteMatch, 'fields'>]?: Values } & {
  readonly fields?: Readonly<Record<string, Values>> | undefined
}

/** Longer values are compared by their beginning. */
const MAX_VALUE_LENGTH = 500
/** Instructions of a compiled regex: with the length of the value it bounds what one comparison costs. */
const MAX_PROGRAM = 1_000

const NOTHING: readonly string[] = ['']

export interface Condition {
  holds(ticket: Routable): boolean
  /** As in `class is pump or motor`. */
  words: string
}

/** The conditions of a match, all of which must hold. Throws `Error` in words for a regex that cannot be used. */
export function conditionsOf(match: RouteMatch): Condition[] {
  return matchersOf(match).map(({ name, matcher, valuesOf }) => {
    const test = compile(matcher)
    return { holds: ticket => test(listed(valuesOf(ticket))), words: `${name} ${words(matcher)}` }
  })
}

interface Named {
  /** As in `site`, or `fields.area`. */
  name: string
  matcher: Matcher
  valuesOf: (ticket: Routable) => Values
}

function matchersOf({ fields = {}, ...match }: RouteMatch): Named[] {
  const names = Object.keys(match) as (keyof typeof match)[]
  const attributes = names.map(name => ({
    name,
    matcher: match[name] ?? '',
    valuesOf: (ticket: Routable) => ticket[name],
  }))
  const custom = Object.entries(fields).map(([field, matcher = '']) => ({
    name: `fields.${field}`,
    matcher,
    valuesOf: (ticket: Routable) => (Object.hasOwn(ticket.fields ?? {}, field) ? ticket.fields?.[field] : ''),
  }))
  return [...attributes, ...custom]
}

function listed(values: Values): readonly string[] {
  if (typeof values === 'string') return [values]
  return values && values.length > 0 ? values : NOTHING // as Alertmanager has it: a missing label is an empty one
}

type Test = (values: readonly string[]) => boolean

function compile(matcher: Matcher): Test {
  if (typeof matcher === 'string') return values => values.includes(matcher)
  if ('not' in matcher) {
    const fits = compile(matcher.not)
    return values => !fits(values)
  }
  if ('regex' in matcher) {
    const pattern = compileRegex(matcher.regex)
    return values => values.some(value => pattern.testExact(value.slice(0, MAX_VALUE_LENGTH)))
  }
  const wanted = new Set(matcher)
  return values => values.some(value => wanted.has(value))
}

/** RE2 has no backtracking: the time is bounded by the length of the value times the size of the program. */
function compileRegex(regex: string): RE2JS {
  const pattern = RE2JS.compile(regex)
  if (pattern.programSize() > MAX_PROGRAM) throw new Error('its repetitions make it too large')
  return pattern
}

/** Why the regex cannot be used, as the end of a sentence; undefined where it can. */
export function regexFault(regex: string): string | undefined {
  try {
    compileRegex(regex)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error)
  }
}

/** Every regex of a match with its JSON pointer below the match. */
export function regexesOf(match: RouteMatch): { regex: string; pointer: string }[] {
  return matchersOf(match).flatMap(({ name, matcher }) => {
    const pointer = `/${name.replace('.', '/')}`
    if (typeof matcher === 'string' || Array.isArray(matcher)) return []
    if ('regex' in matcher) return [{ regex: matcher.regex, pointer: `${pointer}/regex` }]
    if (!('not' in matcher)) return []
    const { not } = matcher
    return typeof not === 'object' && 'regex' in not
      ? [{ regex: not.regex, pointer: `${pointer}/not/regex` }]
      : []
  })
}

function words(matcher: Matcher): string {
  if (typeof matcher === 'string') return `is ${shown(matcher)}`
  if ('regex' in matcher) return `matches ${matcher.regex}`
  if ('not' in matcher) {
    const { not } = matcher
    if (typeof not === 'object' && 'regex' in not) return `does not match ${not.regex}`
    return `is not ${[not].flat().map(shown).join(' or ')}`
  }
  return `is ${matcher.map(shown).join(' or ')}`
}

const shown = (value: string) => value || 'empty'
