import type { Codec } from './codec.ts'
import { json } from './json/json.ts'

/** Every format Forewarn reads; the first that accepts the topic decodes the message. */
export const codecs: readonly Codec[] = [json]
