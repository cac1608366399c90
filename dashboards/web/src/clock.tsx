import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Clock } from '../../../contracts/clock.ts'

const NowContext = createContext(0)

/** Gives the time to all that says "3 h ago", and moves it on, so that a page left open does not lie. */
export function NowProvider({ clock, children }: { clock: Clock; children: ReactNode }) {
  const [nowMs, setNowMs] = useState(() => clock.nowMs())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(clock.nowMs()), 20_000)
    return () => clearInterval(timer)
  }, [clock])
  return <NowContext value={nowMs}>{children}</NowContext>
}

/** Ms since the Unix epoch, some seconds old at most. */
export function useNowMs(): number {
  return useContext(NowContext)
}
