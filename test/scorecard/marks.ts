/** The marks of a run, computed of what was true and what the tickets say. README.md defines each. */
import type { TruthEvent } from '../../simulators/plant/truth-log.ts'

export const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS
/** So long after a fault has ended a ticket may still be about it: detectors look back, and a machine settles. */
const AFTERMATH_MS = 24 * HOUR_MS

/** A fault as it was planned: what would have happened had nobody done anything. */
export interface Fault {
  asset: string
  layer: 'machine' | 'sensor' | 'network'
  mode: string
  /** What repairs it; undefined where nobody can. */
  skill: string | undefined
  onsetMs: number
  /** Of a machine fault its functional failure, of another one its end. */
  endMs: number
}

export interface ScoredTicket {
  number: number
  asset: string
  /** finding: made by detectors. */
  source: string
  /** Event time of its first finding; undefined where it has none. */
  firstFindingAtMs: number | undefined
  /** Goes on in another ticket. */
  isMerged: boolean
  /** Whom the rules chose first. */
  assignee: string | undefined
  team: string | undefined
}

export interface Technician {
  id: string
  team: string | undefined
  skills: readonly string[]
}

/** Everything that marks are made of. */
export interface Outcome {
  fromMs: number
  toMs: number
  machines: number
  faults: readonly Fault[]
  /** What has happened to the machines. */
  events: readonly TruthEvent[]
  tickets: readonly ScoredTicket[]
  technicians: readonly Technician[]
  /** Shares of targets kept, as the API says; null where nothing is decided. */
  attainment: { response: number | null; resolution: number | null }
}

/** A share or a number, and of how many it is made; null where there is nothing to judge. */
export interface Mark {
  value: number | null
  of: number
}

export const markNames = [
  'found',
  'leadShare',
  'leadHours',
  'falseTicketsPerMachineYear',
  'ticketsPerEpisode',
  'oneTicketPerEpisode',
  'dispatchRight',
  'slaResponse',
  'slaResolution',
  'plannedShare',
  'failuresAvoided',
  'sensorFaultsFound',
] as const
export type MarkName = (typeof markNames)[number]
export type Marks = Record<MarkName, Mark>

export function marksOf(outcome: Outcome): Marks {
  const { faults, attainment, tickets } = outcome
  const machine = faults.filter(({ layer, endMs }) => layer === 'machine' && endMs <= outcome.toMs)
  const leads = machine.flatMap(fault => leadOf(fault, outcome) ?? [])
  const sensor = faults.filter(({ layer, endMs }) => layer === 'sensor' && endMs <= outcome.toMs)
  const counts = episodesOf(outcome).map(episode => episode.tickets.length)
  const dispatched = dispatchesOf(outcome)
  return {
    found: share(leads.length, machine.length),
    leadShare: median(leads.map(({ share }) => share)),
    leadHours: median(leads.map(({ ms }) => ms / HOUR_MS)),
    falseTicketsPerMachineYear: falsePerMachineYear(outcome),
    ticketsPerEpisode: mean(counts),
    oneTicketPerEpisode: share(counts.filter(count => count === 1).length, counts.length),
    dispatchRight: share(dispatched.filter(right => right).length, dispatched.length),
    slaResponse: { value: attainment.response, of: tickets.length },
    slaResolution: { value: attainment.resolution, of: tickets.length },
    plannedShare: plannedShare(outcome),
    failuresAvoided: failuresAvoided(outcome),
    sensorFaultsFound: share(sensor.filter(fault => leadOf(fault, outcome)).length, sensor.length),
  }
}

type Raised = ScoredTicket & { firstFindingAtMs: number }

const isRaised = (ticket: ScoredTicket): ticket is Raised =>
  ticket.source === 'finding' && ticket.firstFindingAtMs !== undefined

/** The time that the first ticket left before the end of the fault; undefined where none came while it was there. */
export function leadOf(fault: Fault, outcome: Outcome): { ms: number; share: number } | undefined {
  const { asset, onsetMs, endMs } = fault
  const untilMs = Math.min(endMs, goneAtMs(fault, outcome))
  const times = outcome.tickets
    .filter(ticket => ticket.asset === asset)
    .filter(isRaised)
    .map(({ firstFindingAtMs }) => firstFindingAtMs)
    .filter(atMs => atMs >= onsetMs && atMs < untilMs)
  if (times.length === 0) return undefined
  const ms = endMs - Math.min(...times)
  return { ms, share: ms / (endMs - onsetMs) }
}

