import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { ProviderSettings } from '../domain/identity.ts'
import { openDb } from '../store/database.ts'
import { beginAsNobody, guard } from './access.ts'
import type { AccessParts } from './access-parts.ts'
import { actForOthers } from './acting.ts'
import { authentication } from './auth.ts'
import { boundClosing } from './closing.ts'
import { announceDeprecations } from './deprecations.ts'
import { doorRoutes } from './door/routes.ts'
import { exportLists } from './exports/exports.ts'
import { harden } from './hardening.ts'
import { measureRequests } from './http-metrics.ts'
import { openProvider } from './oidc/provider.ts'
import { providerRoutes } from './oidc/routes.ts'
import { onceByKey } from './once.ts'
import { describeApi } from './openapi.ts'
import type { Api, Parts } from './parts.ts'
import { sendError, sendNoRoute } from './problems.ts'
import { publicPages } from './public/routes.ts'
import { rateLimits } from './rate-limits.ts'
import { requestId } from './request-ids.ts'
import { RequestLog } from './request-log.ts'
import { refuseQueries } from './requests.ts'
import { accountRoutes } from './routes/accounts.ts'
import { arrivalRoutes } from './routes/arrivals.ts'
import { assetRoutes } from './routes/assets.ts'
import { attachmentRoutes } from './routes/attachments.ts'
import { auditRoutes } from './routes/audit.ts'
import { backtestRoutes } from './routes/backtests.ts'
import { calendarFeedRoutes } from './routes/calendar-feeds.ts'
import { calendarRoutes } from './routes/calendars.ts'
import { classRoutes } from './routes/classes.ts'
import { commentRoutes } from './routes/comments.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { detectorRoutes } from './routes/detectors.ts'
import { deviceRoutes } from './routes/devices.ts'
import { dispatchRoutes } from './routes/dispatch.ts'
import { eventRoutes } from './routes/events.ts'
import { failureCodeRoutes } from './routes/failure-codes.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { findingRoutes } from './routes/findings.ts'
import { formatRoutes } from './routes/formats.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { intakeRoutes } from './routes/intakes.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { maintenanceWindowRoutes } from './routes/maintenance-windows.ts'
import { noticeRoutes } from './routes/notices.ts'
import { notificationPreferenceRoutes } from './routes/notification-preferences.ts'
import { notificationTargetRoutes } from './routes/notification-targets.ts'
import { type Operation, operationRoutes } from './routes/operation.ts'
import { outcomeRoutes } from './routes/outcomes.ts'
import { partRequestRoutes } from './routes/part-requests.ts'
import { profileRoutes } from './routes/profiles.ts'
import { proofRoutes } from './routes/proof.ts'
import { proposalRoutes } from './routes/proposals.ts'
import { quarantineRoutes } from './routes/quarantine.ts'
import { requestLinkRoutes } from './routes/request-links.ts'
import { rollUpRoutes } from './routes/roll-ups.ts'
import { routingRoutes } from './routes/routing.ts'
import { seriesRoutes } from './routes/series.ts'
import { sessionRoutes } from './routes/session.ts'
import { signatureRoutes } from './routes/signatures.ts'
import { siteRoutes } from './routes/sites.ts'
import { slaRoutes } from './routes/sla.ts'
import { teamRoutes } from './routes/teams.ts'
import { technicianRoutes } from './routes/technicians.ts'
import { ticketPolicyRoutes } from './routes/ticket-policy.ts'
import { ticketSettingsRoutes } from './routes/ticket-settings.ts'
import { ticketWorkRoutes } from './routes/ticket-work.ts'
import { ticketRoutes } from './routes/tickets.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { workflowRoutes } from './routes/workflows.ts'
import { serializerCompiler } from './serializer.ts'
import { UPLOAD_TIMEOUT_MS } from './uploads.ts'
import { validatorCompiler } from './validator.ts'
import { answerNotModified } from './versions.ts'
import { acceptYaml } from './yaml.ts'

const BODY_LIMIT_BYTES = 256 * 1024
/** Until a request has come in whole: as long as an upload may take. Handlers have less, where they do not say otherwise. */
const REQUEST_TIMEOUT_MS = UPLOAD_TIMEOUT_MS
const HEADERS_TIMEOUT_MS = 10_000
const HANDLER_TIMEOUT_MS = 30_000
/** Beyond these a connection is closed at once: a file descriptor each, and the broker wants some too. */
const MAX_CONNECTIONS = 10_000
/** The longest address of a device, percent-encoded. */
const MAX_PARAM_LENGTH = 200 * '%F0%9F%8F%AD'.length

