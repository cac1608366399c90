import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlannedFault } from '../../simulators/plant/faults.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { TruthLog } from '../../simulators/plant/truth-log.ts'
import type { DeskTicket, Move, TicketDesk } from '../../simulators/scenario/desk.ts'
import { Crew } from '../../simulators/scenario/people.ts'
import { parseScenario } from '../../simulators/scenario/scenario.ts'
import { kiln } from '../../simulators/scenario/testing/kiln.ts'
import { isOpen } from '../../ticketing/domain/category.ts'
import { shippedWorkflow } from '../../ticketing/domain/shipped-workflow.ts'
import {
  automaticNext,
  checkTransition,
  stateOf,
  type TransitionRequest,
} from '../../ticketing/domain/workflow.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** A Monday, eight in the morning. */
const START_MS = Date.UTC(2026, 2, 2, 8)
const hours = (count: number) => START_MS + count * HOUR_MS

interface Moved extends Move {
  number: number
  to: string
}

/** The desk of the shipped workflow, without a database. */
class MemoryDesk implements TicketDesk {
  readonly moves: Moved[] = []
  readonly reports: { asset: string; atMs: number }[] = []
  readonly tickets = new Map<number, DeskTicket & { failureCode: string | null; resolution: string | null }>()
  nowMs = START_MS
  /** Throws where a call must be refused. */
  refuse: (what: string) => void = () => undefined
  #told = new Set<number>()

  add(given: Partial<DeskTicket>): number {
    const number = this.tickets.size + 1
    this.tickets.set(number, {
      ...{ number, asset: 'kiln-1', kind: 'predictive', state: 'proposed', priority: 'P3' },
      ...{ assignee: 'anna', team: 'maintenance', metric: 'shell_temperature' },
      ...{ observedAtMs: this.nowMs, createdAtMs: this.nowMs, outcome: null },
      ...{ failureCode: null, resolution: null },
      ...given,
    })
    return number
  }

  state = (number: number) => this.tickets.get(number)?.state

  async open() {
    this.refuse('open')
    const open = [...this.tickets.values()].filter(({ state }) =>
      isOpen(stateOf(shippedWorkflow, state).category),
    )
    const ended = [...this.tickets.values()].filter(
      ticket => this.#told.has(ticket.number) && !open.includes(ticket),
    )
    this.#told = new Set(open.map(({ number }) => number))
    return [...open, ...ended].map(ticket => ({ ...ticket }))
  }

  async move(number: number, to: string, body: Move) {
    this.refuse(`${number} ${to}`)
    const ticket = this.tickets.get(number)
    if (!ticket) throw new Error(`There is no ticket ${number}.`)
    const { deviceTimeMs = this.nowMs, ...said } = body
    expect(deviceTimeMs).toBeLessThanOrEqual(this.nowMs)
    const request = { to, ...said } as TransitionRequest
    checkTransition(shippedWorkflow, { ...ticket, checklist: [] }, request, { approvedBy: [] })
    this.moves.push({ number, to, ...body })
    const {
      outcome = ticket.outcome,
      failureCode = ticket.failureCode,
      resolution = ticket.resolution,
    } = said
    const done = { outcome, failureCode, resolution }
    const undone = { outcome: null, failureCode: null, resolution: null }
    Object.assign(ticket, to === 'reopened' ? undone : done, {
      state: automaticNext(shippedWorkflow, to) ?? to,
    })
  }

  async assign(number: number, technician: string) {
    this.refuse(`${number} assign`)
    Object.assign(this.tickets.get(number) ?? {}, { assignee: technician })
  }

  async report(asset: string, _what: string, atMs: number) {
    this.refuse(`report ${asset}`)
    this.reports.push({ asset, atMs })
    this.add({ asset, kind: 'corrective', priority: 'P1', metric: null, observedAtMs: null, assignee: 'ben' })
  }
}

const wear = (onset: number, failure: number): PlannedFault => ({
  ...{ layer: 'machine', mode: 'lining_wear', onsetMs: hours(onset), failureMs: hours(failure) },
})

interface Given {
  people?: string
  faults?: PlannedFault[]
  seed?: number
}

