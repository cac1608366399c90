import type { Trial } from '../domain/dispatch.ts'
import { priorityOf } from '../domain/priority.ts'
import { invalid } from '../domain/refusals.ts'
import type { TrialRequest } from '../domain/what-if.ts'
import { dispatch } from '../routing/dispatch.ts'
import { route } from '../routing/route.ts'
import { requireSoundTree } from '../routing/sound-tree.ts'
import type { Db } from './database.ts'
import { inputOf } from './dispatch.ts'
import { routableOf, surroundingsOf, type TicketFacts } from './dispatch-facts.ts'
import { requireTeams } from './routing.ts'

/** Who would get a ticket of these facts, under the policy that counts or the one given. Changes nothing. */
export async function tryRouting(db: Db, request: TrialRequest, nowMs: number): Promise<Trial> {
  const { tree, weights, detector, faultKind, respondByMs = null, atMs = nowMs, ...given } = request
  if (tree) {
    requireSoundTree(tree, '/tree')
    await requireTeams(db, tree, '/tree')
  }
  const around = await surroundingsOf(db, given)
  if (!around)
    throw invalid('/asset', `Asset ${given.asset} is not known; create it with POST /api/v1/assets.`)
  const facts: TicketFacts = {
    kind: 'predictive',
    source: 'finding',
    severity: 'major',
    priority: priorityOf(given.severity ?? 'major', around.criticality),
    ...given,
  }
  const said = { ...around, detector: detector ?? null, faultKind: faultKind ?? null }
  const policy = tree ?? around.tree
  const routed = route(policy, routableOf(facts, said))
  const { faultKey = null, requiredSkills = [] } = given
  const ticket = { number: 0, asset: given.asset, faultKey, requiredSkills, respondByMs }
  const input = await inputOf(
    db,
    ticket,
    { ...routed, version: null, weights: weights ?? policy.weights, around },
    { nowMs: atMs },
  )
  const { assignee, candidates, reason } = dispatch(input)
  const { team, path } = routed
  return {
    path,
    skills: [...input.ticket.skills],
    team,
    assignee,
    candidates,
    reason: `${routed.reason} ${reason}`,
  }
}
