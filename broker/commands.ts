import type { Aedes } from 'aedes'
import { ForewarnError } from '../contracts/errors.ts'
import { quoted } from '../contracts/text.ts'
import type { BrokerLimits } from './limits.ts'
import { createKindOf, isSparkplugState } from './topics.ts'

const kindOf = createKindOf()

/** `RunningBroker.publish`. */
export function createCommands(
  aedes: Pick<Aedes, 'publish'>,
  limits: Pick<BrokerLimits, 'commands' | 'commandMs'>,
): (topic: string, payload: Uint8Array) => Promise<void> {
  let underWay = 0

  return async (topic, payload) => {
    if (kindOf(topic) !== 'command' || /[#+]/.test(topic)) throw noCommand(topic)
    if (underWay >= limits.commands) throw overloaded(`${underWay} commands are on their way already`)
    underWay += 1
    let timer: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        const late = overloaded(`the subscribers of ${quoted(topic)} took longer than ${limits.commandMs} ms`)
        timer = setTimeout(reject, limits.commandMs, late)
        const packet = { cmd: 'publish', topic, qos: 1, dup: false, retain: isSparkplugState(topic) } as const
        aedes.publish({ ...packet, payload: Buffer.from(payload) }, error =>
          error ? reject(error) : resolve(),
        )
      })
    } finally {
      clearTimeout(timer)
      underWay -= 1
    }
  }
}

const noCommand = (topic: string) =>
  new ForewarnError(
    'invalid',
    `${quoted(topic)} is no topic of a command: these are commands/{site}/{device}, NCMD, DCMD and STATE of Sparkplug B, and homie/5/…/set`,
  )
const overloaded = (why: string) => new ForewarnError('overloaded', why, { retryable: true })
