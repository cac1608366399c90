import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below what systems give to outgoing connections (Linux: from 32768), so that none of these takes it by chance. */
const LOWEST = 10_000
const HIGHEST = 32_000
const TRIES = 100

/** A TCP port on loopback that nobody listens on now. Somebody else may take it before it is used. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port was found from ${LOWEST} to ${HIGHEST} in ${TRIES} tries`)
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  const listening = await once(probe, 'listening').then(
    () => true,
    () => false,
  )
  if (listening) {
    probe.close()
    await once(probe, 'close')
  }
  return listening
}
