import { type Static, Type } from 'typebox'

const FieldError = Type.Object({
  pointer: Type.String({
    description: 'JSON pointer into the body; /query/…, /params/… and /headers/… for parameters.',
    examples: ['/criticality'],
  }),
  detail: Type.String({ description: 'What would be right.', examples: ['must be one of A, B, C'] }),
})
export type FieldError = Static<typeof FieldError>

/** RFC 9457 problem details, with a stable code and the request id as extensions. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'URN of the kind of problem.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'One sentence for people.' }),
    instance: Type.String({ description: 'The path that was asked.' }),
    code: Type.String({ description: 'Stable code for programs, such as invalid or conflict.' }),
    requestId: Type.String({ description: 'The x-request-id of this answer, as in the logs.' }),
    errors: Type.Optional(Type.Array(FieldError)),
  },
  {
    examples: [
      {
        type: 'urn:forewarn:problem:invalid',
        title: 'The request is not valid',
        status: 400,
        detail: 'criticality must be one of A, B, C.',
        instance: '/api/v1/assets',
        code: 'invalid',
        requestId: '5f3a9c1e-8b1d-4d0e-9a53-1f2b3c4d5e6f',
        errors: [{ pointer: '/criticality', detail: 'must be one of A, B, C' }],
      },
    ],
  },
)
export type Problem = Static<typeof Problem>
