import { readFile, writeFile } from 'node:fs/promises'
import type { Release } from './comparison.ts'

/** Marks by the name of their scenario. */
type Releases = Record<string, Release>

/** None where there is no file yet. */
export async function readReleases(file: string): Promise<Releases> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  return JSON.parse(text) as Releases
}

export async function writeReleases(file: string, scenario: string, release: Release): Promise<void> {
  const rounded = Object.fromEntries(
    Object.entries(release).map(([mark, value]) => [mark, value === null ? null : Number(value.toFixed(4))]),
  ) as Release
  const releases = { ...(await readReleases(file)), [scenario]: rounded }
  await writeFile(file, `${JSON.stringify(releases, null, 2)}\n`)
}
