/** What a device sent, as JSON can carry it: the text where it is UTF-8, else base64. */
export function readablePayload(payload: Uint8Array): { text: string; encoding: 'utf8' | 'base64' } {
  const bytes = Buffer.from(payload)
  const text = bytes.toString('utf8')
  if (Buffer.from(text, 'utf8').equals(bytes)) return { text, encoding: 'utf8' }
  return { text: bytes.toString('base64'), encoding: 'base64' }
}