/** Every resource of `/api/v1`, one file each. */
const resources: readonly ((app: Api, parts: AccessParts) => void)[] = [
  sessionRoutes,
  providerRoutes,
  accountRoutes,
  tokenRoutes,
  ticketRoutes,
  ticketWorkRoutes,
  commentRoutes,
  attachmentRoutes,
  signatureRoutes,
  requestLinkRoutes,
  ticketSettingsRoutes,
  siteRoutes,
  classRoutes,
  assetRoutes,
  deviceRoutes,
  quarantineRoutes,
  seriesRoutes,
  formatRoutes,
  findingRoutes,
  detectorRoutes,
  profileRoutes,
  backtestRoutes,
  feedbackRoutes,
  proposalRoutes,
  teamRoutes,
  technicianRoutes,
  dispatchRoutes,
  routingRoutes,
  workflowRoutes,
  calendarRoutes,
  calendarFeedRoutes,
  slaRoutes,
  noticeRoutes,
  inboxRoutes,
  notificationTargetRoutes,
  notificationPreferenceRoutes,
  deliveryRoutes,
  partRequestRoutes,
  ledgerRoutes,
  auditRoutes,
  proofRoutes,
  outcomeRoutes,
  failureCodeRoutes,
  ticketPolicyRoutes,
  maintenanceWindowRoutes,
  rollUpRoutes,
  deadLetterRoutes,
  intakeRoutes,
  arrivalRoutes,
  eventRoutes,
]

export interface ApiOptions extends Parts, Operation {
  adminToken: string
  logger: FastifyBaseLogger
  metrics: Registry
  /** Addresses or networks whose X-Forwarded headers are believed; nobody's unless given. */
  trustedProxies?: readonly string[] | undefined
  /** A provider of identities at which people can sign in, too. */
  identities?: ProviderSettings | undefined
  /** Of one account or token; 3000 unless given. */
  requestsAMinute?: number | undefined
  /** How long a handler may take that does not say otherwise; 30 s unless given. */
  handlerTimeoutMs?: number
  /** Origins that the web page may talk to beside our own, such as a Faro collector. */
  connectSources?: readonly string[]
}

/** The HTTP API, its document and the operation paths; it neither listens nor serves the web page. */
export async function buildApi(options: ApiOptions): Promise<FastifyInstance> {
  const app: Api = fastify({
    loggerInstance: options.logger,
    logController: new RequestLog(),
    genReqId: requestId,
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    handlerTimeout: options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.server.headersTimeout = HEADERS_TIMEOUT_MS
  app.server.maxConnections = MAX_CONNECTIONS
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler())
  app.setErrorHandler(sendError)
  app.setNotFoundHandler(sendNoRoute)
  app.removeContentTypeParser('text/plain')
  acceptEmptyBodies(app)
  acceptYaml(app)
  beginAsNobody(app)
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  measureRequests(app, options.metrics)
  boundClosing(app)
  await harden(app, options.connectSources ?? [])
  await describeApi(app)
  operationRoutes(app, options)
  await app.register(
    async (api: Api) => {
      const { pool, clock, publicUrl, adminToken } = options
      const known = authentication({ db: openDb(pool), clock, adminToken, publicUrl })
      const limits = await rateLimits(api, options.requestsAMinute)
      api.addHook('onRequest', known.hook)
      api.addHook('onRequest', limits.ofPrincipal)
      guard(api)
      api.addHook('onRoute', refuseQueries)
      announceDeprecations(api)
      answerNotModified(api)
      onceByKey(api, options)
      actForOthers(api)
      exportLists(api, options)
      const provider = options.identities && openProvider(options.identities, clock)
      const parts = { ...options, authentication: known, limits, provider }
      for (const register of resources) register(api, parts)
    },
    { prefix: '/api/v1' },
  )
  await app.register(async (door: Api) => doorRoutes(door, options))
  await app.register(async (pages: Api) => publicPages(pages, options))
  return app
}

/** Many clients say `application/json` with every request; a DELETE or a POST without a body is one all the same. */
function acceptEmptyBodies(app: Api): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, String(body), done)
  })
}
