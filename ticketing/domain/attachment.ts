import { type Static, Type } from 'typebox'
import { Visibility } from './comment.ts'
import { TimeMs } from './schema.ts'

export const Attachment = Type.Object(
  {
    id: Type.Integer(),
    ticket: Type.Integer({ description: 'The ticket that it is on now; a merge moves it.' }),
    name: Type.String({ description: 'The file name, cleaned, with the ending of what it really is.' }),
    mediaType: Type.String({ description: 'Found from the content, whatever the sender called it.' }),
    bytes: Type.Integer(),
    sha256: Type.String({ description: 'Of the content, in hexadecimal digits.' }),
    visibility: Visibility,
    author: Type.String({ description: '`requester` for what came by a scoped link.' }),
    createdAtMs: TimeMs('When it was added'),
  },
  {
    examples: [
      {
        id: 3,
        ticket: 12,
        name: 'bearing.jpg',
        mediaType: 'image/jpeg',
        bytes: 183_204,
        sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        visibility: 'internal',
        author: 'admin',
        createdAtMs: 1_700_000_000_000,
      },
    ],
  },
)
export type Attachment = Static<typeof Attachment>

/** What a store says of content that it has taken. */
export interface StoredContent {
  /** Hexadecimal; the content's address. */
  sha256: string
  bytes: number
  mediaType: string
  /** The usual ending of that type, without a dot. */
  extension: string
}

/**
 * Where the bytes of attachments are, by their SHA-256: the same bytes are kept once. A directory today; a bucket of an
 * object store can stand behind the same functions.
 */
export interface AttachmentStore {
  /** How large one may be. */
  readonly maxBytes: number
  /**
   * Takes the content when it is durable; nothing remains of it otherwise. Errors: `too_large`, `unsupported_content`
   * (the type is not taken), and whatever the stream itself fails with.
   */
  put(content: AsyncIterable<Uint8Array>, options?: { imagesOnly?: boolean }): Promise<StoredContent>
  /** How many bytes there are of it; undefined where there are none. */
  sizeOf(sha256: string): Promise<number | undefined>
  /** The content piece by piece; undefined where there is none. */
  open(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>
  remove(sha256: string): Promise<void>
  /** What was last put before then: the sweep asks which of it no ticket names. */
  unusedSince(beforeMs: number): AsyncIterable<string>
  /** Takes away what is left of puts that a crash broke before then. */
  discardUnfinished(beforeMs: number): Promise<void>
}

const MAX_NAME_LENGTH = 120
/** Control characters, and those that turn the direction of writing round so that `gpj.exe` reads as an image. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"*:<>?|\\/]/g

/**
 * A file name as it is shown and downloaded: without folders and what file systems or eyes trip over, and with the
 * ending of what the content is, so that an `invoice.exe` that is an image is not started by a double click.
 */
export function safeFileName(given: string | undefined, extension: string): string {
  const last = (given ?? '').normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .toWellFormed()
    .replace(UNSAFE, '')
    .replace(/^[\s.]+|(?<![\s.])[\s.]+$/g, '')
  const dot = clean.lastIndexOf('.')
  const stem = dot > 0 && sameEnding(clean.slice(dot + 1), extension) ? clean.slice(0, dot) : clean
  return `${[...stem].slice(0, MAX_NAME_LENGTH).join('').trim() || 'file'}.${extension}`
}

const ALIASES: Record<string, string> = { jpeg: 'jpg', jfif: 'jpg', heif: 'heic', htm: 'html', tiff: 'tif' }
const plain = (ending: string) => ALIASES[ending.toLowerCase()] ?? ending.toLowerCase()
const sameEnding = (a: string, b: string) => plain(a) === plain(b)

/** The header by which a browser saves instead of shows; RFC 6266, with an ASCII name for old clients. */
export function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, c => `%${c.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
