import type { FastifyReply, FastifyRequest } from 'fastify'
import { parse, stringify } from 'yaml'
import { invalid } from '../domain/refusals.ts'
import type { Api } from './parts.ts'

export const YAML = 'application/yaml'

/** Lets a body be YAML: it is read to the same value, and checked by the same schema. Aliases are bounded. */
export function acceptYaml(app: Api): void {
  app.addContentTypeParser([YAML, 'text/yaml'], { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parse(String(body), { maxAliasCount: 100, logLevel: 'error' }))
    } catch (error) {
      const [what = ''] = (error as Error).message.split('\n', 1) // what follows is a drawing of the place
      done(invalid('', `The body cannot be read as YAML: ${what.replace(/(?<![.:])[.:]+$/, '')}.`))
    }
  })
}

/** The document as YAML where the caller asks for that, else as it is. */
export function answerYaml<Document>(
  request: FastifyRequest,
  reply: FastifyReply,
  document: Document,
): Document {
  if (!/\byaml\b/.test(request.headers.accept ?? '')) return document
  reply.type(`${YAML}; charset=utf-8`).serializer(stringify)
  return document
}
