import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AttachmentStore } from '../../domain/attachment.ts'
import { FaultReport } from '../../domain/request-link.ts'
import { reportFault } from '../../store/fault-reports.ts'
import { assetOfToken, type ReportingAsset } from '../../store/request-links.ts'
import type { Api } from '../parts.ts'
import { problemOf } from '../problems.ts'
import { FileOfForm, type Form, readForm, UPLOAD_TIMEOUT_MS } from '../uploads.ts'
import {
  type ByToken,
  formAnswer,
  htmlAnswer,
  type PageParts,
  schema,
  sendGone,
  sending,
  sendPage,
} from './common.ts'
import { originOf } from './origin.ts'
import { type ReportView, reportPage } from './pages.ts'

const ReportForm = Type.Object({
  ...FaultReport.properties,
  photo: Type.Optional(FileOfForm('An image.')),
  form: Type.Optional(
    Type.String({ description: 'A number that keeps the same form from being two reports.' }),
  ),
})

/** `/r/{token}`: the form by which a fault at an asset is reported. */
export function reportRoutes(app: Api, { db, clock, attachments: store, publicUrl }: PageParts): void {
  const view = (token: string, asset: ReportingAsset, more: Partial<ReportView> = {}): string =>
    reportPage({
      token,
      formNumber: randomBytes(16).toString('base64url'),
      asset,
      maxPhotoMiB: Math.floor(store.maxBytes / 1024 ** 2),
      ...more,
    })

  app.get<ByToken>(
    '/r/:token',
    {
      schema: {
        ...schema,
        operationId: 'getReportPage',
        summary: 'The page on which a fault at an asset is reported',
        description: 'A form. Whoever has the link needs no account.',
        response: htmlAnswer('The form.'),
      },
    },
    async ({ params: { token } }, reply) => {
      const asset = await assetOfToken(db, token, clock.nowMs())
      return asset ? sendPage(reply, view(token, asset)) : sendGone(reply)
    },
  )

  app.post<ByToken>(
    '/r/:token/tickets',
    {
      config: { form: { mediaType: 'multipart/form-data', schema: ReportForm } },
      handlerTimeout: UPLOAD_TIMEOUT_MS,
      preValidation: sending(app),
      schema: {
        ...schema,
        operationId: 'reportFault',
        summary: 'Report a fault at an asset',
        description: 'The form of the page. Leads to the page of the ticket.',
        response: formAnswer('Reported; `location` is the page of the ticket.'),
      },
    },
    async (request, reply) => {
      const { token } = request.params
      const asset = await assetOfToken(db, token, clock.nowMs())
      if (!asset) {
        request.raw.resume()
        return sendGone(reply)
      }
      const { form, errors } = await formOf(request, store)
      const { report, mistakes } = reportOf(form.fields)
      const wrong = { ...mistakes, ...errors }
      const formNumber = form.fields.form
      if (!report || Object.keys(wrong).length > 0) {
        const more = { given: form.fields, errors: wrong, ...(formNumber && { formNumber }) }
        return sendPage(reply.code(400), view(token, asset, more))
      }
      const made = await reportFault(
        db,
        { token, formNumber: formNumber || undefined, report, photo: form.file },
        { store, nowMs: clock.nowMs() },
      )
      if (!made) return sendGone(reply)
      return reply.redirect(`${publicUrl ? originOf(request, publicUrl) : ''}/p/${made.token}?sent`, 303)
    },
  )
}

/** The form; a photo that is refused is a mistake beside its field, and the text is kept. */
async function formOf(
  request: FastifyRequest,
  store: AttachmentStore,
): Promise<{ form: Form; errors: Record<string, string> }> {
  const fields: Form['fields'] = {}
  try {
    const form = await readForm(request, { store, fileField: 'photo', imagesOnly: true, fields })
    return { form, errors: {} }
  } catch (error) {
    const { status, detail } = problemOf(error, request)
    if (status !== 413 && status !== 415) throw error
    const photo = status === 413 ? detail : NO_PHOTO
    return { form: { fields, file: undefined }, errors: { photo } }
  }
}

const NO_PHOTO = 'This file is not a photo that we can take. Use one that your phone has made.'

const SENTENCES: Record<string, string> = {
  what: 'Say in up to 2000 characters what is wrong.',
  severity: 'Choose how bad it is.',
  name: 'Use up to 100 characters.',
  contact: 'Use up to 200 characters.',
}

function reportOf(fields: Form['fields']): { report?: FaultReport; mistakes: Record<string, string> } {
  const { form: _, what = '', severity, name, contact } = fields
  const report = {
    what: what.replaceAll('\r\n', '\n').trim(),
    ...(severity && { severity }),
    ...(name?.trim() && { name: name.trim() }),
    ...(contact?.trim() && { contact: contact.trim() }),
  }
  if (Value.Check(FaultReport, report)) return { report, mistakes: {} }
  const wrong = Object.entries(FaultReport.properties)
    .filter(([field, part]) => {
      const value = (report as Record<string, unknown>)[field]
      return value === undefined ? field === 'what' || field === 'severity' : !Value.Check(part, value)
    })
    .map(([field]) => [field, SENTENCES[field] ?? ''])
  return { mistakes: Object.fromEntries(wrong) }
}
