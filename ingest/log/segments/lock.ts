import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ForewarnError } from '../../../contracts/errors.ts'

/**
 * Takes the directory for this process; `conflict` when another log, here or in another process, has it.
 * The lock is SQLite's on an empty file: a lock of the kernel, which ends with the process however that dies.
 * Node offers none itself, and a file with a process id would have to guess whether that process still lives.
 * Returns what gives it back.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lock')
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    database.close()
    const message = `another process uses ${directory}; "fuser ${path}" names it`
    throw new ForewarnError('conflict', message, { cause })
  }
  return () => database.close()
}
