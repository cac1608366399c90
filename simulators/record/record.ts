import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt'
import type { Clock } from '../../contracts/clock.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import { pause } from '../pace.ts'
import { headerLine, messageLine } from './recording.ts'
import { RecordingFile } from './recording-file.ts'

export interface RecordOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  url: string
  user?: string | undefined
  password?: string | undefined
  /** Topic filters. */
  topics: readonly string[]
  /** A file that does not exist yet; packed where its name ends in `.gz`. */
  file: string
  /** It ends after so many seconds; not given: with the signal. */
  seconds?: number | undefined
  /** It ends before the file becomes larger. */
  maxBytes: number
  clock: Clock
  signal: AbortSignal
  /** It has subscribed. */
  onStarted?(): void
}

export interface RecordSummary {
  messages: number
  /** Different topics, counted up to 10,000. */
  topics: number
  bytes: number
  /** Messages larger than 4 MB, which are left out. */
  tooLarge: number
  /** The connection was lost so often and made again; what was said in between is not there. */
  lostConnections: number
  endedBy: 'signal' | 'seconds' | 'maxBytes'
}

const CONNECT_TIMEOUT_MS = 10_000
const RECONNECT_MS = 1000
const FLUSH_MS = 1000
const MOST_TOPICS = 10_000
const LARGEST_PAYLOAD = 4_000_000

/**
 * Writes what a broker passes on into a recording. Messages are acknowledged to the broker when they are taken, and written
 * once a second. Rejects when it cannot connect or subscribe, or when the file cannot be written.
 */
export async function recordBroker(options: RecordOptions): Promise<RecordSummary> {
  const { topics, file, maxBytes, clock, signal } = options
  const url = new URL(options.url)
  const where = `${url.protocol}//${url.host}`
  const client = await connect(url, options)
  try {
    const recording = await RecordingFile.create(file, maxBytes)
    const ending = new AbortController()
    const summary: RecordSummary = {
      ...{ messages: 0, topics: 0, bytes: 0, tooLarge: 0, lostConnections: 0 },
      endedBy: 'signal',
    }
    let failure: unknown
    const end = (endedBy: RecordSummary['endedBy']) => {
      if (!ending.signal.aborted) summary.endedBy = endedBy
      ending.abort()
    }
    const take = taker({ recording, summary, clock, end, isEnding: () => ending.signal.aborted })
    const fail = (error: unknown) => {
      failure ??= error
      end('signal')
    }
    client.handleMessage = (packet, done) => void take(packet).catch(fail).finally(done)
    // An attempt to come back that fails closes a connection as well.
    let isConnected = true
    client.on('connect', () => {
      isConnected = true
    })
    client.on('close', () => {
      if (isConnected) summary.lostConnections++
      isConnected = false
    })
    const stop = () => end('signal')
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    try {
      const startedAt = new Date(clock.nowMs()).toISOString()
      await recording.add(headerLine({ forewarnRecording: 1, startedAt, broker: where, filters: topics }))
      await recording.flush()
      await subscribe(client, topics, where)
      options.onStarted?.()
      await untilEnd({ options, recording, end, ending: ending.signal })
    } catch (error) {
      fail(error)
    } finally {
      signal.removeEventListener('abort', stop)
      end('signal')
      client.removeAllListeners('close')
      await recording.close().catch(fail)
    }
    if (failure !== undefined) throw failure
    return { ...summary, bytes: recording.bytes }
  } finally {
    await client.endAsync(true)
  }
}

async function connect(url: URL, { user, password }: RecordOptions): Promise<MqttClient> {
  const where = `${url.protocol}//${url.host}`
  // What stands in the URL goes to the broker as well, and never into a file or a message.
  const username = user ?? (decodeURIComponent(url.username) || undefined)
  const secret = password ?? (decodeURIComponent(url.password) || undefined)
  url.username = ''
  url.password = ''
  return mqtt
    .connectAsync(
      url.href,
      {
        reconnectPeriod: RECONNECT_MS,
        connectTimeout: CONNECT_TIMEOUT_MS,
        clientId: '',
        ...(username !== undefined && { username }),
        ...(secret !== undefined && { password: secret }),
      },
      false,
    )
    .then(client => client.on('error', () => undefined)) // a lost connection is not the end: the client tries again
    .catch(cause => {
      const who = username === undefined ? 'nobody (no user is given)' : username
      throw new ForewarnError('store_unavailable', `${who} could not connect to ${where}: ${cause.message}`, {
        cause,
      })
    })
}

async function subscribe(client: MqttClient, topics: readonly string[], where: string): Promise<void> {
  for (const topic of topics)
    await client.subscribeAsync(topic, { qos: 1 }).catch(cause => {
      throw new ForewarnError(
        'unauthorized',
        `${where} refuses the topic filter ${topic}. Record with a user who may read there; at Forewarn's own broker that is $reader, who hears what devices say, but no commands.`,
        { cause },
      )
    })
}

interface Taking {
  recording: RecordingFile
  summary: RecordSummary
  clock: Clock
  end(by: 'maxBytes'): void
  isEnding(): boolean
}

function taker({
  recording,
  summary,
  clock,
  end,
  isEnding,
}: Taking): (packet: IPublishPacket) => Promise<void> {
  const seen = new Set<string>()
  return async ({ topic, payload, qos, retain }) => {
    if (isEnding()) return
    const bytes = Buffer.from(payload)
    if (bytes.length > LARGEST_PAYLOAD) {
      summary.tooLarge++
      return
    }
    const line = messageLine({ ts: clock.nowMs(), topic, qos, retain, payload: bytes })
    if (!(await recording.add(line))) return end('maxBytes')
    summary.messages++
    if (seen.size < MOST_TOPICS) summary.topics = seen.add(topic).size
  }
}

interface Waiting {
  options: RecordOptions
  recording: RecordingFile
  end(by: 'seconds'): void
  ending: AbortSignal
}

/** Writes once a second what has come, until the end. */
async function untilEnd({ options, recording, end, ending }: Waiting): Promise<void> {
  const { seconds, clock } = options
  const endMs = seconds === undefined ? Number.POSITIVE_INFINITY : clock.nowMs() + seconds * 1000
  while (!ending.aborted) {
    await pause(Math.min(FLUSH_MS, Math.max(0, endMs - clock.nowMs())), ending)
    await recording.flush()
    if (clock.nowMs() >= endMs) end('seconds')
  }
}

/** What a person wants to know of it. */
export function describeRecording(file: string, summary: RecordSummary): string {
  const { messages, topics, bytes, tooLarge, lostConnections, endedBy } = summary
  const lines = [`${messages} messages of ${topics} topics are in ${file} (${bytes} bytes).`]
  if (endedBy === 'maxBytes')
    lines.push('It ended there, because the file would have become larger than --max-bytes.')
  if (tooLarge > 0) lines.push(`${tooLarge} messages of more than ${LARGEST_PAYLOAD} bytes are left out.`)
  if (lostConnections > 0)
    lines.push(
      `The connection was lost ${lostConnections} times; what was said until it was back is not there.`,
    )
  return lines.join('\n')
}
