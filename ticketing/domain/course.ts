import type { Category } from './category.ts'
import type { Course, Spell } from './clock.ts'
import type { Priority } from './priority.ts'

/** A property of a ticket from an instant on. */
interface Step<T> {
  fromMs: number
  value: T
}

/** What happened to a ticket as far as its clocks are concerned. Its first category and priority hold from its start. */
export interface History {
  startedAtMs: number
  categories: readonly Step<Category>[]
  priorities: readonly Step<Priority>[]
}

/** An event of the ledger that changed the category or the priority of a ticket; undefined: that it did not change. */
export interface HistoryEvent {
  /** When it happened, which may be before it was written. */
  effectiveAtMs: number
  categoryBefore: Category | undefined
  category: Category | undefined
  priorityBefore: Priority | undefined
  priority: Priority | undefined
}

/**
 * Folds the events, in the order of the ledger. That order is kept where a device's clock says otherwise: nothing
 * happens before what it follows, nor before the ticket's start. `now` is what the ticket is after all of them.
 */
export function historyOf(
  startedAtMs: number,
  now: { category: Category; priority: Priority },
  events: readonly HistoryEvent[],
): History {
  const categories: Step<Category>[] = []
  const priorities: Step<Priority>[] = []
  for (const { effectiveAtMs, categoryBefore, category, priorityBefore, priority } of events) {
    if (category) {
      if (categoryBefore && categories.length === 0)
        categories.push({ fromMs: startedAtMs, value: categoryBefore })
      categories.push({ fromMs: notBefore(categories, effectiveAtMs) ?? startedAtMs, value: category })
    }
    if (priority) {
      if (priorityBefore && priorities.length === 0)
        priorities.push({ fromMs: startedAtMs, value: priorityBefore })
      priorities.push({ fromMs: notBefore(priorities, effectiveAtMs) ?? startedAtMs, value: priority })
    }
  }
  if (categories.length === 0) categories.push({ fromMs: startedAtMs, value: now.category })
  if (priorities.length === 0) priorities.push({ fromMs: startedAtMs, value: now.priority })
  return { startedAtMs, categories, priorities }
}

/** Undefined where there is nothing before it. */
function notBefore(steps: readonly Step<unknown>[], ms: number): number | undefined {
  const last = steps.at(-1)
  return last && Math.max(last.fromMs, ms)
}

/** What held at this instant. */
export function valueAt<T>(steps: readonly Step<T>[], ms: number): T {
  const step = steps.findLast(({ fromMs }) => fromMs <= ms) ?? steps[0]
  if (!step) throw new Error('a history has a beginning')
  return step.value
}

/** Categories with which a ticket has been answered: somebody has taken it, or decided that nobody will. */
const answered: readonly Category[] = ['active', 'resolved', 'verifying', 'closed', 'rejected']
/** Categories in which the work is done, as far as is known. */
const done: readonly Category[] = ['resolved', 'verifying', 'closed']
/** Categories with which a ticket is given up. What is taken up again from there goes on. */
const given: readonly Category[] = ['rejected', 'cancelled']

/** The clock until somebody answers. It is met once and for all. */
export function responseCourse({ categories }: History, pausing: readonly Category[]): Course {
  const end = categories.findIndex(
    ({ value }, index) =>
      answered.includes(value) || (value === 'cancelled' && index === categories.length - 1),
  )
  const answer = categories[end]
  const open = end === -1 ? categories : categories.slice(0, end)
  const spells = spellsOf(open, pausing, answer?.fromMs)
  const isVoid = answer?.value === 'cancelled'
  return { spells, metAtMs: isVoid ? undefined : answer?.fromMs, void: isVoid }
}

/** The clock until the work is done. It goes on where it stood when a repair did not hold. */
export function resolutionCourse({ categories }: History, pausing: readonly Category[]): Course {
  const last = categories.at(-1)
  if (last && given.includes(last.value)) {
    return { spells: spellsOf(categories.slice(0, -1), pausing, last.fromMs), metAtMs: undefined, void: true }
  }
  const spells = spellsOf(categories, pausing, undefined)
  const final = spells.at(-1)
  return { spells, metAtMs: final?.mode === 'stands' ? final.fromMs : undefined, void: false }
}

/** Spells of the same mode that follow each other are one; the last ends at `endMs`. */
function spellsOf(
  categories: readonly Step<Category>[],
  pausing: readonly Category[],
  endMs: number | undefined,
): Spell[] {
  const spells: Spell[] = []
  for (const { fromMs, value } of categories) {
    const stands = done.includes(value) || given.includes(value)
    const mode = stands ? 'stands' : pausing.includes(value) ? 'waits' : 'runs'
    const last = spells.at(-1)
    if (last?.mode === mode) continue
    if (last) last.toMs = fromMs
    spells.push({ mode, fromMs, toMs: undefined })
  }
  const last = spells.at(-1)
  if (last) last.toMs = endMs
  return spells
}
