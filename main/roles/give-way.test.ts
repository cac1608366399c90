import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { giveWay } from './give-way.ts'

const limits = { backlog: 100n, pauseMs: 60_000, stuckMs: 60_000, lookEveryMs: 1 }
const never = new AbortController().signal

/** A log of 1,000 messages, and what is stored of them. */
function store(at: bigint | undefined) {
  const state = { at, looks: 0 }
  const log = {
    size: async () => {
      state.looks++
      return { first: 0n, next: 1_000n, bytes: 0 }
    },
  }
  return Object.assign(state, { log, stored: () => state.at })
}

/** Whether it has resolved after the store was looked at some more times. */
async function goesOn(going: Promise<void>, at: { looks: number }): Promise<boolean> {
  let isDone = false
  void going.then(() => {
    isDone = true
  })
  for (const until = at.looks + 5; !isDone && at.looks < until; ) await sleep(1)
  return isDone
}

test.each([
  ['not known', undefined],
  ['short', 950n],
])('a backlog that is %s holds up nothing', async (_, at) => {
  const here = store(at)
  await giveWay({ ...here, limits })(never)
})

test('a long one is stored first', async () => {
  const here = store(0n)
  const going = giveWay({ ...here, limits })(never)
  expect(await goesOn(going, here)).toBe(false)
  here.at = 950n
  await going
})

test('a store that gets nowhere holds up nothing, nor does one that is behind for ever', async () => {
  await giveWay({ ...store(0n), limits: { ...limits, stuckMs: 5 } })(never)
  const busy = store(0n)
  const moving = { ...busy, stored: () => BigInt(busy.looks % 100) }
  const way = giveWay({ ...moving, limits: { ...limits, pauseMs: 5 } })
  await way(never)
})

test('after the longest pause it is left to work', async () => {
  const here = store(0n)
  const way = giveWay({ ...here, limits: { ...limits, stuckMs: 5 } })
  await way(never)
  const { looks } = here
  await way(never)
  expect(here.looks).toBe(looks)
})

test('stopping ends the wait', async () => {
  const here = store(0n)
  const stopping = new AbortController()
  const going = giveWay({ ...here, limits })(stopping.signal)
  expect(await goesOn(going, here)).toBe(false)
  stopping.abort()
  await going
})
