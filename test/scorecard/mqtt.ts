import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import type { RegisteredDevice } from '../../contracts/registry.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import type { DeviceSample } from '../../simulators/sample.ts'
import type { Path } from './path.ts'
import type { FromPipeline, ToPipeline } from './pipeline-process.ts'

/** Some 50 kB: below what the broker takes at once, also for machines of many metrics. */
const SAMPLES_PER_MESSAGE = 300

interface MqttPathOptions {
  databaseUrl: string
  adminToken: string
  /** Where the pipeline writes. */
  store: TelemetryStore
}

/**
 * Samples are published with QoS 1 to a real pipeline in a process of its own: broker, log, decoder, writer, detectors.
 * One connection of the administrator speaks for all devices, so that the order of each is kept; an hour of a device is
 * one message, and nobody waits for an acknowledgement before the hour is over.
 */
export async function openMqttPath({ databaseUrl, adminToken, store }: MqttPathOptions): Promise<Path> {
  await using started = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'forewarn-pipeline-'))
  started.defer(() => rm(dataDir, { recursive: true, force: true }))
  const pipeline = startProcess()
  started.defer(() => pipeline.stop())
  const env = {
    DATA_DIR: dataDir,
    MQTT_PORT: '0',
    ADMIN_TOKEN: adminToken,
    LOG_LEVEL: 'warn',
    // The plant may have lived years ago.
    SAMPLE_RETENTION_DAYS: '0',
    ROLLUP_RETENTION_DAYS: '0',
    DEAD_LETTER_RETENTION_DAYS: '36500',
  }
  const answer = await pipeline.ask({ kind: 'start', settings: { env, databaseUrl } })
  if (answer.kind !== 'started') throw new Error('the pipeline did not start')
  const login = { username: 'admin', password: adminToken }
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${answer.mqttPort}`, login)
  client.on('error', () => undefined) // it connects again, and sends again what was not acknowledged
  started.defer(() => client.endAsync())
  let published: Promise<unknown>[] = []

  const running = started.move()
  return {
    store,
    begin: async nowMs => void (await pipeline.ask({ kind: 'time', nowMs })),
    send({ id, site }: RegisteredDevice, telegrams: readonly DeviceSample[]) {
      for (let from = 0; from < telegrams.length; from += SAMPLES_PER_MESSAGE) {
        const payload = JSON.stringify(telegrams.slice(from, from + SAMPLES_PER_MESSAGE))
        published.push(client.publishAsync(`telemetry/${site}/${id}`, payload, { qos: 1 }))
      }
    },
    async settle() {
      // `died` outlives every race and keeps what each came to: not the messages of a year, please.
      const acknowledged = Promise.all(published).then(() => undefined)
      published = []
      await Promise.race([acknowledged, pipeline.died])
      await pipeline.ask({ kind: 'settle' })
    },
    async complaints() {
      const answer = await pipeline.ask({ kind: 'complaints' })
      return [...(answer.kind === 'complaints' ? answer.complaints : []), ...pipeline.printed()]
    },
    close: () => running.disposeAsync(),
  }
}

interface Process {
  /** Rejects where it fails, or the process ends. */
  ask(message: ToPipeline): Promise<FromPipeline>
  /** Rejects when the process ends without having been asked to. */
  died: Promise<never>
  /** What it said, a line each: warnings and errors. */
  printed(): string[]
  stop(): Promise<void>
}

function startProcess(): Process {
  const child = fork(join(import.meta.dirname, 'pipeline-process.ts'), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
  const exit = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const died = exit.then(() => {
    throw new Error(`the pipeline has ended:\n${output}`)
  })
  died.catch(() => undefined) // whoever waits is told
  const ask = (message: ToPipeline) => Promise.race([answerOf(child, message), died])
  return {
    ask,
    died,
    printed: () => output.split('\n').filter(Boolean),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await ask({ kind: 'stop' })
      await exit
    },
  }
}

/** One question at a time: the next answer is the answer. */
async function answerOf(child: ChildProcess, message: ToPipeline): Promise<FromPipeline> {
  const answer = new Promise<FromPipeline>(resolve => child.once('message', resolve))
  child.send(message)
  const said = await answer
  if (said.kind === 'failed') throw new Error(said.message)
  return said
}
