/** What of package-lock.json is looked at here. */
export interface LockedPackage {
  version?: string
  license?: string
  resolved?: string
  integrity?: string
  dev?: boolean
  link?: boolean
}
export type Lock = { packages: Record<string, LockedPackage> }

/** Licences by which anybody may use, change and give away Forewarn with the package in it. */
const ALLOWED = new Set([
  ...[
    'MIT',
    'MIT-0',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'Unlicense',
    'Zlib',
  ],
  'Python-2.0',
])
/** Beside these for tools that are not part of what is given away: the sources of the tool itself stay open, ours are not touched. */
const ALLOWED_FOR_TOOLS = new Set(['MPL-2.0'])
/** Where packages may come from; a lock file without addresses means the registry as well. */
const REGISTRY = 'https://registry.npmjs.org/'

/** Each package of the lock file that may not be in it, with why; empty: all may. */
export function misplaced({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { version, license, resolved, integrity, dev, link }]) => {
    if (path === '' || link) return []
    const name = `${path.split('node_modules/').at(-1)}@${version}`
    const faults: string[] = []
    if (!isAllowed(license, dev === true))
      faults.push(`${name} has the licence ${license ?? 'of nobody knows'}`)
    if (resolved !== undefined && !resolved.startsWith(REGISTRY))
      faults.push(`${name} comes from ${resolved}`)
    if (!integrity?.startsWith('sha512-')) faults.push(`${name} has no SHA-512 to know it by`)
    return faults
  })
}

/** Reads the expressions of SPDX that packages have: names, AND, OR and one level of brackets; OR binds less. */
function isAllowed(license: string | undefined, isTool: boolean): boolean {
  if (!license) return false
  const allows = (name: string) => ALLOWED.has(name) || (isTool && ALLOWED_FOR_TOOLS.has(name))
  return license
    .replaceAll(/[()]/g, '')
    .split(/ OR /i)
    .some(choice => choice.split(/ AND /i).every(name => allows(name.trim())))
}
