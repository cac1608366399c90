/** Wakes a loop that waits; a ring while nobody waits is heard by the next wait. */
export function doorbell(): { ring(): void; wait(timeoutMs: number, signal: AbortSignal): Promise<void> } {
  let rung = false
  let answer: (() => void) | undefined
  return {
    ring() {
      rung = true
      answer?.()
    },
    async wait(timeoutMs, signal) {
      if (!rung && !signal.aborted) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, timeoutMs)
          answer = () => {
            clearTimeout(timer)
            resolve()
          }
          signal.addEventListener('abort', answer, { once: true })
        }).finally(() => {
          if (answer) signal.removeEventListener('abort', answer)
          answer = undefined
        })
      }
      rung = false
    },
  }
}
