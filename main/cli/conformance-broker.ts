import { Registry } from 'prom-client'
import { startConformanceBroker } from '../../broker/conformance.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { createLogger } from '../logger.ts'
import { untilStopped } from './start.ts'

/** `forewarn conformance-broker`: runs until SIGTERM or SIGINT. */
export async function conformanceBroker(
  config: Config,
  options: { host: string; port: number },
): Promise<void> {
  const broker = await startConformanceBroker({
    ...options,
    clock: systemClock,
    logger: createLogger('broker', config.LOG_LEVEL),
    metrics: new Registry(),
  })
  await untilStopped()
  await broker.close()
}
