import type { IntakeKind } from '../domain/intake.ts'
import type { Decoder } from '../domain/signal.ts'
import { alertmanager } from './alertmanager/decode.ts'
import { cloudevents } from './cloudevents/decode.ts'
import { csv } from './csv/decode.ts'
import { email } from './email/decode.ts'
import { json } from './json/decode.ts'

/** Every way in, one folder each. */
export const decoders: Readonly<Record<IntakeKind, Decoder>> = { alertmanager, cloudevents, json, csv, email }

/** How each usually gets what is sent. */
export const usualType: Readonly<Record<IntakeKind, string>> = {
  alertmanager: 'application/json',
  cloudevents: 'application/cloudevents+json',
  json: 'application/json',
  csv: 'text/csv',
  email: 'message/rfc822',
}
