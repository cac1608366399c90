import './styles.ts'
import { createRoot } from 'react-dom/client'
import type { Clock } from '../../../contracts/clock.ts'
import { App } from './app.tsx'
import { createTokenKeeper, splitFragment } from './session/token.ts'

const clock: Clock = { nowMs: () => Date.now() }
const keeper = createTokenKeeper(sessionStorage)

/** First of all the token leaves the address bar: before the router, before Faro, before any request. */
async function findToken(): Promise<string | undefined> {
  const { token, rest } = splitFragment(location.hash)
  if (!token) return keeper.find()
  history.replaceState(history.state, '', location.pathname + location.search + rest)
  keeper.keep(token)
  return token
}

async function start(root: HTMLElement): Promise<void> {
  const firstToken = await findToken()
  createRoot(root).render(<App clock={clock} keeper={keeper} firstToken={firstToken} />)
  void import('./faro.ts').then(faro => faro.startFaro())
}

const root = document.getElementById('root')
if (root) void start(root)
