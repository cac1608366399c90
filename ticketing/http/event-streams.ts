import type { Logger } from '../../contracts/logger.ts'
import type { Sites } from '../domain/access.ts'
import type { Pool } from '../store/database.ts'
import { TICKETS_CHANNEL } from '../store/tickets.ts'
import { type Listening, openStreams, resync, say } from './streams.ts'

interface OfSites extends Listening {
  /** Of which sites it hears. */
  sites: Sites
}

interface Options {
  pool: Pool
  logger: Logger
  /** The site of a ticket; undefined where there is none. */
  siteOf(number: number): Promise<string | null | undefined>
  heartbeatMs?: number
}

/** Tells browsers which tickets have changed. */
export function openEventStreams({ siteOf, ...options }: Options) {
  return openStreams<OfSites>({
    ...options,
    channel: TICKETS_CHANNEL,
    tell: (number, streams) => void tell(Number(number), streams),
  })

  async function tell(number: number, streams: ReadonlySet<OfSites>): Promise<void> {
    const text = `event: ticket\ndata: {"number": ${number}}\n\n`
    const [all, some] = [[...streams].filter(isOfAll), [...streams].filter(each => !isOfAll(each))]
    for (const each of all) say(each, text)
    if (some.length === 0) return
    try {
      const site = await siteOf(number)
      for (const each of some) if (typeof site === 'string' && each.sites?.includes(site)) say(each, text)
    } catch (error) {
      options.logger.warn({ error: String(error) }, 'whose ticket has changed cannot be read')
      resync(some)
    }
  }
}

const isOfAll = ({ sites }: OfSites) => sites === null
