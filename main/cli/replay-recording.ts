import { Value } from 'typebox/value'
import { createKindOf } from '../../broker/topics.ts'
import type { Format } from '../../contracts/format.ts'
import { ADMINISTRATOR, Id } from '../../contracts/registry.ts'
import { connectPublisher } from '../../simulators/publisher.ts'
import { describeRecordingReplay, replayRecording } from '../../simulators/record/replay-recording.ts'
import { checkFilter, parseRewrite } from '../../simulators/record/topics.ts'
import type { Config } from '../config.ts'
import { type ApiClient, adminToken, apiClient } from './client.ts'
import { type Placement, registerDevice } from './register.ts'
import { type CommonReplayOptions, describeEnd, type ReplayCommand } from './replay-options.ts'

/** How often the broker may hang up without an acknowledgement: a topic that it does not take, or its log is full. */
const HANG_UPS = 10

/**
 * A recording goes to Forewarn, as its administrator, with the devices of `telemetry/{site}/{device}` registered; or, with
 * `--user`, as that user to whatever broker it is.
 */
export async function replayRecorded(
  config: Config,
  common: CommonReplayOptions,
  command: ReplayCommand,
): Promise<void> {
  const { topic: topics, shiftTo, user } = command
  const rewrites = command.rewrite?.map(parseRewrite)
  for (const topic of topics ?? []) checkFilter(topic)
  const forewarn = user === undefined ? await openForewarn(config, command) : undefined
  const publisher = await connectPublisher({
    url: command.mqtt,
    user: user ?? ADMINISTRATOR,
    secret: forewarn?.token ?? command.password,
    hangUps: HANG_UPS,
  })
  try {
    const summary = await replayRecording({
      ...common,
      ...{ site: command.site, rewrites },
      async publish({ topic, payload, retain }) {
        await forewarn?.register(topic)
        await publisher.publish(topic, payload, { retain })
      },
      ...(topics && { topics }),
      ...(shiftTo && { shiftTo }),
      ...(forewarn && { leaveOut: forewarn.leaveOut }),
    })
    await publisher.flush()
    console.log(describeRecordingReplay(summary))
    console.log(describeEnd(publisher.acknowledged, summary))
  } finally {
    await publisher.close()
  }
}

interface Forewarn {
  token: string
  leaveOut(topic: string): string | undefined
  /** Registers the device of a telemetry topic where it is new. */
  register(topic: string): Promise<void> | undefined
}

async function openForewarn(config: Config, command: ReplayCommand): Promise<Forewarn> {
  const token = await adminToken(config)
  const api = apiClient(command.url, token)
  const { items } = (await api.get('/formats')) as { items: Format[] }
  const kindOf = createKindOf({ current: () => items })
  const known = new Set<string>()
  let unread: string | undefined
  return {
    token,
    leaveOut(topic) {
      const kind = kindOf(topic)
      if (kind === 'data') return undefined
      if (kind === 'command') return 'commands, which are not for a replay to give'
      // The broker would hang up.
      unread ??= `messages on topics for which Forewarn has no format, such as ${topic}`
      return unread
    },
    register(topic) {
      const [kind, site = '', device = '', ...rest] = topic.split('/')
      if (kind !== 'telemetry' || rest.length > 0 || known.has(topic)) return undefined
      known.add(topic)
      return Value.Check(Id, device) && Value.Check(Id, site)
        ? registerAt(api, device, { ...command, site })
        : undefined
    },
  }
}

async function registerAt(api: ApiClient, device: string, placement: Placement): Promise<void> {
  const secret = await registerDevice(api, device, placement)
  const { site } = (await api.get(`/devices/${device}`)) as { site: string }
  console.log(`${secret === undefined ? 'known' : 'new'} device ${device} at site ${site}`)
  if (site !== placement.site)
    console.log(
      `  what is recorded says site ${placement.site}: it will be dead letters, unless --site ${site} is given`,
    )
}
