import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Config } from '../config.ts'
import type { TlsFiles } from '../tls-files.ts'

/** What a role needs to run, all of it plain values except for the clock and the logger. */
export interface RoleSettings {
  config: Config
  databaseUrl: string
  adminToken: string
  tls: TlsFiles | undefined
}

export interface RoleContext extends RoleSettings {
  clock: Clock
  logger: Logger
}

/** Named checks; "ok" or what is wrong. */
export interface Readiness {
  ok: boolean
  checks: Record<string, string>
}

type MetricsJson = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** How a role or thread is doing, asked from another thread or by the role's own operations server. */
export interface RoleStatus {
  metrics(): Promise<MetricsJson>
  ready(): Promise<Readiness>
}

/** What runs in a thread. `close` finishes what is in flight. */
export interface Running extends RoleStatus {
  close(): Promise<void>
}

/** A running role. */
export interface Role extends Running {
  /** The port it listens on: MQTT for the pipeline, HTTP for ticketing. */
  port: number
}

export const roleNames = ['pipeline', 'ticketing'] as const
export type RoleName = (typeof roleNames)[number]

export const merged = (all: readonly Readiness[]): Readiness => ({
  ok: all.every(({ ok }) => ok),
  checks: Object.assign({}, ...all.map(({ checks }) => checks)),
})

/** Runs named checks together; one that throws is not ok, and its message says why. */
export async function readiness(checks: Record<string, () => Promise<unknown>>): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const verdict = await check().then(
        () => 'ok',
        error => (error instanceof Error ? error.message : String(error)),
      )
      return [name, verdict] as const
    }),
  )
  return { ok: results.every(([, verdict]) => verdict === 'ok'), checks: Object.fromEntries(results) }
}

/** Ends the role, and with it the service, from inside a callback: what supervises us starts it again. */
export function crash(error: Error): void {
  setImmediate(() => {
    throw error
  })
}
