/** What can be wrong with a dump. */
export type FaultKind =
  | 'changed' // an event or a hash is not what the chain was made of
  | 'missing' // taken away
  | 'inserted' // put among events that were sealed
  | 'reordered'
  | 'rewritten' // the chain is whole in itself, but not the one that was signed
  | 'truncated' // the end is not there
  | 'signature' // it does not fit what it is of
  | 'key' // not known, or not the one that is trusted
  | 'format' // no line of a dump

export interface Fault {
  kind: FaultKind
  /** Of the dump, from 1; 0 where it is about the whole of it. */
  line: number
  /** One sentence: what, where. */
  detail: string
}

/** Beyond these they are counted only. */
const MAX_KEPT = 20

/** Faults in the order of the dump; the first is the first broken link. */
export function faultList() {
  const kept: Fault[] = []
  let count = 0
  return {
    kept,
    count: () => count,
    /** What is about the whole of it comes last. */
    sort: () =>
      void kept.sort((a, b) => (a.line || Number.POSITIVE_INFINITY) - (b.line || Number.POSITIVE_INFINITY)),
    add(kind: FaultKind, line: number, detail: string): Fault {
      const fault = { kind, line, detail }
      if (count++ < MAX_KEPT) kept.push(fault)
      return fault
    },
  }
}
export type FaultList = ReturnType<typeof faultList>
