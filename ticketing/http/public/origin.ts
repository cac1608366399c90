import type { FastifyRequest } from 'fastify'

/** Where browsers reach us: as configured, or as the request that asks for a link has reached us. */
export const originOf = ({ protocol, host }: FastifyRequest, publicUrl: string | undefined): string =>
  publicUrl?.replace(/(?<!\/)\/+$/, '') ?? `${protocol}://${host}`
