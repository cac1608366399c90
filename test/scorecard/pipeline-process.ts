/** The pipeline role of main in a process of its own, with a clock that the scorecard sets. See mqtt.ts. */
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../../main/config.ts'
import { createLogger } from '../../main/logger.ts'
import { GATHER_MS } from '../../main/roles/consumer.ts'
import { startPipeline } from '../../main/roles/pipeline.ts'
import type { Role } from '../../main/roles/role.ts'

export interface PipelineSettings {
  env: Record<string, string>
  databaseUrl: string
}
export type ToPipeline =
  | { kind: 'start'; settings: PipelineSettings }
  /** Messages are received at this time from now on. */
  | { kind: 'time'; nowMs: number }
  /** Answer when everything that was acknowledged is stored and watched. */
  | { kind: 'settle' }
  | { kind: 'complaints' }
  | { kind: 'stop' }
/** Answers come in the order of the questions. */
export type FromPipeline =
  | { kind: 'started'; mqttPort: number }
  | { kind: 'done' }
  | { kind: 'complaints'; complaints: string[] }
  | { kind: 'failed'; message: string }

const POLL_MS = 5
/** Each of them after two seconds. */
const MOST_UNANSWERED = 30
const LAGS = ['forewarn_writer_lag_messages', 'forewarn_detection_lag_messages']
const WAITING = 'forewarn_interventions_waiting'
const DEAD_LETTERS = 'forewarn_writer_dead_letters_total'

let nowMs = 0
let role: Role | undefined

async function answer(message: ToPipeline): Promise<FromPipeline> {
  if (message.kind === 'start') {
    role = await start(message.settings)
    return { kind: 'started', mqttPort: role.port }
  }
  if (message.kind === 'time') {
    await until(isToldOfWork) // what people did comes before what the devices say then
    nowMs = message.nowMs
  }
  if (message.kind === 'settle') {
    await sleep(GATHER_MS) // nobody can be done before, and asking is work in every thread
    await until(hasCaughtUp)
  }
  if (message.kind === 'complaints') return { kind: 'complaints', complaints: await complaints() }
  if (message.kind === 'stop') await role?.close()
  return { kind: 'done' }
}

const start = ({ env, databaseUrl }: PipelineSettings): Promise<Role> => {
  const config = readConfig(env)
  const settings = { config, databaseUrl, adminToken: config.ADMIN_TOKEN ?? '', tls: undefined }
  return startPipeline({
    ...settings,
    clock: { nowMs: () => nowMs },
    logger: createLogger('pipeline', 'warn'),
  })
}

/** A thread that has no time for questions on a machine with other work is not dead yet. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let unanswered = 0; ; ) {
    const holds = await condition().catch(error => {
      if (++unanswered >= MOST_UNANSWERED) throw error
    })
    if (holds) return
    if (holds === false) unanswered = 0
    await sleep(POLL_MS)
  }
}

const isToldOfWork = async () => (await valuesOf([WAITING])).every(waiting => waiting === 0)

/** A lag is NaN where its thread does not know it yet. */
async function hasCaughtUp(): Promise<boolean> {
  const lags = await valuesOf(LAGS)
  return lags.length === LAGS.length && lags.every(lag => lag === 0)
}

async function valuesOf(names: readonly string[]): Promise<number[]> {
  const metrics = (await role?.metrics()) ?? []
  return metrics
    .filter(({ name }) => names.includes(name))
    .flatMap(({ values }) => values.map(({ value }) => value))
}

async function complaints(): Promise<string[]> {
  const letters = (await valuesOf([DEAD_LETTERS])).reduce((sum, count) => sum + count, 0)
  return letters > 0 ? [`${letters} dead letters`] : []
}

const tell = (message: FromPipeline) => process.send?.(message)
let last: Promise<void> = Promise.resolve()
process.on('message', (message: ToPipeline) => {
  last = last.then(async () => {
    tell(await answer(message).catch(error => ({ kind: 'failed', message: String(error) }) as const))
    if (message.kind === 'stop') process.disconnect()
  })
})
process.on('disconnect', () => process.exit())
