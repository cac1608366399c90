import type { AccessRole, Scope } from '../domain/access.ts'
import type { Thing } from '../store/site-of.ts'

/**
 * What of a request has a site.
 * - `none`: nothing; one of the roles anywhere is enough.
 * - `everywhere`: it is about all sites at once, such as a setting: the role must hold at every site.
 * - `list`: the handler keeps to `sitesOf(request)`.
 * - `body`: what the body names, by `names` here, or by the handler with `demandSite`.
 * - a thing: the one that the path names. What is of another site is answered as if it did not exist.
 */
type About = 'none' | 'everywhere' | 'list' | 'body' | Thing

export interface Rule {
  /** Who may, with one of these roles; `known`: whoever has signed in; `anybody`: also who has not said who they are. */
  roles: readonly AccessRole[] | 'known' | 'anybody'
  site: About
  /** What a token needs. */
  scope: Scope
  /** Properties of the body, or parameters of the path, that name further things: these must be of an own site, too. */
  names?: Readonly<Record<string, Thing | 'subject'>>
  /** Of its things those that are of no site may be seen by whoever has the role anywhere. */
  shared?: true
  /** Technicians for themselves alone, as the handler sees to. */
  self?: true
}

type More = Pick<Rule, 'names' | 'shared' | 'self'>

const everybody = ['administrator', 'planner', 'technician', 'requester', 'viewer'] as const
const plant = ['administrator', 'planner', 'technician', 'viewer'] as const
const crew = ['administrator', 'planner', 'technician'] as const
const asking = ['administrator', 'planner', 'technician', 'requester'] as const
const planning = ['administrator', 'planner'] as const
const ruling = ['administrator'] as const

const rule =
  (scope: Scope) =>
  (roles: Rule['roles'], site: About, more: More = {}): Rule => ({ roles, site, scope, ...more })
const read = rule('read')
const work = rule('tickets:write')
const registry = rule('registry:write')
const settings = rule('settings:write')
const accounts = rule('admin')

const tickets = {
  listTickets: read(everybody, 'list'),
  countTickets: read(everybody, 'list'),
  getTicket: read(everybody, 'ticket'),
  getTicketDwell: read(plant, 'ticket'),
  listTicketFindings: read(plant, 'ticket'),
  getTicketRelations: read(plant, 'ticket'),
  listTicketRequesters: read(plant, 'ticket'),
  listRolledUpFaults: read(plant, 'ticket'),
  listDecisions: read(planning, 'ticket'),
  getVerification: read(plant, 'ticket'),
  streamEvents: read(everybody, 'list'),
  listNotices: read(plant, 'list'),
  listOutcomes: read(plant, 'list'),
  createTicket: work(asking, 'body', { names: { asset: 'asset', parent: 'ticket' } }),
  updateTicket: work(crew, 'ticket', { names: { parent: 'ticket' } }),
  transitionTicket: work(crew, 'ticket'),
  approveTicket: work(crew, 'ticket'),
  assignTicket: work(crew, 'ticket', { names: { assignee: 'technician' }, shared: true }),
  mergeTicket: work(planning, 'ticket', { names: { into: 'ticket' } }),
  splitTicket: work(planning, 'ticket', { names: { asset: 'asset' } }),
  snoozeTicket: work(crew, 'ticket'),
  wakeTicket: work(crew, 'ticket'),
  changeTickets: work(crew, 'list'),
  listComments: read(everybody, 'ticket'),
  addComment: work(asking, 'ticket', { names: { mentions: 'technician' }, shared: true }),
  listWatchers: read(plant, 'ticket'),
  watchTicket: work(crew, 'ticket', { names: { watcher: 'technician' }, shared: true }),
  unwatchTicket: work(crew, 'ticket'),
  listAttachments: read(everybody, 'ticket'),
  downloadAttachment: read(everybody, 'ticket'),
  addAttachment: work(asking, 'ticket'),
  removeAttachment: work(crew, 'ticket'),
  getTicketWork: read(plant, 'ticket'),
  listSignatures: read(plant, 'ticket'),
  signWork: work(crew, 'ticket'),
  createRequestLink: work(planning, 'asset'),
  listRequestLinks: read(planning, 'asset'),
  createProgressLink: work(crew, 'ticket'),
  createConfirmationLink: work(crew, 'ticket'),
  revokeRequestLink: work(planning, 'request link'),
} satisfies Record<string, Rule>

