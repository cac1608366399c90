import { Type } from 'typebox'

const TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/gif',
  'application/pdf',
  'video/mp4',
  'video/quicktime',
  'video/webm',
]

/** What may hang on a ticket. */
export const attachmentSettings = {
  ATTACHMENT_MAX_BYTES: Type.Integer({
    default: 20 * 1024 ** 2,
    minimum: 1024,
    maximum: 1024 ** 3,
    description: 'Largest file that can hang on a ticket, in bytes, from 1024 to 1073741824 (1 GiB).',
  }),
  ATTACHMENT_TYPES: Type.String({
    default: TYPES.join(','),
    pattern: '^[a-z]+/[a-z0-9.+-]+(,[a-z]+/[a-z0-9.+-]+)*$',
    description:
      'Media types of files that can hang on a ticket, with commas between. The type is found from the content; plain text, CSV and SVG have none that could be told from a web page.',
  }),
}
