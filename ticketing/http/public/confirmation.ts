import { Type } from 'typebox'
import { answerOf, RepairAnswer } from '../../domain/confirmation.ts'
import { answerRepair, repairOf } from '../../store/confirmations.ts'
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
import { confirmationPage } from './confirmation-page.ts'

const ConfirmationForm = Type.Object({
  fixed: Type.Enum(['yes', 'no']),
  rating: Type.Optional(Type.Enum(['1', '2', '3', '4', '5'])),
  comment: Type.Optional(RepairAnswer.properties.comment),
})

/** `/c/{token}`, for the same link as `/p/{token}`: whoever asked for the work says whether it is fixed, and rates it. */
export function confirmationRoutes(app: Api, { db, clock }: PageParts): void {
  app.get<ByToken>(
    '/c/:token',
    {
      schema: {
        ...schema,
        operationId: 'getConfirmationPage',
        summary: 'The page on which a requester confirms and rates a repair',
        description: 'What was wrong, what was done, and a form; once it was sent, what was said.',
        response: htmlAnswer('The page.'),
      },
    },
    async ({ params: { token } }, reply) => {
      const repair = await repairOf(db, token, clock.nowMs())
      return repair ? sendPage(reply, confirmationPage({ token, ...repair })) : sendGone(reply)
    },
  )

  app.post<ByToken & { Body: Record<string, unknown> | undefined }>(
    '/c/:token',
    {
      config: { form: { mediaType: 'application/x-www-form-urlencoded', schema: ConfirmationForm } },
      preValidation: sending(app),
      schema: {
        ...schema,
        operationId: 'confirmRepair',
        summary: 'Confirm and rate a repair as its requester',
        description:
          'The form of the page. A no reopens the ticket with the comment as its reason. Sent twice it counts once.',
        response: formAnswer('Said; `location` is the page with the answer.'),
      },
    },
    async (request, reply) => {
      const { token } = request.params
      const nowMs = clock.nowMs()
      const form = typeof request.body === 'object' ? (request.body ?? {}) : {}
      const { answer, mistakes } = answerOf(form)
      if (!answer) {
        const repair = await repairOf(db, token, nowMs)
        if (!repair) return sendGone(reply)
        const given = Object.fromEntries(
          Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        )
        return sendPage(reply.code(400), confirmationPage({ token, ...repair, given, errors: mistakes }))
      }
      if (!(await answerRepair(db, token, answer, nowMs))) return sendGone(reply)
      return reply.redirect(`/c/${token}`, 303)
    },
  )
}
