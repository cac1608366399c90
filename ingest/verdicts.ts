import { ADMINISTRATOR, EXTERNAL_BROKER, type RegisteredDevice } from '../contracts/registry.ts'
import { EARLIEST_OBSERVED_AT_MS, MAX_AHEAD_MS } from '../contracts/sample.ts'
import { quoted } from '../contracts/text.ts'
import type { Problem, Remedies } from './codecs/codec.ts'

/** Whom a part of a message is about, in its own words. */
export interface Named {
  device: string
  address?: string | undefined
  site?: string | undefined
}

/** The name that a person would look for: the longer one. */
export function nameOf({ device, address }: Named): string {
  return address ?? device
}

/** Whether the publisher may say this of the device; of the message as a whole, so without an index. */
export function deviceProblem(
  publisher: string,
  named: Named,
  device: RegisteredDevice | undefined,
): Problem | undefined {
  const name = quoted(nameOf(named))
  if (!device) {
    const detail = `Device ${name} is not registered; approve it in quarantine (GET /api/v1/quarantine), or create it with POST /api/v1/devices, with this as its id or address. What it said is then read again.`
    return { reason: 'unknown_device', detail, index: undefined, device: nameOf(named) }
  }
  if (named.site !== undefined && device.site !== named.site) {
    const detail = `Device ${name} belongs to site ${quoted(device.site)}, not ${quoted(named.site)}; publish under its own site, or correct the site of its asset.`
    return { reason: 'wrong_site', detail, index: undefined, device: device.id }
  }
  if (!mayPublish(publisher, device)) {
    const detail = `${quoted(publisher)} published for device ${name}; only the device itself and its gateway may. If that is its gateway, say so with PATCH /api/v1/devices/${device.id}.`
    return { reason: 'foreign_device', detail, index: undefined, device: device.id }
  }
  return undefined
}

function mayPublish(publisher: string, { id, gateway }: RegisteredDevice): boolean {
  return (
    publisher === id || publisher === gateway || publisher === ADMINISTRATOR || publisher === EXTERNAL_BROKER
  )
}

/** `observedAtMs` is an integer, but any. */
export function timeProblem(
  observedAtMs: number,
  receivedAtMs: number,
  { index, remedies }: { index: number | undefined; remedies: Remedies },
): Problem | undefined {
  const isEarly = observedAtMs < EARLIEST_OBSERVED_AT_MS
  if (!isEarly && observedAtMs <= receivedAtMs + MAX_AHEAD_MS) return undefined
  const unit = `it looks like another unit, ${remedies.time}`
  const isUnit = FACTORS.some(factor => isRecent(observedAtMs * factor, receivedAtMs))
  if (isEarly) {
    const hint = isUnit ? unit : 'set the clock of the device'
    return {
      reason: 'bad_timestamp',
      detail: `Event time ${observedAtMs} ms is before the year 2000; ${hint}.`,
      index,
    }
  }
  const hours = Math.round((observedAtMs - receivedAtMs) / 3_600_000)
  const hint = isUnit ? unit : 'check the clock and the time zone'
  const detail = `Event time ${observedAtMs} ms is ${hours} h after its arrival, at most ${MAX_AHEAD_MS / 3_600_000} h are taken; ${hint}.`
  return { reason: 'future_timestamp', detail, index }
}

/** Of times that were read in another unit than they have. */
const FACTORS = [1e3, 1e6, 1e9, 1e-3, 1e-6]
const RECENT_MS = 366 * 24 * 3_600_000

function isRecent(timeMs: number, receivedAtMs: number): boolean {
  return timeMs > receivedAtMs - RECENT_MS && timeMs <= receivedAtMs + MAX_AHEAD_MS
}
