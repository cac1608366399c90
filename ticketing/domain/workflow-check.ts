import { endCategories } from './category.ts'
import type { Workflow } from './workflow.ts'

/** What is wrong with a workflow beyond its shape, each with the JSON pointer of the place. Empty: it can be used. */
export function workflowMistakes(workflow: Workflow): { pointer: string; detail: string }[] {
  const named = references(workflow)
  return named.length > 0 ? named : [...beginning(workflow), ...ways(workflow), ...rings(workflow)]
}

type Mistake = ReturnType<typeof workflowMistakes>[number]

function references({ initial, states, transitions, automatic = [] }: Workflow): Mistake[] {
  const ids = states.map(({ id }) => id)
  const mistakes: Mistake[] = []
  const mustExist = (id: string, pointer: string) => {
    if (ids.includes(id)) return
    mistakes.push({
      pointer,
      detail: `State ${id} is not listed under states; use one of ${ids.join(', ')}.`,
    })
  }
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue
    mistakes.push({ pointer: `/states/${index}/id`, detail: `State ${id} is listed twice.` })
  }
  mustExist(initial, '/initial')
  const seen = new Set<string>()
  for (const [index, { from, to }] of transitions.entries()) {
    mustExist(to, `/transitions/${index}/to`)
    for (const [place, id] of from.entries()) {
      const pointer = `/transitions/${index}/from/${place}`
      mustExist(id, pointer)
      if (id === to) mistakes.push({ pointer, detail: `${id} → ${to} leads nowhere.` })
      if (seen.has(`${id} ${to}`)) mistakes.push({ pointer, detail: `${id} → ${to} is listed twice.` })
      seen.add(`${id} ${to}`)
    }
  }
  for (const [index, { from, to }] of automatic.entries()) {
    mustExist(from, `/automatic/${index}/from`)
    mustExist(to, `/automatic/${index}/to`)
    if (automatic.findIndex(step => step.from === from) !== index) {
      const detail = `${from} has two automatic steps; it can have one.`
      mistakes.push({ pointer: `/automatic/${index}/from`, detail })
    }
  }
  return mistakes
}

function beginning({ initial, states }: Workflow): Mistake[] {
  const category = states.find(({ id }) => id === initial)?.category
  if (category && !endCategories.includes(category)) return []
  return [
    { pointer: '/initial', detail: `State ${initial} is an end; a ticket must begin in an open state.` },
  ]
}

/** Unreachable states, dead ends, and no way to close. */
function ways(workflow: Workflow): Mistake[] {
  const { initial, states } = workflow
  const reached = reachable(workflow, initial)
  const ends = states.filter(({ category }) => endCategories.includes(category)).map(({ id }) => id)
  const closed = states.filter(({ category }) => category === 'closed').map(({ id }) => id)
  const mistakes: Mistake[] = []
  for (const [index, { id }] of states.entries()) {
    const pointer = `/states/${index}`
    if (!reached.has(id)) mistakes.push({ pointer, detail: `State ${id} cannot be reached from ${initial}.` })
    if (ends.includes(id)) continue
    const onwards = reachable(workflow, id)
    if (!ends.some(end => onwards.has(end))) {
      mistakes.push({
        pointer,
        detail: `State ${id} is a dead end: from it no ticket can be closed or given up.`,
      })
    }
  }
  if (!closed.some(id => reached.has(id))) {
    const detail = 'No state of category closed can be reached: no ticket could ever be finished.'
    mistakes.push({ pointer: '/states', detail })
  }
  return mistakes
}

function reachable({ transitions, automatic = [] }: Workflow, start: string): Set<string> {
  const found = new Set([start])
  for (const state of found) {
    for (const { from, to } of transitions) if (from.includes(state)) found.add(to)
    for (const { from, to } of automatic) if (from === state) found.add(to)
  }
  return found
}

/** Automatic steps that would go round for ever. */
function rings({ automatic = [] }: Workflow): Mistake[] {
  return automatic.flatMap(({ from }, index) => {
    let state: string | undefined = from
    for (let steps = 0; steps <= automatic.length; steps++) {
      state = automatic.find(step => step.from === state)?.to
      if (state === undefined) return []
    }
    return [{ pointer: `/automatic/${index}`, detail: `The automatic steps from ${from} never end.` }]
  })
}
