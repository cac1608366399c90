import { ForewarnError } from '../../contracts/errors.ts'

/** The store refused these items for what is in them, in its own words. */
export interface Refusal {
  detail: string
  /** The words are about the item itself, so that no repair of the store would let it in. */
  certain: boolean
}

/** From this many refusals on it is asked whether the store refuses everything. */
const SUSPICIOUS = 32
const PROBES = 16

/**
 * Writes the items in order, halving what is refused until single items are to blame; the others land. When most
 * items are refused for reasons that may be the store's own, nothing is blamed: throws `store_misconfigured`, and the
 * caller holds the batch for an operator. A status never says what landed, so that everything refused is sent again.
 */
export async function writeIsolating<T>(
  items: readonly T[],
  write: (part: readonly T[]) => Promise<Refusal | undefined>,
): Promise<{ item: T; detail: string }[]> {
  const refused: { item: T; detail: string }[] = []
  let accepted = 0
  let doubtful = 0

  const attempt = async (part: readonly T[]): Promise<void> => {
    const [item] = part
    if (item === undefined) return
    const refusal = await write(part)
    if (!refusal) {
      accepted += part.length
    } else if (part.length > 1) {
      const middle = part.length >> 1
      await attempt(part.slice(0, middle))
      await attempt(part.slice(middle))
    } else {
      refused.push({ item, detail: refusal.detail })
      if (!refusal.certain) await doubt(++doubtful, refusal.detail)
    }
  }

  const doubt = async (count: number, detail: string): Promise<void> => {
    if (count < SUSPICIOUS) return
    if (count > items.length / 2 || (count === SUSPICIOUS && accepted === 0 && !(await anyLands()))) {
      throw new ForewarnError('store_misconfigured', `the store refuses most of a batch: ${detail}`, {
        retryable: true,
      })
    }
  }

  /** Saves thousands of requests where nothing lands; what lands here is sent again in its turn. */
  const anyLands = async (): Promise<boolean> => {
    for (let probe = 1; probe <= PROBES; probe++) {
      const item = items[Math.floor((probe * (items.length - 1)) / PROBES)]
      if (item !== undefined && !(await write([item]))) return true
    }
    return false
  }

  await attempt(items)
  return refused
}
