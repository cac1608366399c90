import type { FastifyReply, FastifyRequest } from 'fastify'

/*
 * Where browsers come by https, cookies have the prefix `__Host-`: then only this very host can have set them, by https,
 * and no neighbour's page or subdomain. By plain http, as on loopback, a browser would not keep such a cookie.
 */

interface Cookie {
  name: 'session' | 'browser' | 'sign-in'
  maxAgeS: number
}

export const SESSION: Cookie['name'] = 'session'
export const BROWSER: Cookie['name'] = 'browser'
/** What we have to know when somebody comes back from their provider of identities. */
export const SIGN_IN: Cookie['name'] = 'sign-in'

const nameOf = (name: Cookie['name'], isSecure: boolean) =>
  isSecure ? `__Host-forewarn-${name}` : `forewarn-${name}`

/** Whether the browser has reached us by https, as far as is known behind a proxy. */
export const isSecure = ({ protocol }: FastifyRequest, publicUrl: string | undefined): boolean =>
  protocol === 'https' || (publicUrl?.startsWith('https:') ?? false)

/** Our secrets only: letters, digits, hyphen and underscore. Undefined where there is none, or something else. */
export function cookieOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  name: Cookie['name'],
  secure: boolean,
): string | undefined {
  if (headers.cookie === undefined) return undefined
  const wanted = `${nameOf(name, secure)}=`
  const found = headers.cookie.split(/; */).find(each => each.startsWith(wanted))
  const value = found?.slice(wanted.length) ?? ''
  return /^[\w-]{20,3000}$/.test(value) ? value : undefined
}

/** Fastify adds it to what is set already; an empty value takes the cookie away. */
export function setCookie(
  reply: FastifyReply,
  { name, maxAgeS }: Cookie,
  { value, secure }: { value: string; secure: boolean },
): void {
  const parts = [
    `${nameOf(name, secure)}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeS}`,
    'HttpOnly',
    // From the provider the browser comes by a link of another page; Lax sends it along then, and with nothing else.
    name === SIGN_IN ? 'SameSite=Lax' : 'SameSite=Strict',
  ]
  reply.header('set-cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '))
}
