import { ForewarnError } from '../../contracts/errors.ts'
import type { SessionEnd } from './session.ts'

/** The reason for the metric, and what an operator should know. */
export function whyEnded(
  { error, wasConnected }: SessionEnd,
  where: string,
): { reason: string; words: string } {
  if (error instanceof ForewarnError) {
    const words = `A message of ${where} could not be stored and was not acknowledged; it comes again. (${error.message})`
    return { reason: error.code, words }
  }
  const login = LOGIN_CODES.includes(Number(error?.code))
  if (login) {
    const words = `${where} refused the login: ${error?.message}. Check EXTERNAL_MQTT_USERNAME, EXTERNAL_MQTT_PASSWORD and what that user may do.`
    return { reason: 'login_refused', words }
  }
  if (wasConnected) {
    const words = `Lost the connection to ${where}; connecting again. (${error?.message ?? 'it was closed by the broker'})`
    return { reason: 'connection_lost', words }
  }
  const words = `Cannot connect to ${where}; trying until it works. (${error?.message ?? 'the broker closed the connection without an answer'})`
  return { reason: 'not_connected', words }
}

/** Bad user name or password, not authorized: of 3.1.1 and of 5. */
const LOGIN_CODES = [4, 5, 134, 135]
