import { setPriority } from 'node:os'
import { platform } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock.ts'
import { createLogger } from '../logger.ts'
import type { ConsumerName } from './consumer.ts'
import { answerPeer, askPeer } from './peer.ts'
import { merged, type Role, type Running } from './role.ts'
import type { FromThread, ThreadData, ToThread } from './threads.ts'

const data = workerData as ThreadData
const { config, databaseUrl, adminToken, tls } = data
const logger = createLogger(data.name, config.LOG_LEVEL)
const context = { config, databaseUrl, adminToken, tls, clock: systemClock, logger }
const tell = (message: FromThread) => parentPort?.postMessage(message)

/**
 * Behind the thread that acknowledges, where both want the same core: half the time to a PUBACK at half load, and no less
 * throughput; detection behind the store, so that a backlog can be read soon. Nice values are shares and not an order:
 * nobody starves. Linux gives each thread one of its own; elsewhere it would be the whole process's.
 */
const NICE: Record<ConsumerName, number> = { storing: 3, detection: 8 }

type Readers = (ThreadData & { name: 'readers' })['readers']

async function startReaders(readers: Readers): Promise<Running> {
  const [{ startDetection }, { startStoring }] = await Promise.all([
    import('./detection.ts'),
    import('./storing.ts'),
  ])
  if (platform === 'linux') setPriority(Math.min(...readers.map(({ name }) => NICE[name])))
  const running: Running[] = []
  const lineOf = (consumer: ConsumerName) => readers.find(({ name }) => name === consumer)?.intake
  const [toStore, toDetect] = [lineOf('storing'), lineOf('detection')]
  const storing = toStore && (await startStoring({ ...context, intake: toStore }))
  if (storing) running.push(storing)
  if (toDetect) {
    running.push(
      await startDetection({ ...context, intake: toDetect, ...(storing && { stored: storing.stored }) }),
    )
  }
  return {
    metrics: async () => (await Promise.all(running.map(each => each.metrics()))).flat(),
    ready: async () => merged(await Promise.all(running.map(each => each.ready()))),
    close: async () => {
      await Promise.all(running.map(each => each.close()))
    },
  }
}

/** Each thread loads its own code alone: all of it in each would be a second of work and megabytes more. */
async function start(): Promise<Running & Partial<Role>> {
  if (data.name === 'ticketing') {
    const { startTicketing } = await import('./ticketing.ts')
    return startTicketing({ ...context, pipeline: askPeer(data.peer, 'pipeline') })
  }
  const running =
    'readers' in data
      ? await startReaders(data.readers)
      : await (await import('./pipeline.ts')).startPipeline(context)
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
