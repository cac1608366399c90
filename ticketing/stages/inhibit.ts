import type { Availability } from '../domain/registry.ts'
import { deviates, openTicket, type Stage } from './stage.ts'

const WORDS: Record<Availability, string> = {
  in_service: 'in service',
  down: 'down',
  out_of_service: 'out of service',
}

/**
 * What stands still measures nothing that a technician could repair. An asset that is down itself is not muted: its
 * own fault may be what brought it down. "Back to normal" passes, here and below: it pages nobody, and is said once.
 */
export const isInService: Stage = judged => {
  if (!deviates(judged)) return judged
  const { asset } = judged
  if (asset.availability === 'out_of_service') {
    return { kind: 'inhibited', ...openTicket(judged), reason: `Asset ${asset.id} is out of service.` }
  }
  const above = asset.ancestors.find(({ availability }) => availability !== 'in_service')
  if (!above) return judged
  const reason = `Asset ${above.id}, of which ${asset.id} is a part, is ${WORDS[above.availability]}.`
  return { kind: 'inhibited', ...openTicket(judged), reason }
}

/** A sensor that is known to be wrong says nothing of the machine, not even that it is well. */
export const sensorIsTrusted: Stage = judged => {
  const { finding, sensorFault } = judged
  if (!sensorFault || finding.faultKind === 'sensor') return judged
  const what = `${finding.metric} of device ${finding.device}`
  const reason = `Ticket ${sensorFault.ticket} says that ${what} cannot be trusted.`
  return { kind: 'inhibited', ...openTicket(judged), reason }
}

/** Who works on a machine makes it deviate: hammering shakes, an open cover cools. */
export const nobodyWorksOnIt: Stage = judged => {
  const { asset, job, latest } = judged
  if (!deviates(judged) || !job || job.ticket === latest?.ticket.number) return judged
  const reason = `Somebody works on asset ${asset.id} for ticket ${job.ticket}, which may be the cause.`
  return { kind: 'inhibited', ...openTicket(judged), reason }
}

/** Planned work makes findings that nobody needs to hear of. */
export const outsideMaintenance: Stage = judged => {
  const { window } = judged
  if (!window || !deviates(judged)) return judged
  const until = new Date(window.endsAtMs).toISOString().replace('.000Z', 'Z')
  const reason = `The maintenance window ${JSON.stringify(window.name)} is in force until ${until}.`
  return { kind: 'in_maintenance', ...openTicket(judged), reason }
}
