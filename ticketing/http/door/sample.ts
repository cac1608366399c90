import type { Sample } from '../../domain/arrival.ts'
import type { IntakeKind } from '../../domain/intake.ts'
import { invalid } from '../../domain/refusals.ts'
import { decoders, usualType } from '../../intakes/index.ts'
import type { Sent } from './trial.ts'

/** What a sender would have sent. Throws `invalid` where the intake takes nothing of the kind; `at` is the sample's pointer. */
export function sentSample(
  kind: IntakeKind,
  { headers: given = {}, ...sample }: Sample,
  at = '',
): Omit<Sent, 'intake'> {
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const type = sample.mediaType ?? headers['content-type'] ?? usualType[kind]
  const mediaType = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (!decoders[kind].takes(mediaType, headers)) throw invalid(`${at}/mediaType`, decoders[kind].wanted)
  return { mediaType, headers: { ...headers, 'content-type': type }, body: bytesOf(sample, at) }
}

function bytesOf(
  { payload, payloadEncoding }: Pick<Sample, 'payload' | 'payloadEncoding'>,
  at: string,
): Buffer {
  if (payloadEncoding !== 'base64') return Buffer.from(payload)
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(payload)) return Buffer.from(payload, 'base64')
  throw invalid(`${at}/payload`, 'The payload is not base64, as payloadEncoding says.')
}
