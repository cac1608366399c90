import type { FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Verification } from '../../ticketing/domain/verification.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { provingOf, verifyDue } from '../../ticketing/jobs/verification.ts'
import { SEALED_LINKS } from '../../ticketing/store/confirmations.ts'
import { sealer } from '../../ticketing/store/secrets.ts'
import { finding, HOUR_MS } from './ticketing-fixtures.ts'
import { type Answer, NOW, quiet, request, SECRETS_KEY, startTicketingTest } from './ticketing-harness.ts'

export const MINUTE_MS = 60_000
/** Every five minutes, as devices do that run for years. */
const EVERY_MS = 5 * MINUTE_MS

export type Page<T> = { items: T[]; nextCursor: string | null }
export interface Notice {
  type: string
  recipients: string[]
  title: string
  body: string
  data: Record<string, unknown>
}

/** The API over a real telemetry store, and the job by hand: time is an argument. */
export async function startVerificationTest() {
  const service = await startTicketingTest()
  service.startIntake()
  const { pool, clock } = service
  const store = openPostgresStore({ pool })
  const app: FastifyInstance = await buildApi({ ...service.parts, store, metrics: new Registry() })
  const proving = provingOf({ pool, store, secretsKey: SECRETS_KEY })
  let count = 0

  const call = <T = never>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    payload?: object,
  ): Promise<Answer<T>> => request<T>(app, { method, url: `/api/v1${path}`, ...(payload && { payload }) })

  const machines = (asset: string, device: string) => ({
    asset,
    device,
    /** Writes samples of a span of event time. */
    measure: async (fromMs: number, toMs: number, value: (ms: number) => number, everyMs = EVERY_MS) => {
      const samples = []
      for (let ms = fromMs; ms < toMs; ms += everyMs) {
        const values = { temperature: value(ms) }
        samples.push({
          site: 'plant-1',
          asset,
          device,
          class: 'pump',
          observedAtMs: ms,
          receivedAtMs: ms,
          values,
        })
      }
      await store.write(samples)
    },
  })
  type Machine = ReturnType<typeof machines>

  const move = (number: number, to: string, more: object = {}) =>
    call<TicketDetail & { detail: string }>('POST', `/tickets/${number}/transitions`, { to, ...more })

  return {
    ...service,
    app,
    call,
    move,
    proving,
    /** Looks at what is due, once, as an instance of the job does. */
    round: () => verifyDue(proving, clock.now, quiet),
    /** A pump with its sensor, which has measured a day and is hot since three hours, and the ticket of that. */
    async faultyPump(atMs = clock.now): Promise<Machine & { number: number }> {
      const machine = machines(`pump-v${++count}`, `sensor-v${count}`)
      await service.registerPump(machine.asset, machine.device)
      await machine.measure(atMs - 27 * HOUR_MS, atMs - 3 * HOUR_MS, warm)
      await machine.measure(atMs - 3 * HOUR_MS, atMs, () => 92)
      const { asset, device } = machine
      await service.deliver(finding({ asset, device, observedAtMs: atMs - 3 * HOUR_MS }))
      await service.judged()
      const { items } = (await call<Page<Ticket>>('GET', `/tickets?asset=${asset}`)).body
      return { ...machine, number: items[0]?.number ?? 0 }
    },
    async resolve(number: number, more: object = { outcome: 'found_as_predicted' }): Promise<TicketDetail> {
      const { state } = (await call<TicketDetail>('GET', `/tickets/${number}`)).body
      if (state === 'proposed') await move(number, 'accepted')
      return (
        await move(number, 'resolved', { failureCode: 'OHE', resolution: 'Cleaned the cooler.', ...more })
      ).body
    },
    ticket: async (number: number) => (await call<TicketDetail>('GET', `/tickets/${number}`)).body,
    proof: async (number: number) =>
      (await call<Verification>('GET', `/tickets/${number}/verification`)).body,
    notices: async (number: number) =>
      (await call<Page<Notice>>('GET', `/notices?ticket=${number}`)).body.items.toReversed(),
    /** The address of the page that a requester was sent. */
    path: (notice: Notice | undefined): string =>
      sealer(SECRETS_KEY, SEALED_LINKS).open(Buffer.from(String(notice?.data.sealedPath), 'base64url')) ?? '',
    async close(): Promise<void> {
      await app.close()
      await service.close()
    },
  }
}

export type VerificationTest = Awaited<ReturnType<typeof startVerificationTest>>

/** A healthy pump: between 64 and 70 °C in a slow swing. */
export const warm = (ms: number): number => 67 + 3 * Math.sin(ms / HOUR_MS)
export { HOUR_MS, NOW }
