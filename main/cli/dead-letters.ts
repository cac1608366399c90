import { ForewarnError } from '../../contracts/errors.ts'
import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { table } from './table.ts'

interface Filter {
  reason?: string
  device?: string
  publisher?: string
}

interface Letter {
  id: string
  receivedAtMs: number
  reason: string
  device: string | null
  publisher: string
  topic: string
  detail: string
  skipped: number
}

const filterOf = ({ reason, device, publisher }: Filter) => ({
  ...(reason !== undefined && { reason }),
  ...(device !== undefined && { device }),
  ...(publisher !== undefined && { publisher }),
})

/** `forewarn dead-letters list`: the newest first. */
export async function listDeadLetters(
  config: Config,
  options: Filter & { limit: number; url: string },
): Promise<void> {
  const api = apiClient(options.url, await adminToken(config))
  const query = new URLSearchParams({ ...filterOf(options), limit: String(options.limit) })
  const { items, nextCursor } = (await api.get(`/dead-letters?${query}`)) as {
    items: Letter[]
    nextCursor: string | null
  }
  if (items.length === 0) return console.log('No dead letters.')
  const rows = items.map(({ id, receivedAtMs, reason, device, publisher, detail, skipped }) => [
    ...[id, new Date(receivedAtMs).toISOString(), reason, device ?? '', publisher],
    skipped > 0 ? `${detail} (and ${skipped} more, counted only)` : detail,
  ])
  console.log(table(['id', 'received', 'reason', 'device', 'publisher', 'what is wrong'], rows))
  if (nextCursor !== null) console.log('There are more; see --limit and the filters.')
}

/** `forewarn dead-letters replay`: has those that fit the filter read again. */
export async function replayDeadLetters(
  config: Config,
  ids: string[],
  options: Filter & { from?: number; to?: number; url: string },
): Promise<void> {
  const { from, to } = options
  const filter = {
    ...filterOf(options),
    ...(ids.length > 0 && { ids }),
    ...(from !== undefined && { fromMs: from }),
    ...(to !== undefined && { toMs: to }),
  }
  if (Object.keys(filter).length === 0) {
    throw new ForewarnError(
      'invalid',
      'say which letters: their ids, or --reason, --device, --publisher, --from, --to',
    )
  }
  const api = apiClient(options.url, await adminToken(config))
  const { count } = (await api.post('/dead-letters/replay', filter)) as { count: number }
  console.log(
    count === 0
      ? 'No dead letter fits.'
      : `${count} dead ${count === 1 ? 'letter is' : 'letters are'} read again.`,
  )
}
