import { jsonIn, plainMapping, readItems } from '../../domain/mapped-reading.ts'
import { itemsIn } from '../../domain/mapped-signals.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Decoder } from '../../domain/signal.ts'

/** Any JSON, read by the mapping of the intake. */
export const json: Decoder = {
  takes: mediaType => /^application\/([a-z0-9.+-]+\+)?json$/.test(mediaType),
  wanted: 'Send JSON with Content-Type: application/json.',
  decode({ id, body }, intake) {
    const payload = jsonIn(body)
    const items = itemsIn(payload, intake.mapping?.items)
    if (items.length === 0 && intake.mapping?.items !== undefined) {
      throw invalid('', `There is nothing at ${intake.mapping.items}, where the mapping has its items.`)
    }
    const numbered = items.map(({ at, value }) => ({ at, value, ownKey: `arrival ${id}${at}` }))
    return { reading: readItems(numbered, { payload, shipped: plainMapping, intake }) }
  },
}
