import { Type } from 'typebox'
import { commentAsRequester, progressOf } from '../../store/fault-reports.ts'
import type { Api } from '../parts.ts'
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
import { toConfirm } from './confirmation-page.ts'
import { originOf } from './origin.ts'
import { progressPage } from './pages.ts'

const MAX_COMMENT = 5000
const CommentForm = Type.Object({ body: Type.String({ minLength: 1, maxLength: MAX_COMMENT }) })

/** `/p/{token}`: how it goes on with what somebody has reported. */
export function progressRoutes(app: Api, { db, clock, publicUrl }: PageParts): void {
  app.get<ByToken & { Querystring: Record<string, unknown> }>(
    '/p/:token',
    {
      schema: {
        ...schema,
        operationId: 'getProgressPage',
        summary: 'The page on which a requester follows a ticket',
        description: 'State in plain words and public comments.',
        response: htmlAnswer('The page.'),
      },
    },
    async (request, reply) => {
      const { token } = request.params
      const found = await progressOf(db, token, clock.nowMs())
      if (!found) return sendGone(reply)
      const isNew = 'sent' in request.query
      const sentTo = isNew ? `${originOf(request, publicUrl)}/p/${token}` : undefined
      return sendPage(
        reply,
        progressPage({ token, ...found, sentTo, more: toConfirm(token, found.category) }),
      )
    },
  )

  app.post<ByToken & { Body: { body?: unknown } | undefined }>(
    '/p/:token/comments',
    {
      config: { form: { mediaType: 'application/x-www-form-urlencoded', schema: CommentForm } },
      preValidation: sending(app),
      schema: {
        ...schema,
        operationId: 'addRequesterComment',
        summary: 'Say something about a ticket as its requester',
        description: 'The form of the page.',
        response: formAnswer('Said; `location` is the page of the ticket.'),
      },
    },
    async (request, reply) => {
      const { token } = request.params
      const nowMs = clock.nowMs()
      const body = commentIn(request.body)
      if (body === undefined) {
        const found = await progressOf(db, token, nowMs)
        if (!found) return sendGone(reply)
        const error = `Write something, in up to ${MAX_COMMENT} characters.`
        return sendPage(reply.code(400), progressPage({ token, ...found, error }))
      }
      if (!(await commentAsRequester(db, token, body, nowMs))) return sendGone(reply)
      return reply.redirect(`/p/${token}`, 303)
    },
  )
}

function commentIn(form: { body?: unknown } | undefined): string | undefined {
  const body = typeof form?.body === 'string' ? form.body.replaceAll('\r\n', '\n').trim() : ''
  const sound = body.length > 0 && body.length <= MAX_COMMENT && !body.includes('\0') && body.isWellFormed()
  return sound ? body : undefined
}
