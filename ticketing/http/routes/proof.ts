import { proofOf } from '../../store/proof.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { byNumber } from '../requests.ts'
import { refusals } from '../responses.ts'

export function proofRoutes(app: Api, { store }: Parts): void {
  app.get(
    '/tickets/:number/verification',
    {
      schema: {
        tags: ['tickets'],
        operationId: 'getVerification',
        summary: 'Whether the repair of a ticket holds, by the same sensors',
        description:
          'From the moment a ticket is verifying: the watch with its sentence, the metric while the fault lasted and since ' +
          'the repair with the normal band or the limit, to draw, and what requesters have said. A person ends the watch ' +
          'by closing or reopening the ticket. 404 before the first repair.',
        params: byNumber,
        response: { 200: ref('Verification'), ...refusals(404) },
      },
    },
    ({ params, db }) => proofOf(db, store, params.number),
  )
}