function plant({ people = '', faults = [], seed = 1 }: Given = {}) {
  const scenario = parseScenario(
    `name: Lime works
seed: ${seed}
sites: [{ id: works, name: Works, timeZone: UTC }]
fleet: [{ kind: kiln, id: kiln, count: 2 }]
people:
  shifts:
    day: { days: [1, 2, 3, 4, 5], from: "06:00", to: "18:00" }
  technicians:
    - { id: anna, name: Anna, shift: day }
    - { id: ben, name: Ben }
${people || '  planner: { shift: day, reviewMinutes: 60 }'}
`,
    'plant.yaml',
    [kiln],
  )
  const log = new TruthLog()
  const refusals: string[] = []
  const machines = new Map(
    ['kiln-1', 'kiln-2'].map((asset, i) => {
      const place = { name: asset, site: 'works', kind: 'kiln', criticality: 'B', device: asset } as const
      const spec = { asset, ...place, seed: i, faults: i === 0 ? faults : [] }
      return [asset, new SimulatedMachine(spec, MINUTE_MS, { kinds: [kiln], log })]
    }),
  )
  const desk = new MemoryDesk()
  const crew = new Crew(scenario, { machines, onRefusal: sentence => refusals.push(sentence) })
  let stepMs = START_MS
  /** Lets the plant run until then; people act after every step. */
  const until = async (toMs: number, everyMs = 10 * MINUTE_MS) => {
    for (; stepMs < toMs; stepMs += everyMs) {
      for (const machine of machines.values()) machine.step(stepMs + everyMs)
      desk.nowMs = stepMs + everyMs
      await crew.act(desk, desk.nowMs)
    }
  }
  const machine = machines.get('kiln-1') as SimulatedMachine
  return { desk, crew, log, machine, machines, refusals, until }
}

const states = (desk: MemoryDesk, number: number) =>
  desk.moves.filter(move => move.number === number).map(({ to }) => to)

