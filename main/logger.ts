import { type DestinationStream, type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

const SECRETS = [
  ...['authorization', 'cookie', 'password', 'passphrase', 'secret', 'clientSecret', 'token', 'accessToken'],
  ...['adminToken', 'readerToken', 'secretsKey', 'databaseUrl', 'set-cookie', 'x-csrf-token'],
].map(name => `["${name}"]`)

/** What is never written, wherever in a logged object it may be: at its top, or one or two levels inside. */
export const redaction: string[] = SECRETS.flatMap(name => [name, `*${name}`, `*.*${name}`])

/** What people name their machines may hold codes that move the cursor; in JSON they are escaped anyway. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Lines of JSON, or readable text on a terminal. Both are written synchronously: the last words of a crash arrive. */
export function createLogger(role: string, level: string): Logger {
  const stream: DestinationStream = process.stdout.isTTY
    ? pretty({
        sync: true,
        ignore: 'pid,hostname,role',
        messageFormat: ({ role, msg }) => `${role}: ${msg}`.replaceAll(CONTROLS, '�'),
        colorize: true,
      })
    : pino.destination({ dest: 1, sync: true })
  return pino({ level, base: { role }, redact: redaction }, stream)
}
