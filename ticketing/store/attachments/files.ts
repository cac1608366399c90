import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileTypeResult, fileTypeFromFile } from 'file-type'
import { ForewarnError } from '../../../contracts/errors.ts'
import type { AttachmentStore, StoredContent } from '../../domain/attachment.ts'

export interface AttachmentFiles {
  /** Made when it is not there. */
  directory: string
  maxBytes: number
  /** Media types that are taken, as found from the content. */
  types: readonly string[]
}

const PIECE_BYTES = 64 * 1024
const SHA256 = /^[0-9a-f]{64}$/

/**
 * Attachments as files under their SHA-256: `{directory}/{first two digits}/{digest}`. What arrives is written to
 * `{directory}/incoming` and renamed when it is on disk, so a crash at any moment leaves whole files, or leftovers that
 * the sweep takes away.
 */
export function openAttachmentFiles({ directory, maxBytes, types }: AttachmentFiles): AttachmentStore {
  const incoming = join(directory, 'incoming')
  const pathOf = (sha256: string) => join(directory, sha256.slice(0, 2), sha256)

  return {
    maxBytes,

    async put(content, { imagesOnly = false } = {}): Promise<StoredContent> {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const temporary = join(incoming, randomUUID())
      try {
        const written = await write(temporary, content, maxBytes)
        const taken = imagesOnly ? types.filter(type => type.startsWith('image/')) : types
        const { mime, ext } = requireTaken(await typeOf(temporary), written.bytes, taken)
        await settle(temporary, pathOf(written.sha256))
        return { ...written, mediaType: mime, extension: ext }
      } finally {
        await rm(temporary, { force: true })
      }
    },

    async sizeOf(sha256) {
      if (!SHA256.test(sha256)) return undefined
      return (await stat(pathOf(sha256)).catch(absent))?.size
    },

    async open(sha256) {
      if (!SHA256.test(sha256)) return undefined
      const file = await open(pathOf(sha256), 'r').catch(absent)
      return file?.createReadStream({ highWaterMark: PIECE_BYTES })
    },

    async remove(sha256) {
      if (SHA256.test(sha256)) await rm(pathOf(sha256), { force: true })
    },

    async *unusedSince(beforeMs) {
      for await (const folder of entries(directory)) {
        if (!/^[0-9a-f]{2}$/.test(folder)) continue
        for await (const name of entries(join(directory, folder))) {
          if (SHA256.test(name) && (await isOlder(pathOf(name), beforeMs))) yield name
        }
      }
    },

    async discardUnfinished(beforeMs) {
      for await (const name of entries(incoming)) {
        const path = join(incoming, name)
        if (await isOlder(path, beforeMs)) await rm(path, { force: true })
      }
    },
  }
}

/** Writes the content to disk, no more of it than is taken. */
async function write(path: string, content: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const piece of content) {
      bytes += piece.byteLength
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      hash.update(piece)
      await writeAll(file, piece)
    }
    await file.datasync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), bytes }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.byteLength; ) {
    done += (await file.write(piece, done)).bytesWritten
  }
}

/** Content that makes the detection fail is of no known type, as is content that it does not know. */
const typeOf = (path: string) => fileTypeFromFile(path).catch(() => undefined)

function requireTaken(found: FileTypeResult | undefined, bytes: number, types: readonly string[]) {
  if (found && types.includes(found.mime)) return found
  const what =
    bytes === 0 ? 'The file is empty.' : `The file is ${found ? found.mime : 'of an unknown type'}.`
  throw new ForewarnError('unsupported_content', `${what} Taken are ${types.join(', ')}.`)
}

const tooLarge = (maxBytes: number) =>
  new ForewarnError('too_large', `The file is larger than ${readable(maxBytes)}; send a smaller one.`)

const readable = (bytes: number) =>
  bytes >= 1024 ** 2 ? `${Math.floor(bytes / 1024 ** 2)} MiB` : `${Math.floor(bytes / 1024)} KiB`

/**
 * Puts the file where its content belongs. Where that is already, it is replaced by the same bytes: this gives it a new
 * time, by which the sweep knows that somebody is about to use it.
 */
async function settle(temporary: string, path: string): Promise<void> {
  const folder = dirname(path)
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  await rename(temporary, path)
  await syncFolder(folder)
  if (made) await syncFolder(dirname(folder))
}

/** A rename is durable when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function* entries(folder: string): AsyncIterable<string> {
  const opened = await opendir(folder).catch(absent)
  if (!opened) return
  for await (const { name } of opened) yield name
}

const isOlder = async (path: string, beforeMs: number): Promise<boolean> => {
  const found = await stat(path).catch(absent)
  return found !== undefined && found.mtimeMs < beforeMs
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
