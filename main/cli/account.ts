import { ForewarnError } from '../../contracts/errors.ts'
import type { Config } from '../config.ts'
import { type ApiClient, adminToken, apiClient } from './client.ts'
import { table } from './table.ts'

interface Grant {
  role: string
  site: string | null
}
interface Account {
  id: number
  name: string
  displayName: string
  technician: string | null
  grants: Grant[]
  active: boolean
  hasPassword: boolean
}
interface Page {
  items: Account[]
  nextCursor: string | null
}

interface Url {
  url: string
}
export interface Person extends Url {
  role?: string[]
  displayName?: string
  email?: string
  technician?: string
}

/** `forewarn account list`. */
export async function listAccounts(config: Config, { url }: Url): Promise<void> {
  const accounts = await allAccounts(await clientOf(config, url))
  if (accounts.length === 0) return console.log('There is no account yet.')
  const rows = accounts.map(({ id, name, displayName, technician, grants, active, hasPassword }) => [
    ...[
      String(id),
      name,
      displayName,
      technician ?? '',
      active ? (hasPassword ? 'yes' : 'no password') : 'no',
    ],
    grants.map(({ role, site }) => (site === null ? role : `${role}@${site}`)).join(', '),
  ])
  console.log(table(['id', 'name', 'called', 'technician', 'active', 'roles'], rows))
}

/** `forewarn account add`: prints the link by which its owner sets a password, once. */
export async function addAccount(config: Config, name: string, options: Person): Promise<void> {
  const api = await clientOf(config, options.url)
  const { id } = (await api.post('/accounts', { name, ...said(options) })) as Account
  console.log(`Account ${name} is made.`)
  await printLink(api, id)
}

/** `forewarn account change`. */
export async function changeAccount(
  config: Config,
  name: string,
  { active, ...options }: Person & { active?: boolean },
): Promise<void> {
  const api = await clientOf(config, options.url)
  const { id } = await accountNamed(api, name)
  await api.patch(`/accounts/${id}`, { ...said(options), ...(active !== undefined && { active }) })
  console.log(`Account ${name} is changed.`)
}

/** `forewarn account link`: for who has forgotten the password. */
export async function linkAccount(config: Config, name: string, { url }: Url): Promise<void> {
  const api = await clientOf(config, url)
  await printLink(api, (await accountNamed(api, name)).id)
}

/** `forewarn account unlock`. */
export async function unlockAccount(config: Config, name: string, { url }: Url): Promise<void> {
  const api = await clientOf(config, url)
  await api.post(`/accounts/${(await accountNamed(api, name)).id}/unlock`, {})
  console.log(`${name} can try again.`)
}

const clientOf = async (config: Config, url: string): Promise<ApiClient> =>
  apiClient(url, await adminToken(config))

async function allAccounts(api: ApiClient): Promise<Account[]> {
  const accounts: Account[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = (await api.get(`/accounts?limit=500${cursor && `&cursor=${cursor}`}`)) as Page
    accounts.push(...page.items)
    cursor = page.nextCursor
  }
  return accounts
}

async function accountNamed(api: ApiClient, name: string): Promise<Account> {
  const accounts = await allAccounts(api)
  const found = accounts.find(account => account.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw new ForewarnError(
    'not_found',
    `There is no account ${name}; forewarn account list shows those that are.`,
  )
}

async function printLink(api: ApiClient, id: number): Promise<void> {
  const { url, expiresAtMs } = (await api.post(`/accounts/${id}/link`, {})) as {
    url: string
    expiresAtMs: number
  }
  console.log(`  set a password  ${url}`)
  console.log(`                  works once, until ${new Date(expiresAtMs).toISOString()}; shown this once`)
}

const said = ({ role, displayName, email, technician }: Person) => ({
  ...(role && { grants: role.map(grantOf) }),
  ...(displayName !== undefined && { displayName }),
  ...(email !== undefined && { email }),
  ...(technician !== undefined && { technician }),
})

/** `planner` is everywhere, `planner@plant-1` is there. */
export function grantOf(text: string): Grant {
  const [role = '', ...site] = text.split('@')
  return { role, site: site.length > 0 ? site.join('@') : null }
}
