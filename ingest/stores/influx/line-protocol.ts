import { escape as escaped } from '@influxdata/influxdb-client'
import type { Sample } from '../../../contracts/sample.ts'
import { unstorable } from '../unstorable.ts'

/** Line protocol has no way to write a backslash before a comma, a control character or half a character. */
const UNWRITABLE = /[\\\p{Cc}\p{Cs}]/u

/** Why the sample cannot be a line, else undefined. Names that pass need no more than the client's escapes. */
export function unwritable(sample: Sample): string | undefined {
  return unstorable(sample) ?? wrongName(sample)
}

function wrongName(sample: Sample): string | undefined {
  const { class: measurement, site, asset, device, values } = sample
  // A line that begins with # is a comment: it would be accepted and forgotten.
  if (measurement.startsWith('#')) return `a class cannot begin with #, as in ${JSON.stringify(measurement)}`
  for (const name of [measurement, site, asset, device, ...Object.keys(values)]) {
    if (name === '' || UNWRITABLE.test(name)) return `InfluxDB cannot hold the name ${JSON.stringify(name)}`
  }
  return undefined
}

/**
 * `class,site=…,asset=…,device=… metric=1.5,other=2 1767225600000`: the measurement is the equipment class, fields are
 * always floats (an `i` would fix the type of the column for ever), the time is explicit and in milliseconds.
 */
export function toLine({ class: measurement, site, asset, device, observedAtMs, values }: Sample): string {
  let fields = ''
  for (const metric in values) {
    fields += `${fields && ','}${escaped.tag(metric)}=${values[metric]}`
  }
  // Tags in the order of their keys save the server a sort.
  const tags = `asset=${escaped.tag(asset)},device=${escaped.tag(device)},site=${escaped.tag(site)}`
  return `${escaped.measurement(measurement)},${tags} ${fields} ${observedAtMs}`
}
