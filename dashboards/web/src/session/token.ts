/**
 * The token is kept in `sessionStorage`: it is gone with the last tab, which suits a shared control-room PC, and
 * never reaches a cookie or the server's log. A new tab of the same origin asks the open ones for it, so that a
 * planner can open tickets side by side without signing in again.
 */
const KEY = 'forewarn.token'
const CHANNEL = 'forewarn.session'
const HANDOVER_MS = 400

type Note = { ask: true } | { token: string } | { signedOut: true } | { signedIn: true }

/** The part of `Storage` that is used. */
export type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The token of this tab, if it has one. */
export const keptToken = (storage: TokenStorage): string | null => storage.getItem(KEY)

/** The token of `#token=…`, and the fragment without it. */
export function splitFragment(hash: string): { token: string | undefined; rest: string } {
  const parts = hash.replace(/^#/, '').split('&').filter(Boolean)
  const given = parts.find(part => part.startsWith('token='))
  const rest = parts.filter(part => part !== given).join('&')
  return { token: given ? decode(given.slice('token='.length)) : undefined, rest: rest ? `#${rest}` : '' }
}

export interface TokenKeeper {
  /** The token of this tab or of another one, if any. */
  find(): Promise<string | undefined>
  keep(token: string): void
  /** Forgets it in all tabs. */
  forget(): void
  /** Tells the other tabs that their session has become another one: somebody has signed in here. */
  tellSignedIn(): void
  /** Somebody has signed in, in another tab. Returns the unsubscribe function. */
  onSignedIn(listener: () => void): () => void
  /** Another tab signed out. Returns the unsubscribe function. */
  onSignedOut(listener: () => void): () => void
  close(): void
}

export function createTokenKeeper(storage: TokenStorage, handoverMs = HANDOVER_MS): TokenKeeper {
  const channel = new BroadcastChannel(CHANNEL)
  const listeners = new Set<() => void>()
  const newcomers = new Set<() => void>()
  let waiting: ((token: string) => void) | undefined

  channel.onmessage = ({ data }: MessageEvent<Note>) => {
    const own = keptToken(storage)
    if ('ask' in data && own) channel.postMessage({ token: own } satisfies Note)
    if ('token' in data) waiting?.(data.token)
    if ('signedIn' in data) for (const listener of newcomers) listener()
    if ('signedOut' in data) {
      storage.removeItem(KEY)
      for (const listener of listeners) listener()
    }
  }

  return {
    async find() {
      const own = keptToken(storage)
      if (own) return own
      const handedOver = await new Promise<string | undefined>(resolve => {
        waiting = resolve
        setTimeout(() => resolve(undefined), handoverMs)
        channel.postMessage({ ask: true } satisfies Note)
      })
      waiting = undefined
      if (handedOver) storage.setItem(KEY, handedOver)
      return handedOver
    },
    keep: token => storage.setItem(KEY, token),
    forget() {
      storage.removeItem(KEY)
      channel.postMessage({ signedOut: true } satisfies Note)
    },
    tellSignedIn: () => channel.postMessage({ signedIn: true } satisfies Note),
    onSignedIn(listener) {
      newcomers.add(listener)
      return () => void newcomers.delete(listener)
    },
    onSignedOut(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => channel.close(),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: the server will say that the token is wrong
  }
}
