import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { contentDisposition } from '../../domain/attachment.ts'
import { Visibility } from '../../domain/comment.ts'
import { invalid } from '../../domain/refusals.ts'
import { TicketNumber } from '../../domain/relations.ts'
import { exact } from '../../domain/schema.ts'
import {
  addAttachment,
  getAttachment,
  listAttachments,
  type NewAttachment,
  noAttachment,
  removeAttachment,
} from '../../store/attachments/rows.ts'
import { noTicket, ticketExists } from '../../store/tickets.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { impatient, patienceFor, pour } from '../downloads.ts'
import { isGuestAt, visibilityFor } from '../masking.ts'
import type { Api, Parts } from '../parts.ts'
import { byNumber } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { acceptForms, FileOfForm, readForm, UPLOAD_TIMEOUT_MS } from '../uploads.ts'
import { isKnown, readHeaders } from '../versions.ts'

const tags = ['tickets']
const oldest = cursorOf('attachments', Type.Object({ id: Position }))
const byAttachment = Type.Object({
  number: TicketNumber,
  attachment: Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1 }),
})

const File = Type.Unsafe<Readable>({
  description: 'The file.',
  content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
})

const Upload = Type.Object({
  visibility: Type.Optional({ ...Visibility, default: 'internal' }),
  file: FileOfForm('The file.'),
})

/** Files that hang on tickets. They are saved by a browser and never shown: they come from anybody. */
export function attachmentRoutes(
  app: Api,
  { clock, attachments, patience = patienceFor.attachment }: Parts,
): void {
  app.get(
    '/tickets/:number/attachments',
    {
      schema: {
        tags,
        operationId: 'listAttachments',
        summary: 'Attachments of a ticket, oldest first',
        description: 'What they are, without the content.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Attachment')), ...refusals(404) },
      },
    },
    async request => {
      const { db, params, query } = request
      const { number } = params
      const { limit = DEFAULT_LIMIT, cursor } = query
      const after = oldest.decode(cursor)?.id
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const visibility = (await isGuestAt(request, number)) ? 'public' : undefined
      const rows = await listAttachments(db, number, { limit: limit + 1, after, visibility })
      return pageOf(rows, limit, ({ id }) => oldest.encode({ id }))
    },
  )

  app.get(
    '/tickets/:number/attachments/:attachment',
    {
      schema: {
        tags,
        operationId: 'downloadAttachment',
        summary: 'The content of an attachment',
        description:
          'Always as a download. Who takes nothing for a minute, or needs more than an hour, is cut off.',
        params: byAttachment,
        headers: readHeaders,
        response: { 200: File, 304: NotModified, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { number, attachment } = request.params
      const found = await getAttachment(request.db, number, attachment)
      const { name, mediaType, bytes, sha256, visibility } = found
      if (visibility === 'internal' && (await isGuestAt(request, number)))
        throw noAttachment(number, attachment)
      const content = await attachments.open(sha256)
      if (!content) throw new ForewarnError('store_unavailable', `The content of ${name} is not there.`)
      reply.headers({
        'content-type': mediaType,
        'content-length': bytes,
        'content-disposition': contentDisposition(name),
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, max-age=31536000, immutable',
        etag: `"${sha256}"`,
      })
      const file = impatient(content, patience)
      if (request.method === 'HEAD' || isKnown(request, reply)) return reply.send(file)
      pour(reply, file)
      return reply
    },
  )

  app.delete(
    '/tickets/:number/attachments/:attachment',
    {
      schema: {
        tags,
        operationId: 'removeAttachment',
        summary: 'Take an attachment off a ticket',
        description:
          'The ledger keeps that it was there. The content goes with the next sweep, when nothing else has it.',
        params: byAttachment,
        response: { 204: NoContent, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { number, attachment } = request.params
      await removeAttachment(request.db, number, attachment, actOf(request, clock))
      return reply.code(204).send(null)
    },
  )

  app.register(async (forms: Api) => {
    await acceptForms(forms)
    uploadRoute(forms, { clock, attachments })
  })
}

function uploadRoute(app: Api, { clock, attachments: store }: Pick<Parts, 'clock' | 'attachments'>) {
  app.post(
    '/tickets/:number/attachments',
    {
      config: { streams: true, form: { mediaType: 'multipart/form-data', schema: Upload } },
      handlerTimeout: UPLOAD_TIMEOUT_MS,
      schema: {
        tags,
        operationId: 'addAttachment',
        summary: 'Hang a file on a ticket',
        description:
          'Which types are taken is configured; the type is found from the content, whatever the form says that it is.',
        params: byNumber,
        response: { 201: ref('Attachment'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      if (!(await ticketExists(request.db, number))) {
        request.raw.resume()
        throw noTicket(number)
      }
      const { fields, file } = await readForm(request, { store, fileField: 'file' })
      if (!file) throw invalid('/file', 'The form has no file in the field file.')
      const asked = await visibilityFor(
        request,
        number,
        fields.visibility === undefined ? undefined : visibilityOf(fields.visibility),
      )
      const visibility = asked ?? 'internal'
      const added = { store, ticket: number, ...file, visibility, requester: null }
      return reply.once(digestOf(added), async (_request, answer) =>
        answer.code(201).send(await addAttachment(request.db, added, actOf(request, clock))),
      )
    },
  )
}

/** What makes two uploads the same one. */
const digestOf = ({ content, fileName, visibility }: NewAttachment): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([content.sha256, fileName, visibility]))
    .digest()

function visibilityOf(given: string): Visibility {
  const found = Visibility.enum.find(one => one === given)
  if (!found) throw invalid('/visibility', `visibility must be one of ${Visibility.enum.join(', ')}.`)
  return found
}
