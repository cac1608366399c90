import type { Client } from 'aedes'
import { ADMINISTRATOR, READER } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import type { Peer } from './peers.ts'
import type { Refusal } from './refusals.ts'

/** MQTT 3.1.1, table 3.1. */
export const IDENTIFIER_REJECTED = 2
const SERVER_UNAVAILABLE = 3
const BAD_USER_NAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

/** A stranger chooses its secret itself; nobody should find it by trying. */
export const MIN_STRANGER_SECRET = 12

export type ConnectRefusal = Refusal & { returnCode: 2 | 3 | 4 | 5 }

/** [MQTT-3.1.3-8], and what a client id may be beyond the 23 letters and digits that MQTT asks for. */
export function clientIdRefusal(client: Client, peer: Peer, maxLength: number): ConnectRefusal | undefined {
  const wrong =
    peer.hello?.emptyClientId && !client.clean
      ? 'is empty, which needs clean=true'
      : client.id.length > maxLength
        ? `is longer than ${maxLength} characters`
        : client.id.includes('\u0000') || client.id.includes('\ufffd')
          ? 'contains NUL or is not UTF-8'
          : undefined
  if (!wrong) return undefined
  return {
    returnCode: IDENTIFIER_REJECTED,
    reason: 'client_id_not_valid',
    message: `The client id ${quoted(client.id)} ${wrong}.`,
  }
}

export const noCredentials = (address: string): ConnectRefusal => ({
  returnCode: NOT_AUTHORIZED,
  reason: 'no_credentials',
  message: `A client at ${address} gave no user name or no password. A device logs in with its id and its secret.`,
})

export const willRefused = ({ message }: Refusal): ConnectRefusal => ({
  returnCode: NOT_AUTHORIZED,
  reason: 'will_not_allowed',
  message: `Last will: ${message}`,
})

export const otherName = (certificateName: string, userName: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'certificate_mismatch',
  message: `A client with the certificate of ${quoted(certificateName)} gave the user name ${quoted(userName)}. Leave the user name out, or give the name in the certificate.`,
})

export const unknownDevice = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'unknown_device',
  message: `${quoted(id)} is no registered device. Register it with POST /api/v1/devices, and log in with its id and secret; or let devices enrol themselves with DEVICE_ENROLMENT=open.`,
})

/** With open enrolment, for a name that cannot be an id, or a certificate: it would have no secret of its own. */
export const cannotEnrol = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'unknown_device',
  message: `${quoted(id)} is no registered device, and cannot enrol itself: that needs a user name that can be an id (letters, digits, dot, underscore and hyphen, at most 64) and a password. Register it with POST /api/v1/devices.`,
})

export const wrongSecret = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'wrong_secret',
  message:
    id === ADMINISTRATOR
      ? 'The administrator gave a wrong token. It is the value of ADMIN_TOKEN, or in the file admin-token of the data directory.'
      : id === READER
        ? 'A reader gave a wrong token. It is the value of READER_TOKEN, or in the file reader-token of the data directory.'
        : `The device ${quoted(id)} gave a wrong secret. When it is lost: POST /api/v1/devices/${id}/secret makes a new one.`,
})

export const secretTooShort = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'secret_too_short',
  message: `${quoted(id)} is not registered, and its secret is too short. Give it one of its own of at least ${MIN_STRANGER_SECRET} characters, or register it with POST /api/v1/devices.`,
})

export const otherSecret = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'wrong_secret',
  message: `${quoted(id)} is not registered, and gave another secret than the first that came with this name. Give it that secret again; or, where this one is right, forget the other with DELETE /api/v1/quarantine/${id}.`,
})

export const ignoredStranger = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'ignored_stranger',
  message: `${quoted(id)} is not registered, and somebody decided to ignore it. DELETE /api/v1/quarantine/${id} lets it come again.`,
})

export const registeredMeanwhile = (id: string): ConnectRefusal => ({
  returnCode: SERVER_UNAVAILABLE,
  reason: 'registered_meanwhile',
  message: `${quoted(id)} was registered a moment ago; it can log in as a device when it tries again.`,
})

export const tooManyStrangers = (limit: number): ConnectRefusal => ({
  returnCode: SERVER_UNAVAILABLE,
  reason: 'too_many_strangers',
  message: `A device that is not registered was refused: there are already ${limit} connections of such, the limit. Approve or ignore those that wait (GET /api/v1/quarantine), or raise BROKER_MAX_STRANGERS.`,
})

export const tooManyEnrolments = (perS: number): ConnectRefusal => ({
  returnCode: SERVER_UNAVAILABLE,
  reason: 'too_many_strangers',
  message: `A device that is not registered was refused: more than ${perS} such logins a second. It can try again.`,
})

export const tooManyReaders = (limit: number): ConnectRefusal => ({
  returnCode: SERVER_UNAVAILABLE,
  reason: 'too_many_readers',
  message: `A reader was refused: there are already ${limit} of them, the limit. Disconnect one, or raise BROKER_MAX_READERS.`,
})

export const registryFailed = (error: unknown): ConnectRefusal => ({
  returnCode: SERVER_UNAVAILABLE,
  reason: 'registry_unavailable',
  message: `Devices cannot log in: the registry does not answer (${error instanceof Error ? error.message : String(error)}). Is PostgreSQL up?`,
})