const things = {
  listSites: read(everybody, 'list'),
  createSite: registry(ruling, 'everywhere'),
  getSite: read(everybody, 'site'),
  updateSite: registry(ruling, 'site'),
  deleteSite: registry(ruling, 'everywhere'),
  listClasses: read(everybody, 'none'),
  createClass: registry(ruling, 'everywhere'),
  getClass: read(everybody, 'none'),
  replaceClass: registry(ruling, 'everywhere'),
  deleteClass: registry(ruling, 'everywhere'),
  listAssets: read(everybody, 'list'),
  createAsset: registry(planning, 'body', { names: { site: 'site', parent: 'asset' } }),
  getAsset: read(everybody, 'asset'),
  updateAsset: registry(planning, 'asset', { names: { site: 'site', parent: 'asset' } }),
  deleteAsset: registry(planning, 'asset'),
  listDevices: read(plant, 'list'),
  createDevice: registry(planning, 'body', { names: { site: 'site', asset: 'asset', gateway: 'device' } }),
  getDevice: read(plant, 'device'),
  updateDevice: registry(planning, 'device', { names: { site: 'site', asset: 'asset', gateway: 'device' } }),
  deleteDevice: registry(planning, 'device'),
  renewDeviceSecret: registry(planning, 'device'),
  getSeries: read(plant, 'device'),
  listQuarantine: read(planning, 'list'),
  getStranger: read(planning, 'stranger'),
  approveStranger: registry(planning, 'stranger', { names: { asset: 'asset' } }),
  ignoreStranger: registry(planning, 'stranger'),
  forgetStranger: registry(planning, 'stranger'),
  listDeadLetters: read(planning, 'everywhere'),
  replayDeadLetters: registry(planning, 'everywhere'),
  listTeams: read(plant, 'none'),
  createTeam: registry(planning, 'everywhere'),
  getTeam: read(plant, 'none'),
  updateTeam: registry(planning, 'everywhere'),
  deleteTeam: registry(planning, 'everywhere'),
  listTechnicians: read(plant, 'list'),
  createTechnician: registry(planning, 'body'),
  getTechnician: read(plant, 'technician', { shared: true }),
  updateTechnician: registry(planning, 'technician'),
  createTechnicianFeed: registry(crew, 'technician', { shared: true, self: true }),
  listTechnicianFeeds: read(crew, 'technician', { shared: true, self: true }),
  createTeamFeed: registry(planning, 'everywhere'),
  listTeamFeeds: read(planning, 'everywhere'),
  revokeCalendarFeed: registry(crew, 'calendar feed', { shared: true, self: true }),
  deleteTechnician: registry(planning, 'technician'),
} satisfies Record<string, Rule>

const detection = {
  listFindings: read(plant, 'list'),
  listMaintenanceWindows: read(plant, 'list'),
  createMaintenanceWindow: registry(planning, 'body', { names: { asset: 'asset', site: 'site' } }),
  getMaintenanceWindow: read(plant, 'maintenance window'),
  replaceMaintenanceWindow: registry(planning, 'maintenance window', {
    names: { asset: 'asset', site: 'site' },
  }),
  deleteMaintenanceWindow: registry(planning, 'maintenance window'),
  listDetectors: read(plant, 'none'),
  getDetector: read(plant, 'none'),
  getDetectorReadme: read(plant, 'none'),
  getClassPrognosis: read(plant, 'everywhere'),
  listDetectorPerformance: read(plant, 'list'),
  listLabels: read(plant, 'asset'),
  listDetectorsOfAsset: read(plant, 'asset'),
  getAssetProfile: read(plant, 'asset'),
  listAssetProfileVersions: read(plant, 'asset'),
  replaceAssetProfile: settings(planning, 'asset'),
  deleteAssetProfile: settings(planning, 'asset'),
  getClassProfile: read(plant, 'none'),
  listClassProfileVersions: read(plant, 'none'),
  replaceClassProfile: settings(planning, 'everywhere'),
  deleteClassProfile: settings(planning, 'everywhere'),
  listBacktests: read(plant, 'list'),
  createBacktest: settings(planning, 'body', { names: { subject: 'subject' } }),
  cancelBacktest: settings(planning, 'backtest'),
  getBacktest: read(plant, 'backtest'),
  listBacktestFindings: read(plant, 'backtest'),
  getBacktestChart: read(plant, 'backtest'),
  listProfileProposals: read(plant, 'list'),
  getProfileProposal: read(plant, 'proposal'),
  createProfileProposal: settings(planning, 'body', { names: { subject: 'subject' } }),
  acceptProfileProposal: settings(planning, 'proposal'),
  rejectProfileProposal: settings(planning, 'proposal'),
  tuneDetector: settings(planning, 'body', { names: { subject: 'subject' } }),
} satisfies Record<string, Rule>

