import { kindOf, textOf } from '../../text.ts'
import type { Announcement } from '../codec.ts'

export interface Property {
  datatype: string | undefined
  unit: string | undefined
  format: string | undefined
}

/** What is used of the JSON document on `$description`. */
export interface Description {
  /** Higher with each change; 0 where it is not said. */
  version: number
  attributes: Record<string, string>
  property(node: string, property: string): Property | undefined
}

const ATTRIBUTES = ['name', 'type', 'homie', 'root', 'parent']
const MAX_ATTRIBUTE_LENGTH = 200

/** A description is read once, however many values ask for it. */
const descriptions = new WeakMap<Announcement, Description>()

export function descriptionOf(announcement: Announcement): Description | undefined {
  let description = descriptions.get(announcement)
  if (!description) {
    const read = readDescription(announcement.payload)
    if (typeof read === 'string') return undefined
    description = read
    descriptions.set(announcement, description)
  }
  return description
}

/** The description, or what is wrong with it. */
export function readDescription(payload: Uint8Array): Description | string {
  let body: unknown
  try {
    body = JSON.parse(textOf(payload))
  } catch (error) {
    return `is not JSON (${error instanceof Error ? error.message : String(error)})`
  }
  if (!isObject(body)) return `is ${kindOf(body)}`
  const given = ATTRIBUTES.flatMap(name => {
    const value = text(body[name])
    return value ? [[name, value.slice(0, MAX_ATTRIBUTE_LENGTH)]] : []
  })
  return {
    version: typeof body.version === 'number' ? body.version : 0,
    attributes: Object.fromEntries(given),
    property(node, property) {
      const found = member(member(body, 'nodes', node), 'properties', property)
      if (!found) return undefined
      const { datatype, unit, format } = found
      return { datatype: text(datatype), unit: text(unit) || undefined, format: text(format) }
    },
  }
}

/** `nodes` and `properties` are objects by id; drafts of the convention had arrays. */
function member(of: Record<string, unknown> | undefined, list: string, id: string) {
  const members = of && Object.hasOwn(of, list) ? of[list] : undefined
  if (Array.isArray(members)) return members.find(each => isObject(each) && each.id === id)
  const found = isObject(members) && Object.hasOwn(members, id) ? members[id] : undefined
  return isObject(found) ? found : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
