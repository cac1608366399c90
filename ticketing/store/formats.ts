import { sql } from 'kysely'
import type { Format, Formats } from '../../contracts/format.ts'
import type { Logger } from '../../contracts/logger.ts'
import { requireSoundFormat } from '../domain/format.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import { type Db, openDb, type Pool, type Trx, transact } from './database.ts'
import { listen } from './listener.ts'
import { type Edit, lockRow, recordChange, type Versioned, versionOf } from './registry-ledger.ts'

const FORMATS_CHANNEL = 'ticketing_formats'
/** Every message is compared with all of them. */
const MAX_FORMATS = 200
const FIRST_RETRY_MS = 100
const MAX_RETRY_MS = 5_000

/** A format with its place in the order in which they are tried. */
export type PlacedFormat = Format & { position: number }

const columns = ['id', 'position', 'topic', 'codec', 'mapping'] as const

const selectFormats = (db: Db | Trx) => db.selectFrom('formats').select(columns)

type Row = Omit<PlacedFormat, 'mapping'> & { mapping: Format['mapping'] | null }
const toFormat = ({ mapping, ...row }: Row): PlacedFormat => ({ ...row, ...(mapping && { mapping }) })

/** All of them, in the order in which they are tried. */
export async function listFormats(db: Db): Promise<PlacedFormat[]> {
  return (await selectFormats(db).orderBy('position').orderBy('id').execute()).map(toFormat)
}

export async function getFormat(db: Db | Trx, id: string): Promise<Versioned<PlacedFormat>> {
  const row = await findFormat(db, id)
  if (!row) throw noFormat(id)
  return row
}

async function findFormat(db: Db | Trx, id: string): Promise<Versioned<PlacedFormat> | undefined> {
  const found = await selectFormats(db)
    .select(versionOf('format', 'formats.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) return undefined
  const { version, ...row } = found
  return { ...toFormat(row), version }
}

/** Adds the format or replaces it. Without a position a new one is the last, another one stays where it is. */
export function putFormat(
  db: Db,
  id: string,
  { position, ...format }: Format & { position?: number | undefined },
  edit: Edit,
): Promise<Versioned<PlacedFormat>> {
  if (format.id !== id) throw invalid('/id', `The id must be ${id}, as in the path.`)
  requireSoundFormat(format)
  const { topic, codec, mapping } = format
  return transact(db, async trx => {
    await sql`lock table ticketing.formats in exclusive mode`.execute(trx) // few, and rarely changed
    const before = await findFormat(trx, id)
    requireVersion(`Format ${id}`, before?.version ?? 0, edit.ifVersion)
    const others = (await selectFormats(trx).execute()).filter(other => other.id !== id)
    const same = others.find(other => other.topic === topic)
    if (same) throw conflict(`Format ${same.id} has this topic already; messages would never reach this one.`)
    if (others.length >= MAX_FORMATS)
      throw conflict(`There are ${MAX_FORMATS} formats already; delete one first.`)
    const last = Math.max(0, ...others.map(other => other.position)) + 1
    const content = { topic, codec, mapping: mapping === undefined ? null : JSON.stringify(mapping) }
    await trx
      .insertInto('formats')
      .values({ id, position: position ?? last, ...content })
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet({ ...content, ...(position !== undefined && { position }) }),
      )
      .execute()
    await recordChange(trx, { subject: 'format', id }, edit, { before, after: await getFormat(trx, id) })
    return getFormat(trx, id)
  })
}

export async function deleteFormat(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    await lockRow(trx, 'formats', id)
    const before = await getFormat(trx, id)
    requireVersion(`Format ${id}`, before.version, edit.ifVersion)
    await trx.deleteFrom('formats').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'format', id }, edit, { before })
  })
}

const noFormat = (id: string) => notFound(`There is no format ${id}.`)

/**
 * The formats as they are now, read again at every change; a change that cannot be read is tried again until it can.
 * Resolves when they were read once, because without them messages would be misunderstood.
 */
export async function openFormats({
  pool,
  logger,
}: {
  pool: Pool
  logger: Logger
}): Promise<Formats & { close(): Promise<void> }> {
  const db = openDb(pool)
  let formats = await readFormats(db)
  let generation = 0
  let timer: NodeJS.Timeout | undefined
  const listener = listen({ pool, logger, channel: FORMATS_CHANNEL, onNotify: changed, onConnect: changed })

  function changed(): void {
    generation++
    void refresh(generation, FIRST_RETRY_MS)
  }

  async function refresh(of: number, retryMs: number): Promise<void> {
    clearTimeout(timer)
    try {
      const read = await readFormats(db)
      if (of === generation) formats = read
    } catch (error) {
      if (of !== generation) return
      logger.warn({ err: error }, 'formats: a change could not be read; trying again')
      timer = setTimeout(() => void refresh(of, Math.min(2 * retryMs, MAX_RETRY_MS)), retryMs)
    }
  }

  return {
    current: () => formats,
    async close() {
      generation++
      clearTimeout(timer)
      await listener.close()
    },
  }
}

async function readFormats(db: Db): Promise<readonly Format[]> {
  return (await listFormats(db)).map(({ position: _, ...format }) => format)
}
