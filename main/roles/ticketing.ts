import { join } from 'node:path'
import { AggregatorRegistry } from 'prom-client'
import { ForewarnError } from '../../contracts/errors.ts'
import { webApp } from '../../dashboards/web-app.ts'
import { readCatalogue } from '../../detectors/catalogue.ts'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { tryFormat } from '../../ingest/formats.ts'
import { openNotifying } from '../../ticketing/channels/notifying.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { startArrivals } from '../../ticketing/jobs/arrivals.ts'
import { startAttachmentSweep } from '../../ticketing/jobs/attachments.ts'
import { startBacktests } from '../../ticketing/jobs/backtests.ts'
import { startForgetting } from '../../ticketing/jobs/forgetting.ts'
import { startIntake } from '../../ticketing/jobs/intake.ts'
import { startMailboxes } from '../../ticketing/jobs/mailboxes.ts'
import { startOutbox } from '../../ticketing/jobs/outbox.ts'
import { startReplayOfRegistered } from '../../ticketing/jobs/registered-strangers.ts'
import { startResealing } from '../../ticketing/jobs/resealing.ts'
import { startSealing } from '../../ticketing/jobs/seal.ts'
import { startSilenceMonitor } from '../../ticketing/jobs/silence.ts'
import { slaTasks, startSlaPatrol } from '../../ticketing/jobs/sla.ts'
import { startTuning } from '../../ticketing/jobs/tuning.ts'
import { startVerification } from '../../ticketing/jobs/verification.ts'
import { startWorker } from '../../ticketing/jobs/worker.ts'
import { openAttachmentFiles } from '../../ticketing/store/attachments/files.ts'
import { auditMemory, auditSigner } from '../audit-key.ts'
import { identitiesOf } from '../oidc-settings.ts'
import { secretsKeyOf } from '../secrets-key.ts'
import { detectInThread } from './history.ts'
import { startLearning } from './prognosis.ts'
import { createMetrics, openPool, openStores } from './resources.ts'
import { merged, type Role, type RoleContext, type RoleStatus, readiness } from './role.ts'

/** From a finding to a closed ticket: intake, API and web page. `pipeline` is the other role where it runs beside this one. */
export async function startTicketing(context: RoleContext & { pipeline?: RoleStatus }): Promise<Role> {
  const { config, databaseUrl, adminToken, clock, logger, pipeline } = context
  const secretsKey = await secretsKeyOf(config, adminToken)
  await using started = new AsyncDisposableStack()
  const metrics = createMetrics('ticketing')
  const pool = openPool(databaseUrl, 'ticketing', logger)
  started.defer(() => pool.end())
  const { store } = openStores({ config, pool, clock })
  started.defer(() => store.close())
  const deadLetters = openDeadLetters({ pool })
  const intake = startIntake({ pool, clock, logger, metrics })
  started.defer(() => intake.stop())
  const silence = startSilenceMonitor({ pool, logger, metrics })
  started.defer(() => silence.stop())
  const registered = startReplayOfRegistered({ pool, deadLetters, logger })
  started.defer(() => registered.stop())
  const forgetting = startForgetting({ pool, clock, logger })
  started.defer(() => forgetting.stop())
  const resealing = startResealing({ pool, secretsKey, logger })
  started.defer(() => resealing.stop())

  const signer = await auditSigner(config)
  const memory = auditMemory(config)
  const sealing = startSealing({ pool, clock, logger, metrics, signer, memory })
  started.defer(() => sealing.stop())

  const worker = startWorker({ pool, logger, tasks: slaTasks({ pool, clock, logger, metrics }) })
  started.defer(() => worker.stop())
  const patrol = startSlaPatrol({ pool, clock, logger })
  started.defer(() => patrol.stop())
  const attachments = openAttachmentFiles({
    directory: join(config.DATA_DIR, 'attachments'),
    maxBytes: config.ATTACHMENT_MAX_BYTES,
    types: config.ATTACHMENT_TYPES.split(','),
  })
  const sweep = startAttachmentSweep({ pool, store: attachments, clock, logger })
  started.defer(() => sweep.stop())
  const arrivals = startArrivals({ pool, store: attachments, clock, logger, metrics })
  started.defer(() => arrivals.stop())

  const verification = startVerification({ pool, store, clock, logger, secretsKey })
  started.defer(() => verification.stop())

  const notifying = openNotifying({
    secretsKey,
    outgoingAllow: config.OUTGOING_ALLOW,
    smtpUrl: config.SMTP_URL,
    mailFrom: config.MAIL_FROM,
    publicUrl: config.PUBLIC_URL,
  })
  started.defer(() => notifying.close())
  const mailboxes = startMailboxes({ pool, clock, logger, secretsKey, outgoing: notifying.outgoing })
  started.defer(() => mailboxes.stop())
  const outbox = startOutbox({ pool, clock, logger, metrics, notifying })
  started.defer(() => outbox.stop())

  const backtests = startBacktests({ pool, clock, logger, detect: detectInThread({ config, databaseUrl }) })
  started.defer(() => backtests.stop())
  const detectors = await readCatalogue()
  const tuning = startTuning({ pool, clock, logger, detectors })
  started.defer(() => tuning.stop())

  const learning = startLearning({ config, databaseUrl, pool, logger })
  started.defer(() => learning.stop())

  const own = () => readiness({ database: () => pool.query('select 1') })
  const api = await buildApi({
    pool,
    clock,
    adminToken,
    store,
    deadLetters,
    tryFormat,
    detectors,
    attachments,
    secretsKey,
    auditSigner: signer,
    notifying,
    ...(config.PUBLIC_URL && { publicUrl: config.PUBLIC_URL }),
    ...(config.TRUSTED_PROXIES && { trustedProxies: config.TRUSTED_PROXIES.split(',') }),
    identities: identitiesOf(config),
    logger,
    metrics,
    ...(config.FARO_URL && { connectSources: [new URL(config.FARO_URL).origin] }),
    metricsText: async () => {
      const roles = [await metrics.getMetricsAsJSON(), ...(pipeline ? [await pipeline.metrics()] : [])]
      return AggregatorRegistry.aggregate(roles).metrics()
    },
    ready: async () => (pipeline ? merged(await Promise.all([own(), pipeline.ready()])) : own()),
  })
  started.defer(() => api.close())
  await api.register(webApp, config.FARO_URL ? { faroUrl: config.FARO_URL } : {})
  const { HOST: host, HTTP_PORT: port } = config
  const address = await api.listen({ host, port }).catch(cause => {
    throw new ForewarnError(
      'conflict',
      `HTTP_PORT: HTTP cannot listen on ${host}:${port}: ${cause.message}`,
      { cause },
    )
  })

  const running = started.move()
  return {
    port: Number(new URL(address).port),
    metrics: () => metrics.getMetricsAsJSON(),
    ready: own,
    close: () => running.disposeAsync(),
  }
}
