import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ForewarnError } from '../../contracts/errors.ts'
import type { AttachmentStore, StoredContent } from '../domain/attachment.ts'
import { invalid } from '../domain/refusals.ts'
import type { Api } from './parts.ts'

/** A photo takes a while over a plant's radio; Fastify's own limit is for requests that fit into a packet. */
export const UPLOAD_TIMEOUT_MS = 120_000

const limits = {
  fileSize: Number.POSITIVE_INFINITY, // the store counts, and says in words how much it takes
  files: 1,
  fields: 10,
  fieldSize: 20_000,
  fieldNameSize: 50,
  parts: 11,
  headerPairs: 20,
}

/** Lets the routes of this scope, and no others, take forms with files. */
export const acceptForms = (scope: Api) => scope.register(multipart, { limits })

/** A file in the description of a form. */
export const FileOfForm = (description: string) => Type.String({ format: 'binary', description })

export interface Form {
  fields: Record<string, string>
  file: { content: StoredContent; fileName: string | undefined } | undefined
}

interface FormOptions {
  store: AttachmentStore
  fileField: string
  imagesOnly?: boolean
  /** Filled while it is read, for a caller that wants to show what came before a mistake. */
  fields?: Form['fields']
}

/**
 * Reads a form and puts its file into the store, piece by piece. What is left of a form that is refused is read and thrown
 * away: a browser shows the answer only when it could send everything. Errors: `invalid`, and those of the store.
 */
export async function readForm(
  request: FastifyRequest,
  { store, fileField, imagesOnly = false, fields = {} }: FormOptions,
): Promise<Form> {
  if (!request.isMultipart()) {
    throw new ForewarnError('unsupported_content', 'Send a form as multipart/form-data.')
  }
  let file: Form['file']
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = textOf(part.value, part.fieldname)
      else if (part.fieldname === fileField) file = await stored(part, store, imagesOnly)
      else throw invalid(`/${fileField}`, `A file must be in the field ${fileField}.`)
    }
  } catch (error) {
    request.raw.unpipe()
    request.raw.resume()
    throw understandable(error)
  }
  return { fields, file }
}

function textOf(value: unknown, field: string): string {
  if (typeof value === 'string' && !value.includes('\0') && value.isWellFormed()) return value
  throw invalid(`/${field}`, `${field} must be well-formed Unicode text without NUL.`)
}

/** A browser sends an empty file without a name where none was chosen. */
async function stored(
  part: MultipartFile,
  store: AttachmentStore,
  imagesOnly: boolean,
): Promise<Form['file']> {
  let bytes = 0
  async function* counted() {
    for await (const piece of part.file) {
      bytes += piece.length
      yield piece as Uint8Array
    }
  }
  try {
    return { content: await store.put(counted(), { imagesOnly }), fileName: part.filename }
  } catch (error) {
    if (bytes === 0 && !part.filename) return undefined
    throw error
  }
}

/** The form parser's own errors, in our words; everything else as it is. */
function understandable(error: unknown): unknown {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string }
  if (typeof code === 'string' && /^FST_(PARTS|FILES|FIELDS)_LIMIT|^FST_INVALID|^FST_PROTO/.test(code)) {
    return invalid('', `The form cannot be read: ${message}.`)
  }
  if (/^(Unexpected end of|Malformed|Multipart: )/i.test(message)) {
    return invalid('', 'The form ends too early, or is not a form.')
  }
  return error
}
