import type { FastifyRequest } from 'fastify'
import { idTokenOf, SEALED_ID_TOKENS } from '../../store/identities.ts'
import { sealer } from '../../store/secrets.ts'
import type { AccessParts } from '../access-parts.ts'
import { originOf } from '../public/origin.ts'

/**
 * Where the browser goes to sign out at the provider, too (RP-initiated logout). Undefined where the session was not
 * opened there, or the provider has no such place; a provider that is away keeps nobody from signing out here.
 */
export async function providerEnd(
  request: FastifyRequest,
  session: number,
  { provider, secretsKey, publicUrl }: AccessParts,
): Promise<string | undefined> {
  const sealed = provider && (await idTokenOf(request.db, session))
  if (!sealed) return undefined
  const idToken = sealer(secretsKey, SEALED_ID_TOKENS).open(sealed)
  return provider.endUrl(idToken, `${originOf(request, publicUrl)}/`)
}
