import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Clock } from '../../../contracts/clock.ts'
import { ForewarnError } from '../../../contracts/errors.ts'
import { openSnapshot, type Snapshot } from '../../store/snapshot.ts'
import { impatient, type Patience, patienceFor, pour } from '../downloads.ts'
import type { Api } from '../parts.ts'
import { payloadOf } from '../recording.ts'
import { InvalidRequest } from '../validator.ts'
import { type FileFormat, formatOf } from './formats.ts'
import { type List, listOf, withFiles } from './lists.ts'

/*
 * Every list can be had as one file. Its own handler is asked for page after page, so that a file has what the list has:
 * its filters, its order, and nothing that whoever asks may not see. All pages are read in one snapshot of the database,
 * the first of them before the answer begins: what is wrong with the request is a problem document, as always.
 *
 * A page is read when the one before has been taken, so memory does not grow with the list. Whoever goes away ends the
 * reading. What breaks in the middle breaks the connection: the file has no end, and no client takes it for whole.
 */

/** Each holds a connection for as long as it is read. */
const MAX_EXPORTS = 4

/** For the routes that are registered after it. */
export function exportLists(
  api: Api,
  { clock, patience = patienceFor.list }: { clock: Clock; patience?: Patience | undefined },
): void {
  /** Undefined while the first page is read. */
  const running = new Map<object, Readable | undefined>()
  api.addHook('preClose', async () => {
    for (const file of running.values()) file?.destroy(new Error('the server closes'))
  })

  api.addHook('onRoute', route => {
    const list = listOf(route)
    if (!list || !route.schema) return
    const { handler } = route
    route.schema = withFiles(route.schema)
    route.handler = async function (request, reply) {
      const format = formatOf(request)
      delete (request.query as { format?: string }).format
      if (!format || request.method === 'HEAD') return handler.call(this, request, reply)
      refusePages(request)
      return sendFile(reply, { list, handler, format, patience })
    }
  })

  async function sendFile(reply: FastifyReply, asked: Asked): Promise<void> {
    if (running.size >= MAX_EXPORTS)
      throw new ForewarnError('overloaded', `${MAX_EXPORTS} exports are running.`, { retryable: true })
    const place = {}
    running.set(place, undefined)
    const { db } = reply.request
    let snapshot: Snapshot | undefined
    const end = async () => {
      running.delete(place)
      reply.request.db = db
      await snapshot?.close()
    }
    try {
      snapshot = await openSnapshot(db)
      reply.request.db = snapshot.db
      const file = await open(reply, asked)
      if (reply.sent) throw new Error('the time of the handler is over')
      running.set(place, file)
      file.once('close', () => void end())
      pour(reply.headers(headersOf(asked, clock.nowMs())), file)
    } catch (error) {
      await end()
      throw error
    }
  }
}

function headersOf({ list, format }: Asked, nowMs: number) {
  const day = new Date(nowMs).toISOString().slice(0, 10)
  return {
    'content-type': format.mediaType,
    'content-disposition': `attachment; filename="${list.name}-${day}.${format.extension}"`,
    'cache-control': 'no-store',
  }
}

interface Asked {
  list: List
  handler: RouteHandlerMethod
  format: FileFormat
  patience: Patience
}

/** The whole list as a stream, once its first page is read. */
async function open(reply: FastifyReply, { list, handler, format, patience }: Asked): Promise<Readable> {
  const first = await readPage(reply, { list, handler, cursor: null })

  async function* pages() {
    for (let page = first; ; ) {
      yield page.items
      const { nextCursor: cursor } = page
      if (cursor === null) return
      page = await readPage(reply, { list, handler, cursor })
      if (page.nextCursor === cursor) throw new Error(`the list ${list.name} does not go on after ${cursor}`)
    }
  }

  return impatient(format.write(list.columns, pages()), patience)
}

interface Page {
  items: unknown[]
  nextCursor: string | null
}

/** A page as it would be answered: what the schema of the list does not name is not in it. */
async function readPage(
  reply: FastifyReply,
  { list, handler, cursor }: Pick<Asked, 'list' | 'handler'> & { cursor: string | null },
): Promise<Page> {
  const { request } = reply
  request.query = {
    ...(request.query as object),
    ...(list.pageSize !== undefined && { limit: list.pageSize }),
    ...(cursor !== null && { cursor }),
  }
  const { payload } = await payloadOf(handler, request, reply)
  const serialize = reply.getSerializationFunction('200', 'application/json')
  if (!serialize) throw new Error(`the list ${list.name} has no schema`)
  const { items, nextCursor = null } = JSON.parse(String(serialize(payload as Record<string, unknown>)))
  return { items, nextCursor }
}

/** A file is the whole list. */
function refusePages({ url }: FastifyRequest): void {
  const { searchParams } = new URL(url, 'http://localhost')
  const given = ['limit', 'cursor'].filter(name => searchParams.has(name))
  if (given.length === 0) return
  const detail = 'must be left out: a file has all of the list'
  throw new InvalidRequest(given.map(name => ({ pointer: `/query/${name}`, detail })))
}