const isOf = (fault: Fault) => (event: TruthEvent) =>
  event.asset === fault.asset && event.mode === fault.mode && event.onsetMs === fault.onsetMs

/** When the fault was really over: repaired, or by itself; a machine fault stays until somebody repairs it. */
function goneAtMs(fault: Fault, { events, toMs }: Pick<Outcome, 'events' | 'toMs'>): number {
  const repaired = events.find(event => event.event === 'repair' && event.succeeded && isOf(fault)(event))
  return repaired?.atMs ?? (fault.layer === 'machine' ? toMs : fault.endMs)
}

const byLayer: Record<Fault['layer'], number> = { machine: 0, sensor: 1, network: 2 }

/** The fault that a ticket is about: the newest that was there, or has just gone, when its first finding was made. */
function faultOf(ticket: ScoredTicket, outcome: Outcome): Fault | undefined {
  if (!isRaised(ticket)) return undefined
  const { firstFindingAtMs: atMs, asset } = ticket
  return outcome.faults
    .filter(fault => fault.asset === asset && atMs >= fault.onsetMs)
    .filter(fault => atMs < goneAtMs(fault, outcome) + AFTERMATH_MS)
    .toSorted((a, b) => b.onsetMs - a.onsetMs || byLayer[a.layer] - byLayer[b.layer])[0]
}

/** Tickets that nothing was behind. */
export const falseTickets = (outcome: Outcome): ScoredTicket[] =>
  outcome.tickets.filter(ticket => isRaised(ticket) && !faultOf(ticket, outcome))

function falsePerMachineYear(outcome: Outcome): Mark {
  const years = (outcome.machines * (outcome.toMs - outcome.fromMs)) / YEAR_MS
  return { value: years > 0 ? falseTickets(outcome).length / years : null, of: outcome.machines }
}

/** Faults of machines and sensors that have tickets, with those that go on in no other ticket. */
export function episodesOf(outcome: Outcome): { fault: Fault; tickets: ScoredTicket[] }[] {
  const episodes = new Map<Fault, ScoredTicket[]>()
  for (const ticket of outcome.tickets) {
    const fault = faultOf(ticket, outcome)
    if (!fault || fault.layer === 'network' || ticket.isMerged) continue
    const known = episodes.get(fault)
    if (known) known.push(ticket)
    else episodes.set(fault, [ticket])
  }
  return [...episodes].map(([fault, tickets]) => ({ fault, tickets }))
}

/** Of every ticket about a fault that a skill repairs: whether whoever got it first has that skill. */
function dispatchesOf(outcome: Outcome): boolean[] {
  const { tickets, technicians } = outcome
  return tickets.flatMap(ticket => {
    const skill = faultOf(ticket, outcome)?.skill
    if (skill === undefined) return []
    const { assignee, team } = ticket
    const asked = technicians.filter(technician =>
      assignee === undefined ? team !== undefined && technician.team === team : technician.id === assignee,
    )
    return [asked.some(({ skills }) => skills.includes(skill))]
  })
}

function plannedShare({ events }: Outcome): Mark {
  const done = events.flatMap(event =>
    event.event === 'repair' && event.layer === 'machine' && event.succeeded ? [event] : [],
  )
  return share(done.filter(({ occasion }) => occasion === 'planned').length, done.length)
}

/** Of the machine faults that would all have ended in a functional failure. */
function failuresAvoided(outcome: Outcome): Mark {
  const due = outcome.faults.filter(({ layer, endMs }) => layer === 'machine' && endMs <= outcome.toMs)
  const failed = due.filter(fault =>
    outcome.events.some(event => event.event === 'breakdown' && isOf(fault)(event)),
  )
  return share(due.length - failed.length, due.length)
}

const share = (part: number, of: number): Mark => ({ value: of > 0 ? part / of : null, of })

const mean = (numbers: readonly number[]): Mark => ({
  value: numbers.length > 0 ? numbers.reduce((sum, number) => sum + number, 0) / numbers.length : null,
  of: numbers.length,
})

function median(numbers: readonly number[]): Mark {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return { value: low === undefined || high === undefined ? null : (low + high) / 2, of: numbers.length }
}
