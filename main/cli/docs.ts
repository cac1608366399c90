import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configurationPage } from '../config.ts'

/** `forewarn docs`: writes the pages that are generated from the code. */
export async function writeDocs(): Promise<void> {
  const file = join(import.meta.dirname, '../../docs/configuration.md')
  await writeFile(file, configurationPage())
  console.log(`Wrote ${file}`)
}
