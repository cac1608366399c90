import { Value } from 'typebox/value'
import type { Severity } from '../../contracts/finding.ts'
import { Id, MetricKey } from '../../contracts/registry.ts'
import { quoted } from '../../contracts/text.ts'
import type { IntakeSettings } from './intake.ts'
import { type IntakeMapping, partsOf, type Rule } from './intake-mapping.ts'
import type { Misread, Signal } from './signal.ts'
import { TicketKind } from './ticket.ts'

/** Where an item stands, and how its signal is known again. */
export interface Item {
  at: string
  value: unknown
  /** Of what has no key of its own. */
  ownKey: string
  member?: string
  group?: string
}

/** What rules are read from. */
interface Around {
  item: unknown
  payload: unknown
}

/**
 * The signal of one item, or what is wrong with it; what it says of itself that was not understood, but does not matter so
 * much that no ticket should be made, is in `notes`.
 */
export function signalOf(
  { at, value, ownKey, member = '', group }: Item,
  { payload, mapping, intake }: { payload: unknown; mapping: IntakeMapping; intake: IntakeSettings },
): { signal: Signal; notes: string[] } | Misread {
  const around: Around = { item: value, payload }
  const said = (rule: Rule | undefined, max: number) => cut(textOf(rule, around, max), max)
  const asset = said(mapping.asset, 200) ?? intake.defaults?.asset
  if (asset === undefined)
    return {
      at,
      detail: `No asset is named; ${whereOf(mapping.asset)} has none, and the intake has no default.`,
    }
  if (!Value.Check(Id, asset)) {
    return {
      at,
      detail: `${quoted(asset)} is no id of an asset; translate it by the table of mapping/asset.`,
    }
  }
  const title = said(mapping.title, 200)
  const state = stateOf(said(mapping.state, 100))
  if (title === undefined && state === 'firing') {
    return { at, detail: `There is no title; ${whereOf(mapping.title)} has none.` }
  }
  const notes: string[] = []
  const severity = severityIn(said(mapping.severity, 100), intake, word => notes.push(`${at}: ${word}`))
  const kind = said(mapping.kind, 40) ?? intake.defaults?.kind ?? 'corrective'
  if (!Value.Check(TicketKind, kind)) {
    return {
      at,
      detail: `${quoted(kind)} is no kind of ticket; it must be one of ${TicketKind.enum.join(', ')}.`,
    }
  }
  const startedAtMs = timeIn(said(mapping.startedAt, 64))
  const faultKey = said(mapping.faultKey, 64)
  const requester = requesterIn(said(mapping.requesterName, 100), said(mapping.requesterContact, 200))
  const description = said(mapping.description, 10_000)
  const fields = fieldsIn(mapping, around)
  const key = said(mapping.key, 1_000)
  return {
    notes,
    signal: {
      ...{ at, member, state, startedAtMs },
      key: key ?? ownKey,
      ...(group !== undefined && { group }),
      work: {
        ...{ asset, kind, severity, source: 'api', title: title ?? 'Resolved' },
        ...(description !== undefined && { description }),
        ...(faultKey !== undefined && Value.Check(MetricKey, faultKey) && { faultKey }),
        ...(requester && { requester }),
        ...(fields && { fields }),
      },
    },
  }
}

/** The items of a payload and the pointers to them. */
export function itemsIn(payload: unknown, pointer = ''): { at: string; value: unknown }[] {
  const found = valueAt(payload, pointer)
  if (Array.isArray(found)) return found.map((value, index) => ({ at: `${pointer}/${index}`, value }))
  return found === undefined ? [] : [{ at: pointer, value: found }]
}

const LEVELS = new Map<string, readonly string[]>()
const MAX_KNOWN = 1_000

/** The levels of a JSON pointer. Pointers come from settings, of which there are few. */
function levelsOf(pointer: string): readonly string[] {
  const known = LEVELS.get(pointer)
  if (known) return known
  const levels = pointer
    .split('/')
    .slice(1)
    .map(level => level.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (LEVELS.size < MAX_KNOWN) LEVELS.set(pointer, levels)
  return levels
}

/** The value at the pointer; null counts as absent. */
export function valueAt(value: unknown, pointer: string): unknown {
  let here = value
  for (const level of levelsOf(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, level)) return undefined
    here = (here as Record<string, unknown>)[level]
  }
  return here ?? undefined
}

const lookUp = ({ item, payload }: Around, pointer: string) =>
  valueAt(item, pointer) ?? valueAt(payload, pointer)