describe('a ticket that a detector proposes', () => {
  test('is reviewed, accepted, gone to, repaired and, when the sensors cannot say, closed', async () => {
    const { desk, log, machine, until } = plant({ faults: [wear(-20, 100)] })
    desk.add({})
    await until(hours(10))
    expect(states(desk, 1)).toEqual(['assigned', 'accepted', 'on_site', 'resolved'])
    expect(desk.tickets.get(1)).toMatchObject({
      outcome: 'found_as_predicted',
      failureCode: 'OHE',
      state: 'verifying',
    })
    expect(log.events).toMatchObject([
      { event: 'repair', mode: 'lining_wear', occasion: 'planned', succeeded: true },
    ])
    expect(machine.activeFaults(hours(10))).toEqual([])
    await until(hours(120))
    expect(desk.state(1)).toBe('closed')
    const times = desk.moves.map(({ deviceTimeMs = 0 }) => deviceTimeMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('the machine stands still while somebody works on it', async () => {
    const { desk, machine, until } = plant({ faults: [wear(-20, 100)] })
    desk.add({})
    while (desk.state(1) !== 'on_site') await until(desk.nowMs + 10 * MINUTE_MS)
    await until(desk.nowMs + 10 * MINUTE_MS)
    expect(machine.lastValues.motor_current).toBe(0)
    await until(desk.nowMs + 12 * HOUR_MS)
    expect(machine.lastValues.motor_current).toBeGreaterThan(10)
  })

  test('waits over the weekend; what is urgent does not wait for the planner', async () => {
    const saturday = 5 * 24
    const { desk, until } = plant({})
    await until(hours(saturday), HOUR_MS)
    desk.add({})
    desk.add({ asset: 'kiln-2', priority: 'P1', assignee: 'ben' })
    await until(hours(saturday + 10))
    expect(states(desk, 1)).toEqual([])
    expect(states(desk, 2)).toEqual(['accepted', 'on_site', 'resolved'])
    await until(hours(saturday + 60))
    expect(states(desk, 1)).toEqual(['assigned', 'accepted', 'on_site', 'resolved'])
  })

  test('of nobody is taken out of the queue', async () => {
    const { desk, until } = plant({})
    desk.add({ assignee: null })
    await until(hours(10))
    expect(states(desk, 1)).toEqual(['planned', 'accepted', 'on_site', 'resolved'])
    expect(['anna', 'ben']).toContain(desk.tickets.get(1)?.assignee)
  })

  test('of somebody whom the scenario does not know is left to them, after the review', async () => {
    const { desk, until } = plant({})
    desk.add({ assignee: 'zoe' })
    desk.add({ asset: 'another-machine' })
    await until(hours(60), HOUR_MS)
    expect(desk.moves.map(({ number, to }) => [number, to])).toEqual([[1, 'assigned']])
  })

  test('is rejected unseen, where planners do that', async () => {
    const { desk, until } = plant({ people: '  planner: { rejects: 1 }' })
    desk.add({})
    await until(hours(10))
    expect(desk.moves).toMatchObject([{ to: 'rejected', rejectionCode: 'not_worth_it' }])
  })
})

describe('what is found', () => {
  const outcomes = async (faults: PlannedFault[], tickets: Partial<DeskTicket>[], people = '') => {
    const { desk, until } = plant({ faults, people })
    for (const ticket of tickets) desk.add(ticket)
    await until(hours(30))
    return [...desk.tickets.values()].map(({ outcome, failureCode }) => [outcome, failureCode])
  }
  const stuck: PlannedFault = {
    ...{ layer: 'sensor', mode: 'stuck', metric: 'motor_current', onsetMs: hours(-5), endMs: hours(90) },
  }

  test.each<[string, PlannedFault[], Partial<DeskTicket>[], unknown[]]>([
    ['nothing', [], [{}], [['false_alarm', 'NFF']]],
    ['another fault', [wear(-20, 100)], [{ metric: 'motor_current' }], [['found_other', 'OHE']]],
    [
      'what people saw',
      [wear(-20, 100)],
      [{ metric: null, kind: 'corrective' }],
      [['found_as_predicted', 'OHE']],
    ],
    [
      'the sensor, as said',
      [stuck],
      [{ metric: 'motor_current', kind: 'instrumentation' }],
      [['found_as_predicted', 'AIR']],
    ],
    ['the sensor, not the machine', [stuck], [{ metric: 'motor_current' }], [['found_other', 'AIR']]],
    [
      'one fault for two tickets, in one visit',
      [wear(-20, 100)],
      [{}, { metric: 'motor_current', priority: 'P4' }],
      [
        ['found_as_predicted', 'OHE'],
        ['found_other', 'OHE'],
      ],
    ],
  ])('%s', async (_, faults, tickets, expected) => {
    expect(await outcomes(faults, tickets)).toEqual(expected)
  })

  test('somebody who does not look well says something else; who cannot get in says so', async () => {
    const [wrong] = await outcomes([wear(-20, 100)], [{}], '  wrongOutcome: 1')
    expect(wrong?.[0]).not.toBe('found_as_predicted')
    expect(await outcomes([wear(-20, 100)], [{}], '  noAccess: 1')).toEqual([['no_access', 'OTH']])
  })

  test('a ticket that comes after the repair, of what was before it', async () => {
    const { desk, until } = plant({ faults: [wear(-20, 100)] })
    desk.add({ priority: 'P1' })
    await until(hours(9))
    expect(desk.state(1)).toBe('verifying')
    desk.add({ observedAtMs: hours(1) })
    await until(hours(30))
    expect(desk.tickets.get(2)).toMatchObject({ outcome: 'found_as_predicted', failureCode: 'OHE' })
  })

  test('a repair that does not hold is done again', async () => {
    const { desk, machine, log, until } = plant({ faults: [wear(-20, 500)], people: '  repairSucceeds: 0' })
    desk.add({ priority: 'P1' })
    await until(hours(9))
    expect(machine.activeFaults(desk.nowMs)).toHaveLength(1)
    await desk.move(1, 'reopened', { reason: 'It is hot again.' })
    await until(hours(20))
    expect(states(desk, 1)).toEqual(['accepted', 'on_site', 'resolved', 'reopened', 'on_site', 'resolved'])
    expect(log.events).toMatchObject([{ succeeded: false }, { succeeded: false }])
  })
})

describe('a breakdown', () => {
  test('is seen, reported, and takes its hours', async () => {
    const { desk, machine, log, until } = plant({
      faults: [wear(-20, 2)],
      people: '  breakdownRepairHours: 10',
    })
    await until(hours(3))
    expect(machine.brokenSinceMs).toBe(hours(2))
    expect(desk.reports).toMatchObject([{ asset: 'kiln-1' }])
    expect(desk.reports[0]?.atMs).toBeGreaterThan(hours(2))
    await until(hours(40))
    expect(desk.reports).toHaveLength(1)
    expect(log.events).toMatchObject([{ event: 'breakdown' }, { event: 'repair', occasion: 'breakdown' }])
    expect(machine.brokenSinceMs).toBeUndefined()
    const [, onSite, resolved] = desk.moves.map(({ deviceTimeMs = 0 }) => deviceTimeMs)
    expect((resolved ?? 0) - (onSite ?? 0)).toBeGreaterThan(3 * HOUR_MS)
  })

  test('of a machine that has a ticket makes that urgent, and is not reported', async () => {
    const friday = 4 * 24 + 12
    const { desk, until } = plant({ faults: [wear(-20, friday + 3)] })
    await until(hours(friday), HOUR_MS)
    desk.add({ assignee: 'ben' })
    await until(hours(friday + 30))
    expect(desk.reports).toEqual([])
    expect(states(desk, 1)).toEqual(['accepted', 'on_site', 'resolved'])
  })
})

describe('others at the same tickets', () => {
  test('who resolves a ticket repairs the machine', async () => {
    const { desk, log, until } = plant({ faults: [wear(-20, 100)] })
    desk.add({})
    await until(START_MS + 10 * MINUTE_MS)
    await desk.move(1, 'accepted', {})
    await desk.move(1, 'on_site', {})
    await until(START_MS + 20 * MINUTE_MS)
    expect(log.events).toEqual([])
    await desk.move(1, 'resolved', { failureCode: 'OHE', outcome: 'found_as_predicted' })
    await desk.move(1, 'closed', {})
    await until(START_MS + 30 * MINUTE_MS)
    expect(log.events).toMatchObject([{ event: 'repair', succeeded: true }])
  })

  test('who says that it was a false alarm does not, and the machine runs again', async () => {
    const { desk, log, machine, until } = plant({ faults: [wear(-20, 100)] })
    desk.add({ state: 'on_site' })
    await until(START_MS + 20 * MINUTE_MS)
    expect(machine.lastValues.motor_current).toBe(0)
    await desk.move(1, 'resolved', { failureCode: 'NFF', outcome: 'false_alarm' })
    await until(START_MS + 40 * MINUTE_MS)
    expect(machine.lastValues.motor_current).toBeGreaterThan(0)
    expect(machine.activeFaults(desk.nowMs)).toHaveLength(1)
    expect(log.events).toMatchObject([{ succeeded: false }])
  })

  test('what is cancelled on the way is left, and the technician is free', async () => {
    const { desk, until } = plant({})
    desk.add({ priority: 'P1' })
    while (desk.state(1) !== 'accepted') await until(desk.nowMs + 10 * MINUTE_MS)
    await desk.move(1, 'cancelled', { reason: 'Not needed.' })
    desk.add({ asset: 'kiln-2', priority: 'P1' })
    await until(hours(10))
    expect(states(desk, 1)).toEqual(['accepted', 'cancelled'])
    expect(states(desk, 2)).toEqual(['accepted', 'on_site', 'resolved'])
  })
})

test('one after the other: nobody is at two machines at once, and the more urgent goes first', async () => {
  const { desk, until } = plant({})
  desk.add({ priority: 'P4', state: 'assigned' })
  desk.add({ priority: 'P2', asset: 'kiln-2', state: 'assigned' })
  await until(hours(20))
  const at = (number: number, to: string) =>
    desk.moves.find(move => move.number === number && move.to === to)?.deviceTimeMs ?? 0
  const [first, second] = at(1, 'on_site') < at(2, 'on_site') ? [1, 2] : [2, 1]
  expect(at(second, 'on_site')).toBeGreaterThan(at(first, 'resolved'))
})

test('what is refused is told once, and the others go on', async () => {
  const { desk, refusals, until } = plant({})
  desk.add({ priority: 'P1' })
  desk.add({ asset: 'kiln-2', priority: 'P1', assignee: 'ben' })
  desk.refuse = what => {
    if (what === '1 accepted') throw new Error('The checklist is not done: Lock it.')
  }
  await until(hours(5))
  expect(refusals).toEqual(['Ticket 1 could not become accepted: The checklist is not done: Lock it.'])
  expect(desk.state(2)).toBe('verifying')
  desk.refuse = what => {
    if (what === 'open') throw new Error('it does not answer')
  }
  await until(hours(6))
  expect(refusals).toHaveLength(2)
  desk.refuse = () => undefined
  await until(hours(12))
  expect(desk.state(1)).toBe('verifying')
})

test('the same is done at the same times, however often people look', async () => {
  const ticket = fc.record({
    hour: fc.integer({ min: 0, max: 100 }),
    asset: fc.constantFrom('kiln-1', 'kiln-2'),
    priority: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
    assignee: fc.constantFrom('anna', 'ben', null),
  })
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.array(ticket, { maxLength: 6 }), async (seed, tickets) => {
      const run = async (everyMs: number) => {
        const { desk, until } = plant({ seed, faults: [wear(20, 400)] })
        for (const { hour, ...given } of tickets.toSorted((a, b) => a.hour - b.hour)) {
          await until(hours(hour), everyMs)
          desk.add({ ...given, createdAtMs: hours(hour), observedAtMs: hours(hour) })
        }
        await until(hours(300), everyMs)
        return desk.moves.map(({ number, to, deviceTimeMs }) => [number, to, deviceTimeMs])
      }
      const hourly = await run(HOUR_MS)
      expect(await run(20 * MINUTE_MS)).toEqual(hourly)
    }),
    { numRuns: 25 },
  )
})
