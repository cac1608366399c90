import { type RoutingDecision, route } from '../routing/route.ts'
import type { Trx } from './database.ts'
import type { NewTicket } from './new-ticket.ts'
import { newestRouteTree } from './routing.ts'

/** Who gets a new ticket. */
export async function decideTeam(trx: Trx, ticket: NewTicket): Promise<RoutingDecision> {
  const { asset, kind, severity, priority, faultKey } = ticket
  return route(await newestRouteTree(trx), {
    site: asset.site,
    class: asset.class,
    asset: asset.id,
    criticality: asset.criticality,
    kind,
    severity,
    priority,
    faultKey: faultKey ?? '',
  })
}
