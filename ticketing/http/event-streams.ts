import type { Logger } from '../../contracts/logger.ts'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import type { Sites } from '../domain/access.ts'
import type { Pool } from '../store/database.ts'
import { listen } from '../store/listener.ts'
import { TICKETS_CHANNEL } from '../store/tickets.ts'

const MAX_STREAMS = 200
/** Of one account or token: some browser windows on some devices. */
const MAX_OF_ONE = 20
const HEARTBEAT_MS = 15_000
/** A client that does not read costs memory; beyond this it is cut off and may come again. */
const MAX_BUFFERED_BYTES = 64 * 1024

/** The part of an HTTP answer that a stream needs. */
interface Stream {
  readonly writableLength: number
  write(text: string): boolean
  end(): void
  destroy(): void
  once(event: 'close', gone: () => void): void
}

interface Listening {
  stream: Stream
  /** Who listens. */
  principal: string
  /** Of which sites it hears. */
  sites: Sites
  /** Whether who listens still may, with the same roles: asked with every heartbeat. */
  stillMay(): Promise<boolean>
}

interface Options {
  pool: Pool
  logger: Logger
  /** The site of a ticket; undefined where there is none. */
  siteOf(number: number): Promise<string | null | undefined>
  heartbeatMs?: number
}

/** One LISTEN connection for any number of browsers. */
export function openEventStreams({ siteOf, heartbeatMs = HEARTBEAT_MS, ...options }: Options) {
  const streams = new Set<Listening>()
  const listener = listen({
    ...options,
    channel: TICKETS_CHANNEL,
    onNotify: number => void tell(Number(number)),
    onConnect: () => resync(streams),
  })
  const heartbeat = setInterval(() => {
    for (const each of streams) send(each, ': still here\n\n')
    for (const each of streams) void endIfMayNot(each)
  }, heartbeatMs)

  async function tell(number: number): Promise<void> {
    const text = `event: ticket\ndata: {"number": ${number}}\n\n`
    const [all, some] = [[...streams].filter(isOfAll), [...streams].filter(each => !isOfAll(each))]
    for (const each of all) send(each, text)
    if (some.length === 0) return
    try {
      const site = await siteOf(number)
      for (const each of some) if (typeof site === 'string' && each.sites?.includes(site)) send(each, text)
    } catch (error) {
      options.logger.warn({ error: String(error) }, 'whose ticket has changed cannot be read')
      resync(some)
    }
  }

  function resync(listening: Iterable<Listening>): void {
    for (const each of listening) send(each, 'event: resync\ndata: {}\n\n')
  }

  /** It may come again, and is asked then who it is. */
  async function endIfMayNot({ stream, stillMay }: Listening): Promise<void> {
    if (!(await stillMay().catch(() => true))) stream.end()
  }

  const countOf = (principal: string) => [...streams].filter(each => each.principal === principal).length

  return {
    hasRoom: (principal: string) =>
      streams.size < MAX_STREAMS && (principal === ADMINISTRATOR || countOf(principal) < MAX_OF_ONE),
    add(listening: Listening): void {
      const { stream } = listening
      streams.add(listening)
      stream.once('close', () => streams.delete(listening))
      stream.write('retry: 2000\n\n')
    },
    async close(): Promise<void> {
      clearInterval(heartbeat)
      for (const { stream } of streams) stream.end()
      await listener.close()
    },
  }
}

const isOfAll = ({ sites }: Listening) => sites === null

function send({ stream }: Listening, text: string): void {
  if (stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy()
  else stream.write(text)
}
