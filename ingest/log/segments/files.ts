import * as fs from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ForewarnError } from '../../../contracts/errors.ts'

/** The file operations of the log. An argument, so that a test can let the disk fail. */
export type Files = Pick<
  typeof fs,
  'open' | 'readFile' | 'readdir' | 'rename' | 'stat' | 'unlink' | 'writeFile'
>
export const realFiles: Files = fs

export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

/** Makes created and renamed files of a directory survive a power cut. */
export async function syncDirectory(files: Files, directory: string): Promise<void> {
  const handle = await files.open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the directory, and those it is in, so that they survive a power cut. */
export async function makeDirectory(files: Files, directory: string): Promise<void> {
  const path = resolve(directory)
  const made = await fs.mkdir(path, { recursive: true }) // the outermost one that was not there
  for (let each = path; made && each.startsWith(made); each = dirname(each))
    await syncDirectory(files, dirname(each))
}

/** Writes all of it: one `write` may take less than it was given. */
export async function writeFully(handle: fs.FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** Reads `length` bytes, or less where the file ends. */
export async function readFully(handle: fs.FileHandle, length: number, position: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done)
    if (bytesRead === 0) return bytes.subarray(0, done)
    done += bytesRead
  }
  return bytes
}

/** A write that failed and left nothing behind. */
export function writeFailed(path: string, cause: unknown): ForewarnError {
  const more = { retryable: true, cause }
  return hasCode(cause, 'ENOSPC', 'EDQUOT')
    ? new ForewarnError('log_full', `the disk is full: ${path} could not be written`, more)
    : new ForewarnError('store_unavailable', `${path} could not be written`, more)
}

/** After a failed sync the kernel may have dropped the pages: asking again would lie. */
export function poisoned(path: string, cause: unknown): ForewarnError {
  const message = `the disk did not confirm a write to ${path}; only a restart can find out what it holds`
  return new ForewarnError('log_poisoned', message, { cause })
}

/** Good frames follow, so it is no torn tail: what is in between was acknowledged. */
export const damagedFrame = (path: string, position: number): ForewarnError =>
  corrupt(path, `the frame at byte ${position} is damaged, and later ones follow it`)

export function corrupt(path: string, detail: string): ForewarnError {
  return new ForewarnError(
    'log_corrupt',
    `${path}: ${detail}. Nothing was changed. Restore the file from a backup, or give its messages up: ` +
      `rename it to ${path}.damaged and start again`,
  )
}
