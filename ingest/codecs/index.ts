import type { Format } from '../../contracts/format.ts'
import type { Codec, PayloadReader } from './codec.ts'
import { homie } from './homie/homie.ts'
import { json } from './json/json.ts'
import { mappedJson } from './json/mapped.ts'
import { line } from './line/line.ts'
import { senml } from './senml/senml.ts'
import { sparkplug } from './sparkplug/sparkplug.ts'
import { status, statusReader } from './status/status.ts'

/** Every format of a fixed topic that Forewarn reads; the first that accepts the topic decodes the message. */
export const codecs: readonly Codec[] = [json, status, sparkplug, homie]

/** What reads the payloads of the formats that an installation describes for itself. */
export const readers: Readonly<Record<Format['codec'], PayloadReader>> = {
  json: mappedJson,
  line,
  senml,
  status: statusReader,
}
