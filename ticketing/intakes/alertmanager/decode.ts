import type { IntakeMapping } from '../../domain/intake-mapping.ts'
import { isObject, type JsonObject, jsonIn, readItems } from '../../domain/mapped-reading.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Decoder, Reading, Signal } from '../../domain/signal.ts'

/** What the usual labels and annotations mean. */
const shipped: IntakeMapping = {
  state: { from: ['/status'] },
  startedAt: { from: ['/startsAt'] },
  asset: { from: ['/labels/asset', '/annotations/asset'] },
  title: { from: ['/annotations/summary', '/annotations/title', '/labels/alertname'] },
  description: { from: ['/annotations/description', '/annotations/message'] },
  severity: { from: ['/labels/severity', '/labels/priority'] },
  faultKey: { from: ['/labels/alertname'] },
}

/**
 * The webhook of Prometheus Alertmanager, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
 * It sends a group again with each change of it; `groupKey` names the group, `fingerprint` the alert whatever its group.
 */
export const alertmanager: Decoder = {
  takes: mediaType => mediaType === 'application/json',
  wanted: 'Send JSON with Content-Type: application/json, as Alertmanager does.',
  decode({ body }, intake) {
    const payload = groupIn(jsonIn(body))
    const { groupKey, truncated } = payload
    const items = payload.alerts.map((value, index) => {
      const fingerprint = fingerprintOf(value, index)
      return { at: `/alerts/${index}`, value, ownKey: fingerprint, member: fingerprint, group: groupKey }
    })
    const read = readItems(items, { payload: payload.whole, shipped, intake })
    const keyed = intake.mapping?.key !== undefined
    const signals = keyed
      ? read.signals
      : read.signals.map(signal => keyedBy(signal, groupKey, intake.ticketPer))
    return { reading: noting({ ...read, signals }, { groupKey, truncated, resolved: payload.resolved }) }
  },
}

/** A group may name several assets, and a ticket has one. */
const keyedBy = (signal: Signal, groupKey: string, per = 'group'): Signal => ({
  ...signal,
  key: per === 'group' ? `group ${groupKey} of ${signal.work.asset}` : `alert ${signal.member}`,
})

function noting(
  reading: Reading,
  { groupKey, truncated, resolved }: { groupKey: string; truncated: number; resolved: boolean },
): Reading {
  const left = `Alertmanager has left out ${truncated} more alerts of this group (max_alerts).`
  return {
    ...reading,
    notes: truncated > 0 ? [...reading.notes, left] : reading.notes,
    partial: truncated > 0 && !resolved,
    ...(resolved && { resolvedGroup: groupKey }),
  }
}

function groupIn(payload: unknown) {
  if (!isObject(payload)) throw invalid('', 'The body must be an object, as Alertmanager sends it.')
  const { version, groupKey, alerts, truncatedAlerts = 0, status } = payload
  if (version !== '4') throw invalid('/version', 'The version must be "4".')
  if (typeof groupKey !== 'string' || groupKey === '') throw invalid('/groupKey', 'groupKey is missing.')
  if (!Array.isArray(alerts)) throw invalid('/alerts', 'alerts must be an array.')
  const truncated = typeof truncatedAlerts === 'number' ? truncatedAlerts : 0
  // Long group keys differ in their ends, too.
  return {
    whole: payload,
    groupKey: groupKey.slice(-800),
    alerts,
    truncated,
    resolved: status === 'resolved',
  }
}

/** Of the alert's labels, as Alertmanager computes it; versions before 0.19 do not send it. */
function fingerprintOf(alert: unknown, index: number): string {
  const { fingerprint, labels } = isObject(alert) ? alert : ({} as JsonObject)
  if (typeof fingerprint === 'string' && fingerprint !== '') return fingerprint.slice(0, 100)
  if (!isObject(labels))
    throw invalid(`/alerts/${index}`, `Alert ${index} has neither a fingerprint nor labels.`)
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))).slice(0, 400)
}
