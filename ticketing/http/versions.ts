import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Api } from './parts.ts'

/*
 * Single resources carry their version as ETag. `If-None-Match` spares the caller what it has already; `If-Match` makes
 * a change only where the resource is still what the caller has seen, checked under the lock of the change itself.
 */

const TAG = '(W/)?"[\\x21\\x23-\\x7e]*"'
const Tags = (description: string) =>
  Type.String({
    pattern: `^(\\*|${TAG}([ \\t]*,[ \\t]*${TAG})*)$`,
    description: `${description}: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.`,
    examples: ['"12"'],
  })

/** Headers of a route that reads a single resource. */
export const readHeaders = Type.Object({
  'if-none-match': Type.Optional(Tags('Answer 304 without a body where the resource still has this version')),
})

/** Headers of a route that changes a single resource. */
export const changeHeaders = Type.Object({
  'if-match': Type.Optional(Tags('Change it only where it still has this version; 412 otherwise')),
})

/** Puts the version into the answer's ETag; the rest is the resource. */
export function tagged<T extends { version: number }>(
  reply: FastifyReply,
  { version, ...resource }: T,
): Omit<T, 'version'> {
  reply.header('etag', etagOf(version))
  return resource
}

/** The same for what shows its version as a property, too. */
export function withEtag<T extends { version: number }>(reply: FastifyReply, resource: T): T {
  reply.header('etag', etagOf(resource.version))
  return resource
}

export const etagOf = (version: number) => `"${version}"`

/** The versions that `If-Match` allows; undefined where any will do. Weak ones are never equal (RFC 9110, 13.1.1). */
export function expectedVersions({ headers }: Pick<FastifyRequest, 'headers'>): number[] | undefined {
  const header = headers['if-match']
  if (header === undefined || header === '*') return undefined
  return tagsOf(header).flatMap(({ weak, tag }) => (!weak && /^\d{1,15}$/.test(tag) ? [Number(tag)] : []))
}

/** Turns what the caller has already into a 304. */
export function answerNotModified(api: Api): void {
  api.addHook('onSend', (request, reply, payload, done) => {
    if (!isKnown(request, reply)) return done(null, payload)
    if (payload instanceof Readable) payload.destroy() // a file that nobody will read
    reply.code(304).removeHeader('content-type').removeHeader('content-length')
    done(null, null)
  })
}

/** Whether the answer will be a 304. Only of routes with `readHeaders`: what a device says of itself changes while its registration keeps its version. */
export function isKnown({ headers, method, routeOptions }: FastifyRequest, reply: FastifyReply): boolean {
  const known = headers['if-none-match']
  const current = reply.getHeader('etag')
  if (known === undefined || current === undefined || reply.statusCode !== 200) return false
  if (!['GET', 'HEAD'].includes(method) || routeOptions.schema?.headers !== readHeaders) return false
  return names(known, String(current))
}

/** Whether an `If-None-Match` names the ETag; weak ones are good enough for it (RFC 9110, 13.1.2). */
export const names = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch === '*' || tagsOf(ifNoneMatch).some(({ tag }) => `"${tag}"` === etag)

function tagsOf(header: string): { weak: boolean; tag: string }[] {
  return [...header.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, tag = '']) => ({
    weak: weak !== undefined,
    tag,
  }))
}