/**
 * What the rule says as text, and where that is longer than `max`, no less than that of it; undefined: nothing. Objects
 * and lists are no text.
 */
function textOf(rule: Rule | undefined, around: Around, max: number): string | undefined {
  if (!rule) return undefined
  const { from = [], text, table, otherwise } = rule
  const raw =
    text === undefined
      ? from.map(pointer => plain(lookUp(around, pointer))).find(found => found !== undefined)
      : filled(text, around, max)
  if (raw === undefined) return otherwise
  if (!table) return raw
  return Object.hasOwn(table, raw) ? table[raw] : (otherwise ?? raw)
}

/**
 * Undefined where none of its pointers leads to anything: then it would be words about nothing. It ends when there is
 * enough: a thousand items may each name one value of the payload many times, and that value may be most of a megabyte.
 */
function filled(text: string, around: Around, max: number): string | undefined {
  const parts = partsOf(text)
  let [filled, hasAny] = ['', parts.every(({ pointer }) => pointer === undefined)]
  for (const { words, pointer = '' } of parts) {
    const value = words ?? plain(lookUp(around, pointer))
    if (words === undefined && value !== undefined) hasAny = true
    filled += value ?? ''
    if (hasAny && filled.length > max) break
  }
  return hasAny ? filled : undefined
}

/** Longer than any text of a ticket. What is beyond is not looked at. */
const MOST_CHARACTERS = 20_000

function plain(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  const text = storable(value.slice(0, MOST_CHARACTERS)).trim()
  return text === '' ? undefined : text
}

/** Text as PostgreSQL can keep it. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

function cut(text: string | undefined, max: number): string | undefined {
  if (text === undefined || text.trim() === '') return undefined
  if (text.length <= max) return text
  return `${text.slice(0, max - 1).toWellFormed()}…`
}

const whereOf = (rule: Rule | undefined) => (rule?.from ? rule.from.join(' or ') : 'the mapping')

const OVER = ['resolved', 'ok', 'normal', 'cleared', 'closed', 'recovered', 'inactive', 'false']
const stateOf = (word = ''): Signal['state'] => (OVER.includes(word.toLowerCase()) ? 'resolved' : 'firing')

/** The words of others for how bad it is. */
const SEVERITIES: Record<Severity, readonly string[]> = {
  critical: ['critical', 'crit', 'page', 'emergency', 'fatal', 'disaster', 'alert'],
  major: ['major', 'error', 'err', 'high', 'warning', 'warn', 'average'],
  minor: ['minor', 'low', 'info', 'information', 'informational', 'notice', 'none'],
}

function severityIn(
  word: string | undefined,
  { defaults }: IntakeSettings,
  note: (text: string) => void,
): Severity {
  const fallback = defaults?.severity ?? 'minor'
  if (word === undefined) return fallback
  for (const [severity, words] of Object.entries(SEVERITIES)) {
    if (words.includes(word.toLowerCase())) return severity as Severity
  }
  note(
    `the severity ${quoted(word)} is not known and counts as ${fallback}; translate it by the table of mapping/severity.`,
  )
  return fallback
}

/** The instant in epoch milliseconds; null where there is none that could be meant. */
function timeIn(text: string | undefined): number | null {
  if (text === undefined) return null
  const number = /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined
  const ms = number === undefined ? Date.parse(text) : number < 100_000_000_000 ? number * 1_000 : number
  return Number.isFinite(ms) && ms > 0 && ms < 253_402_300_799_999 ? Math.round(ms) : null
}

function requesterIn(name: string | undefined, contact: string | undefined) {
  if (name === undefined && contact === undefined) return undefined
  return { ...(name !== undefined && { name }), ...(contact !== undefined && { contact }) }
}

function fieldsIn({ fields = {} }: IntakeMapping, around: Around): Record<string, unknown> | undefined {
  const found = Object.entries(fields).flatMap(([name, rule]): [string, unknown][] => {
    const value =
      rule.table || rule.text !== undefined ? textOf(rule, around, MOST_CHARACTERS) : native(rule, around)
    return value === undefined ? [] : [[name, value]]
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** Numbers, booleans and lists of texts stay what they are: custom fields have types. */
function native({ from = [], otherwise }: Rule, around: Around): unknown {
  const found = from.map(pointer => lookUp(around, pointer)).find(value => value !== undefined)
  if (typeof found === 'string') return storable(found)
  if (Array.isArray(found)) return found.slice(0, 50).map(part => plain(part) ?? '')
  if (typeof found === 'number' || typeof found === 'boolean') return found
  return otherwise
}
