import { afterEach, expect, test } from 'vitest'
import { createTokenKeeper, splitFragment, type TokenKeeper } from './token.ts'

const open: TokenKeeper[] = []
afterEach(() => {
  for (const keeper of open.splice(0)) keeper.close()
})

/** A tab: storage of its own, and the origin's channel. */
function tab(token?: string): TokenKeeper {
  const kept = new Map(token ? [['forewarn.token', token]] : [])
  const keeper = createTokenKeeper(
    {
      getItem: key => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: key => void kept.delete(key),
    },
    100,
  )
  open.push(keeper)
  return keeper
}

test.each([
  ['#token=abc', 'abc', ''],
  ['#token=a%2Bb', 'a+b', ''],
  ['#token=100%', '100%', ''],
  ['#history&token=abc', 'abc', '#history'],
  ['#history', undefined, '#history'],
  ['', undefined, ''],
])('splitFragment(%o)', (hash, token, rest) => {
  expect(splitFragment(hash)).toEqual({ token, rest })
})

test('a new tab takes the token of an open one', async () => {
  tab('secret')
  const second = tab()
  expect(await second.find()).toBe('secret')
})

test('a first tab has none', async () => {
  expect(await tab().find()).toBeUndefined()
})

test('signing out reaches every tab', async () => {
  const first = tab('secret')
  const second = tab('secret')
  const told = new Promise<void>(resolve => second.onSignedOut(resolve))
  first.forget()
  await told
  expect(await second.find()).toBeUndefined()
})
