import { type DestinationStream, type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** Lines of JSON, or readable text on a terminal. Both are written synchronously: the last words of a crash arrive. */
export function createLogger(role: string, level: string): Logger {
  const stream: DestinationStream = process.stdout.isTTY
    ? pretty({ sync: true, ignore: 'pid,hostname,role', messageFormat: '{role}: {msg}', colorize: true })
    : pino.destination({ dest: 1, sync: true })
  return pino(
    { level, base: { role }, redact: ['req.headers.authorization', 'headers.authorization'] },
    stream,
  )
}