const policies = {
  getPriorityMatrix: read(everybody, 'none'),
  replacePriorityMatrix: settings(ruling, 'everywhere'),
  getTicketFields: read(everybody, 'none'),
  replaceTicketFields: settings(ruling, 'everywhere'),
  listTicketTemplates: read(everybody, 'none'),
  createTicketTemplate: settings(planning, 'everywhere'),
  getTicketTemplate: read(everybody, 'none'),
  replaceTicketTemplate: settings(planning, 'everywhere'),
  deleteTicketTemplate: settings(planning, 'everywhere'),
  listFormats: read(planning, 'none'),
  getFormat: read(planning, 'none'),
  putFormat: settings(ruling, 'everywhere'),
  deleteFormat: settings(ruling, 'everywhere'),
  tryFormat: read(planning, 'none'),
  getRouting: read(plant, 'none'),
  replaceRouting: settings(planning, 'everywhere'),
  tryRouting: read(planning, 'body', { names: { asset: 'asset', device: 'device' } }),
  askWhatIf: read(planning, 'everywhere'),
  listWorkflows: read(everybody, 'none'),
  getWorkflow: read(everybody, 'none'),
  replaceWorkflow: settings(ruling, 'everywhere'),
  listCalendars: read(plant, 'none'),
  getCalendar: read(plant, 'none'),
  putCalendar: settings(planning, 'everywhere'),
  deleteCalendar: settings(planning, 'everywhere'),
  getSlaPolicy: read(plant, 'none'),
  replaceSlaPolicy: settings(ruling, 'everywhere'),
  getSlaAttainment: read(plant, 'list'),
  listFailureCodes: read(everybody, 'none'),
  createFailureCode: settings(planning, 'everywhere'),
  getTicketPolicy: read(plant, 'none'),
  replaceTicketPolicy: settings(ruling, 'everywhere'),
  listLedger: read(planning, 'list'),
  getAuditStatus: read(ruling, 'everywhere'),
  listAuditCheckpoints: read(ruling, 'everywhere'),
  listAuditKeys: read(ruling, 'everywhere'),
  dumpAudit: read(ruling, 'everywhere'),
} satisfies Record<string, Rule>

const people = {
  getSignInOptions: read('anybody', 'none'),
  signIn: read('anybody', 'none'),
  redeemAccountLink: read('anybody', 'none'),
  beginProviderSignIn: read('anybody', 'none'),
  finishProviderSignIn: read('anybody', 'none'),
  getSession: read('known', 'none'),
  signOut: read('known', 'none'),
  changePassword: accounts('known', 'none'),
  listSessions: accounts('known', 'none'),
  endSession: accounts('known', 'none'),
  listTokens: accounts('known', 'none'),
  createToken: accounts('known', 'none'),
  revokeToken: accounts('known', 'none'),
  listAccounts: accounts(ruling, 'everywhere'),
  createAccount: accounts(ruling, 'everywhere'),
  getAccount: accounts(ruling, 'everywhere'),
  updateAccount: accounts(ruling, 'everywhere'),
  createAccountLink: accounts(ruling, 'everywhere'),
  unlockAccount: accounts(ruling, 'everywhere'),
  endAccountSessions: accounts(ruling, 'everywhere'),
} satisfies Record<string, Rule>

/** What comes in has names and addresses of people of any site. */
const intakes = {
  listIntakes: read(planning, 'everywhere'),
  getIntake: read(planning, 'everywhere'),
  createIntake: settings(ruling, 'everywhere'),
  updateIntake: settings(ruling, 'everywhere'),
  deleteIntake: settings(ruling, 'everywhere'),
  renewIntakeSecret: settings(ruling, 'everywhere'),
  tryIntake: read(planning, 'everywhere'),
  listArrivals: read(planning, 'everywhere'),
  getArrival: read(planning, 'everywhere'),
  addArrival: rule('intake')(planning, 'everywhere'),
  replayArrival: settings(planning, 'everywhere'),
  replayFailedArrivals: settings(planning, 'everywhere'),
  discardArrival: settings(planning, 'everywhere'),
} satisfies Record<string, Rule>

/** What is one's own needs no more than an account; handlers of preferences see to whose they are. */
const notifications = {
  listNotifications: read('known', 'none'),
  countUnreadNotifications: read('known', 'none'),
  streamNotifications: read('known', 'none'),
  markNotificationRead: work('known', 'none'),
  markNotificationsRead: work('known', 'none'),
  getNotificationPreferences: read('known', 'none'),
  putNotificationPreferences: work('known', 'none'),
  testNotificationPreferences: work('known', 'none'),
  listNoticeTypes: read('known', 'none'),
  listNotificationTargets: read(planning, 'everywhere'),
  createNotificationTarget: settings(ruling, 'everywhere'),
  getNotificationTarget: read(planning, 'everywhere'),
  updateNotificationTarget: settings(ruling, 'everywhere'),
  deleteNotificationTarget: settings(ruling, 'everywhere'),
  rotateNotificationSecret: settings(ruling, 'everywhere'),
  testNotificationTarget: settings(ruling, 'everywhere'),
  listDeliveries: read(planning, 'everywhere'),
  getDelivery: read(planning, 'everywhere'),
  replayDelivery: settings(planning, 'everywhere'),
  replayDeliveries: settings(planning, 'everywhere'),
  listPartRequests: read(plant, 'ticket'),
  requestPart: work(crew, 'ticket'),
  getPartRequest: read(plant, 'part request'),
  answerPartRequest: work(crew, 'part request'),
} satisfies Record<string, Rule>

/**
 * Who may do what: a row for each operation under `/api/v1`. The API does not start where one is missing, and a test walks
 * every row with every role, at the own site and at a foreign one.
 */
export const policy: Readonly<Record<string, Rule>> = {
  ...tickets,
  ...things,
  ...detection,
  ...policies,
  ...people,
  ...intakes,
  ...notifications,
}
