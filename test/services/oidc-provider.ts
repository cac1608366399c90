import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Claims of people by the name that they type at the provider. */
export type People = Record<string, Record<string, unknown>>

export interface OidcProvider {
  issuer: string
  /** Who there is from now on. */
  people(people: People): Promise<void>
  end(): Promise<void>
}

export const CLIENT = { id: 'forewarn', secret: 'a secret between us and the provider' }

/** A certified provider of identities (npm oidc-provider) as a process of its own, for one client with this origin. */
export async function startOidcProvider(origin: string): Promise<OidcProvider> {
  const child = fork(fileURLToPath(new URL('./oidc-process.ts', import.meta.url)), {
    env: { ...process.env, ORIGIN: origin, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
    execPath: process.execPath,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const issuer = String(await told(child))
  return {
    issuer,
    async people(people) {
      const heard = told(child)
      child.send(people)
      await heard
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error('the provider of identities has ended'))
    child.once('exit', end)
    child.once('message', said => {
      child.off('exit', end)
      resolve(said)
    })
  })
}
