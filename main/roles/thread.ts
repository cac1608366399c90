import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock.ts'
import { createLogger } from '../logger.ts'
import { answerPeer, askPeer } from './peer.ts'
import { startPipeline } from './pipeline.ts'
import type { Role, RoleContext } from './role.ts'
import type { FromThread, ThreadData, ToThread } from './threads.ts'
import { startTicketing } from './ticketing.ts'

const { role, peer, ...settings } = workerData as ThreadData
const logger = createLogger(role, settings.config.LOG_LEVEL)
const tell = (message: FromThread) => parentPort?.postMessage(message)

async function start(): Promise<Role> {
  const context: RoleContext = { ...settings, clock: systemClock, logger }
  if (role === 'ticketing') return startTicketing({ ...context, pipeline: askPeer(peer) })
  const pipeline = await startPipeline(context)
  answerPeer(peer, pipeline)
  return pipeline
}

try {
  const running = await start()
  parentPort?.on('message', async (_: ToThread) => {
    await running.close()
    peer.close()
    parentPort?.close()
  })
  tell({ kind: 'started', port: running.port })
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}
