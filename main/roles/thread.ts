import { setPriority } from 'node:os'
import { platform } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock.ts'
import { createLogger } from '../logger.ts'
import type { ConsumerContext, ConsumerName } from './consumer.ts'
import { startDetection } from './detection.ts'
import { answerPeer, askPeer } from './peer.ts'
import { startPipeline } from './pipeline.ts'
import type { Role, Running } from './role.ts'
import { startStoring } from './storing.ts'
import type { FromThread, ThreadData, ToThread } from './threads.ts'
import { startTicketing } from './ticketing.ts'

const data = workerData as ThreadData
const { config, databaseUrl, adminToken, tls } = data
const logger = createLogger(data.name, config.LOG_LEVEL)
const context = { config, databaseUrl, adminToken, tls, clock: systemClock, logger }
const tell = (message: FromThread) => parentPort?.postMessage(message)

/**
 * Who waits where several want the same core: the readers of the log for the thread that acknowledges, which halves the
 * time to a PUBACK at half load, and of a backlog detection for the store. Nice values are shares and not an order, so
 * nobody starves. Linux gives each thread one of its own; elsewhere it would be the whole process's.
 */
const CONSUMER_NICE: Record<ConsumerName, number> = { storing: 3, detection: 8 }

async function startConsumer(context: ConsumerContext, name: ConsumerName): Promise<Running> {
  if (platform === 'linux') setPriority(CONSUMER_NICE[name])
  return name === 'storing' ? startStoring(context) : startDetection(context)
}

async function start(): Promise<Running & Partial<Role>> {
  if (data.name === 'ticketing')
    return startTicketing({ ...context, pipeline: askPeer(data.peer, 'pipeline') })
  const running = await ('intake' in data
    ? startConsumer({ ...context, intake: data.intake }, data.name)
    : startPipeline(context))
  answerPeer(data.peer, running)
  return running
}

try {
  const running = await start()
  parentPort?.on('message', async (_: ToThread) => {
    await running.close()
    data.peer.close()
    parentPort?.close()
  })
  tell({ kind: 'started', port: running.port })
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}
