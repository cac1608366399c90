const LINE_FEED = 10

/** More than any event is: what is longer is no line of a dump. */
export const MAX_LINE_BYTES = 32 * 1024 ** 2

/**
 * Cuts a stream into lines, without their line feed. `take` is called for each while its bytes are in memory; what is left
 * without a line feed at the end is returned. A line that is too long is handed over as soon as it is.
 */
export function splitter(take: (line: Buffer) => void) {
  let rest: Buffer[] = []
  let restBytes = 0

  function whole(tail: Buffer): Buffer {
    if (restBytes === 0) return tail
    const line = Buffer.concat([...rest, tail])
    rest = []
    restBytes = 0
    return line
  }

  return {
    push(chunk: Buffer): void {
      let from = 0
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
        take(whole(chunk.subarray(from, at)))
        from = at + 1
      }
      if (from === chunk.length) return
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > MAX_LINE_BYTES) take(whole(Buffer.alloc(0)))
    },
    rest: (): Buffer => whole(Buffer.alloc(0)),
  }
}
