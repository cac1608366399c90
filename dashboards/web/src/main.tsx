import './styles.ts'
import { createRoot } from 'react-dom/client'
import type { Clock } from '../../../contracts/clock.ts'
import { App } from './app.tsx'
import { createTokenKeeper, splitFragment } from './session/token.ts'
import { splitProblem } from './session/trouble.ts'

const SET_UP = '/set-up'

const clock: Clock = { nowMs: () => Date.now() }
const keeper = createTokenKeeper(sessionStorage)

/** First of all what opens doors leaves the address bar: before the router, before Faro, before any request. */
function takeFromAddress() {
  const link = location.pathname === SET_UP ? location.hash.slice(1) : undefined
  const { token, rest: hash } =
    link === undefined ? splitFragment(location.hash) : { token: undefined, rest: '' }
  const { problem, rest: query } = splitProblem(location.search)
  if (token || link || query !== location.search)
    history.replaceState(history.state, '', location.pathname + query + hash)
  if (token) keeper.keep(token)
  return { token, link, problem }
}

async function start(root: HTMLElement): Promise<void> {
  const { token, link, problem } = takeFromAddress()
  const first = { token: token ?? (link === undefined ? await keeper.find() : undefined), link, problem }
  createRoot(root).render(<App clock={clock} keeper={keeper} first={first} />)
  void import('./faro.ts').then(faro => faro.startFaro())
}

const root = document.getElementById('root')
if (root) void start(root)
