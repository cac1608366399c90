import type { TryFormat } from '../../contracts/format.ts'
import { formatCodec } from '../../ingest/formats.ts'

/** Reads a message by a format as the decoder does, without asking the registry. */
export const tryFormat: TryFormat = (format, message) => {
  const codec = formatCodec(format)
  if (!codec.accepts(message.topic)) return undefined
  const { readings, problems } = codec.decode(message, () => undefined)
  return {
    readings: readings.map(({ site, device, address, observedAtMs, values, units }) => ({
      device: address ?? device,
      values,
      ...(site !== undefined && { site }),
      ...(observedAtMs !== undefined && { observedAtMs }),
      ...(units && { units }),
    })),
    problems: problems.map(({ detail, index }) =>
      index === undefined ? detail : `Element ${index}: ${detail}`,
    ),
  }
}
