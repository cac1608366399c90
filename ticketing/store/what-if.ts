import { setImmediate as breathe } from 'node:timers/promises'
import { invalid } from '../domain/refusals.ts'
import type { WhatIf, WhatIfRequest } from '../domain/what-if.ts'
import { requireSoundTree } from '../routing/sound-tree.ts'
import { type Compared, compare, figuresOf } from '../routing/what-if.ts'
import type { Db } from './database.ts'
import { readPast } from './past.ts'
import { requireTeams } from './routing.ts'

/** Others use the thread, too: after so many milliseconds it is theirs for a turn. */
const TURN_MS = 10

/** Decides the tickets of a period again under a changed policy. Changes nothing. */
export async function whatIf(
  db: Db,
  { fromMs, toMs, tree, weights }: WhatIfRequest,
  { elapsedMs }: { elapsedMs: () => number },
): Promise<WhatIf> {
  if (toMs <= fromMs) throw invalid('/toMs', `The period must end later than it begins, at ${fromMs}.`)
  if (tree) {
    requireSoundTree(tree, '/tree')
    await requireTeams(db, tree, '/tree')
  }
  const past = await readPast(db, { fromMs, toMs })
  const compared: Compared[] = []
  let turnMs = elapsedMs()
  for (const each of compare(past, { tree, weights })) {
    compared.push(each)
    if (elapsedMs() - turnMs < TURN_MS) continue
    await breathe()
    turnMs = elapsedMs()
  }
  const side = (of: 'before' | 'after') =>
    figuresOf(
      compared.map(each => ({ ticket: each.ticket, assignment: each[of] })),
      past.technicians,
    )
  return {
    tickets: compared.length,
    changed: compared.flatMap(({ ticket, before, after, reason }) =>
      reason === undefined ? [] : [{ ticket: ticket.number, before, after: { ...after, reason } }],
    ),
    figures: { before: side('before'), after: side('after') },
  }
}
