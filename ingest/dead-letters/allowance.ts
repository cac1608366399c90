import type { DeadLetter } from '../../contracts/dead-letters.ts'

const HOUR_MS = 3_600_000
/** Publishers and names that are remembered; the longest unheard is forgotten, and its allowance begins anew. */
const MAX_REMEMBERED = 20_000

/** How much is kept whole in an hour. */
interface Amount {
  letters: number
  bytes: number
}

/** Ten messages a second: a device that starts before somebody registers it loses nothing. */
const PER_NAME: Amount = { letters: 36_000, bytes: 64 * 1024 ** 2 }
/** A gateway with a hundred new devices that speak every second. */
const PER_PUBLISHER: Amount = { letters: 360_000, bytes: 512 * 1024 ** 2 }

/** What makes a letter one row. */
export type LetterKey = Pick<DeadLetter, 'id' | 'receivedAtMs'>

interface Spent extends Amount {
  /** The first letter beyond the allowance: it is kept, and counts the others. */
  witness?: LetterKey
}

/** Letters that are only counted. */
export interface Excess {
  scope: string
  witness: LetterKey
  first: DeadLetter
  count: number
}

export interface Judgement {
  kept: DeadLetter[]
  /** Those of the kept ones that are the first beyond an allowance. */
  witnesses: DeadLetter[]
  excess: Excess[]
  /** Makes it count, when the letters are stored: a try that failed must not use anything up. */
  settle(): void
}

/**
 * Bounds what strangers can fill the disk with: who publishes for devices that are not registered can make up any
 * number of names and say any number of things. What is wrong with a registered device's message is always kept whole.
 * Beyond the allowance one letter is kept, and counts the others. The hour is that of the receive time, so that a
 * backlog is judged as it would have been live.
 */
export function createAllowance({ perName = PER_NAME, perPublisher = PER_PUBLISHER } = {}) {
  const spent = new Map<string, Spent>()

  function settle(changes: ReadonlyMap<string, Spent>): void {
    for (const [scope, amount] of changes) {
      spent.delete(scope) // so that the longest unheard stays first
      spent.set(scope, amount)
    }
    for (const scope of spent.keys()) {
      if (spent.size <= MAX_REMEMBERED) break
      spent.delete(scope)
    }
  }

  return {
    judge(letters: readonly DeadLetter[]): Judgement {
      const changes = new Map<string, Spent>()
      const excess = new Map<string, Excess>()
      const witnesses: DeadLetter[] = []
      const spentIn = (scope: string) => changes.get(scope) ?? spent.get(scope) ?? { letters: 0, bytes: 0 }
      const kept = letters.filter(letter => {
        if (letter.reason !== 'unknown_device') return true
        const { receivedAtMs, publisher, device = '' } = letter
        const hour = Math.floor(receivedAtMs / HOUR_MS)
        const scopes = [
          { scope: JSON.stringify([hour, publisher]), allowed: perPublisher },
          { scope: JSON.stringify([hour, publisher, device]), allowed: perName },
        ]
        const over = scopes.find(({ scope, allowed }) => !fits(spentIn(scope), letter, allowed))?.scope
        if (over === undefined) {
          for (const { scope } of scopes) changes.set(scope, plus(spentIn(scope), letter))
          return true
        }
        const before = spentIn(over)
        if (!before.witness) {
          changes.set(over, { ...before, witness: { id: letter.id, receivedAtMs } })
          witnesses.push(letter)
          return true
        }
        const counted = excess.get(over)
        if (counted) counted.count++
        else excess.set(over, { scope: over, witness: before.witness, first: letter, count: 1 })
        return false
      })
      return { kept, witnesses, excess: [...excess.values()], settle: () => settle(changes) }
    },

    /** Another letter counts from now on, as the former witness is gone. */
    replaceWitness({ scope, first: { id, receivedAtMs } }: Excess): void {
      const known = spent.get(scope)
      if (known) known.witness = { id, receivedAtMs }
    },
  }
}

const fits = (before: Amount, { payload }: DeadLetter, allowed: Amount) =>
  before.letters < allowed.letters && before.bytes + payload.byteLength <= allowed.bytes

const plus = (before: Spent, { payload }: DeadLetter): Spent => ({
  ...before,
  letters: before.letters + 1,
  bytes: before.bytes + payload.byteLength,
})
