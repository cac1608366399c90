import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** `forewarn docs`: writes what is generated from the code. Its tools come with `npm ci` only, so it is loaded here. */
export async function writeDocs(): Promise<void> {
  const { generatedFiles } = await import('../docs/generated.ts')
  for (const [path, text] of Object.entries(await generatedFiles())) {
    const file = join(import.meta.dirname, '../..', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    console.log(`Wrote ${path}`)
  }
}
