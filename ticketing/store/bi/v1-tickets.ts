import { bigint, boolean, double, instant, integer, seconds, text, type View } from './view.ts'

/** When an event counts: as `effectiveAtMs` of the ledger's domain. */
const EFFECTIVE = 'least(e.at_ms, coalesce(e.device_at_ms, e.at_ms))'
const NOW_MS = 'extract(epoch from now()) * 1000'

/** Stays of tickets in states: each event that set a state, until the next one that did. */
const stays = (which: string) => `
  select e.subject_id::bigint as ticket, e.id, e.after->>'state' as state, e.actor, ${EFFECTIVE} as from_ms,
    lead(${EFFECTIVE}) over (partition by e.subject_id order by e.id) as until_ms
  from ticketing.events e
  where e.subject = 'ticket' and e.after ? 'state' and ${which}`

/** What a state means, by the ticket's own version of its workflow. */
const meaning = `
  left join lateral (
    select s->>'category' as category, coalesce((s->>'working')::boolean, false) as working
    from jsonb_array_elements(w.document->'states') s where s->>'id' = stay.state limit 1
  ) m on true`

const times = `
left join lateral (
  select
    min(stay.from_ms) filter (where m.category in ('active', 'resolved', 'verifying', 'closed', 'rejected')) as answered_ms,
    min(stay.from_ms) filter (where m.working) as started_ms,
    min(stay.from_ms) filter (where m.category in ('resolved', 'verifying', 'closed')) as first_resolved_ms,
    count(*) filter (where m.category = 'resolved') as resolutions,
    sum(greatest(0, coalesce(stay.until_ms, ${NOW_MS}) - stay.from_ms)) filter (where m.working) as working_ms,
    sum(greatest(0, coalesce(stay.until_ms, ${NOW_MS}) - stay.from_ms)) filter (where m.category = 'paused') as paused_ms
  from (${stays('e.subject_id = t.number::text')}) stay
  join ticketing.workflows w on w.id = t.workflow
  ${meaning}
) times on true`

/** The end of a ticket's repair as it counts now; reopened ones have none. */
const DONE = `case when t.category in ('resolved', 'verifying', 'closed') then t.resolved_at_ms end`

export const tickets: View = {
  name: 'v1_tickets',
  comment: 'One row per ticket, with the times and durations that MTTA and MTTR are made of.',
  from: `ticketing.tickets t join ticketing.assets a on a.id = t.asset ${times}`,
  columns: [
    bigint('number', 'The number of the ticket; unique.', 't.number'),
    text('kind', 'predictive, preventive, corrective, inspection or instrumentation.', 't.kind'),
    text('source', 'Who asked: finding, planner, operator or api.', 't.source'),
    text('state', 'State of its workflow.', 't.state'),
    text(
      'category',
      'What the state means: review, planned, assigned, active, paused, resolved, verifying, closed, rejected or cancelled.',
      't.category',
    ),
    boolean(
      'is_open',
      'Somebody has something to do still.',
      `t.category not in ('closed', 'rejected', 'cancelled')`,
    ),
    text('priority', 'P1 (most urgent) to P4.', 't.priority'),
    text('severity', 'How bad the fault is: minor, major or critical.', 't.severity'),
    text('title', 'What it is called in lists.', 't.title'),
    text('site', 'Id of the site.', 't.site'),
    text('asset', 'Id of the asset.', 't.asset'),
    text('class', 'Id of the asset’s equipment class, as it is now.', 'a.class'),
    text('criticality', 'Criticality of the asset as it is now, A to C.', 'a.criticality'),
    text('fault_key', 'What makes findings of the asset the same fault.', 't.fault_key'),
    text('metric', 'The metric that deviates; null where a person reported.', 't.metric'),
    text('device', 'Id of the device that saw it.', 't.device'),
    text('team', 'Id of the team that has it.', 't.team'),
    text('assignee', 'Id of the technician who has it.', 't.assignee'),
    text('failure_code', 'What was broken; see v1_failure_codes.', 't.failure_code'),
    text('outcome', 'found_as_predicted, found_other, false_alarm or no_access.', 't.outcome'),
    text('rejection_code', 'Why it was rejected.', 't.rejection_code'),
    integer('finding_count', 'Findings on it.', 't.finding_count'),
    integer('rework_count', 'How often a repair did not hold.', 't.rework_count'),
    boolean('is_cleared', 'The signal is back to normal.', 't.cleared'),
    bigint('parent', 'Number of the ticket that it is part of.', 't.parent'),
    bigint('merged_into', 'Number of the ticket that goes on for it.', 't.merged_into'),
    instant('observed_at', 'When the deviation began, by event time.', 't.observed_at_ms'),
    instant('created_at', 'When the ticket was made.', 't.created_at_ms'),
    instant(
      'acknowledged_at',
      'When somebody first took it, or decided that nobody will.',
      'times.answered_ms',
    ),
    instant('started_at', 'When work at the asset first began.', 'times.started_ms'),
    instant('first_resolved_at', 'When it was first said to be repaired.', 'times.first_resolved_ms'),
    instant('resolved_at', 'When the repair that counts was done; null while it is open again.', DONE),
    instant('closed_at', 'When it was closed.', 't.closed_at_ms'),
    instant(
      'due_at',
      'The earlier of the resolution target and what the prediction leaves; null while the clock stands.',
      't.due_at_ms',
    ),
    instant(
      'predicted_crossing_at',
      'When the deviation was expected to reach its limit.',
      't.predicted_crossing_at_ms',
    ),
    instant('updated_at', 'When anything of it last changed.', 't.updated_at_ms'),
    seconds(
      'seconds_to_acknowledge',
      'From made to acknowledged, whose mean is MTTA',
      'greatest(0, times.answered_ms - t.created_at_ms)',
    ),
    seconds(
      'seconds_to_start',
      'From acknowledged to the begin of the work',
      'greatest(0, times.started_ms - times.answered_ms)',
    ),
    seconds(
      'seconds_working',
      'In states of work at the asset, until now where it is in one',
      'times.working_ms',
    ),
    seconds('seconds_paused', 'On hold, until now where it is', 'times.paused_ms'),
    seconds(
      'seconds_to_resolve',
      'From made to resolved, whose mean is MTTR',
      `greatest(0, ${DONE} - t.created_at_ms)`,
    ),
    seconds('seconds_to_close', 'From made to closed', 'greatest(0, t.closed_at_ms - t.created_at_ms)'),
    seconds(
      'seconds_of_warning',
      'From made to when the limit was expected to be reached',
      't.predicted_crossing_at_ms - t.created_at_ms',
    ),
  ],
}

export const ticketStates: View = {
  name: 'v1_ticket_states',
  comment: 'One row per stay of a ticket in a state, by the ledger.',
  from: `(${stays('true')}) stay
join ticketing.tickets t on t.number = stay.ticket
join ticketing.workflows w on w.id = t.workflow
${meaning}`,
  columns: [
    bigint('ticket', 'Number of the ticket.', 'stay.ticket'),
    bigint('event', 'Id of the event with which it began; the order of the ledger.', 'stay.id'),
    text('state', 'State of the workflow.', 'stay.state'),
    text('category', 'What the state means in the ticket’s workflow.', 'm.category'),
    boolean('is_work', 'Work at the asset goes on in this state.', 'm.working'),
    text(
      'actor',
      'Who brought it there: the id of a technician, an account or a token, or system.',
      'stay.actor',
    ),
    instant('entered_at', 'When it came into the state.', 'stay.from_ms'),
    instant('left_at', 'When it left it; null: it is in it.', 'stay.until_ms'),
    seconds(
      'seconds',
      'How long it was in it, until now where it is still',
      `greatest(0, coalesce(stay.until_ms, ${NOW_MS}) - stay.from_ms)`,
    ),
  ],
}

export const work: View = {
  name: 'v1_work',
  comment:
    'One row per ticket that was worked on: who repaired what, whether it held, and what the requester said.',
  from: `ticketing.tickets t ${times}
left join ticketing.verifications v on v.ticket = t.number
left join lateral (
  select count(*) as answers, bool_and(c.fixed) as fixed, avg(c.rating) as rating
  from ticketing.confirmations c where c.ticket = t.number
) said on true
where t.resolved_at_ms is not null`,
  columns: [
    bigint('ticket', 'Number of the ticket.', 't.number'),
    text('asset', 'Id of the asset.', 't.asset'),
    text('team', 'Id of the team.', 't.team'),
    text('technician', 'Id of the technician who had it last.', 't.assignee'),
    text('failure_code', 'What was broken.', 't.failure_code'),
    text('outcome', 'found_as_predicted, found_other, false_alarm or no_access.', 't.outcome'),
    instant('resolved_at', 'When the newest repair was done.', 't.resolved_at_ms'),
    integer('planned_minutes', 'How long it was expected to take.', 't.repair_minutes'),
    integer('rework_count', 'How often a repair did not hold.', 't.rework_count'),
    boolean(
      'is_first_time_fix',
      'It is closed and was never reopened.',
      `t.category = 'closed' and t.rework_count = 0 and times.resolutions <= 1`,
    ),
    text(
      'verification',
      'What the sensors said of the newest repair: watching, verified, failed, unwatched or ended.',
      'v.state',
    ),
    integer('answers', 'Requesters who said whether it is fixed.', 'said.answers'),
    boolean('is_confirmed', 'All of them said that it is; null: nobody said anything.', 'said.fixed'),
    double('rating', 'Mean of their ratings, 1 to 5.', 'said.rating'),
  ],
}

const clock = (name: 'response' | 'resolution', due: string, result: string, done: string) => `
  select t.number as ticket, '${name}' as clock, ${due} as due_ms, ${done} as done_ms, breach.crossed_at_ms as breached_ms,
    ${result} as result
  from ticketing.tickets t ${name === 'response' ? times : ''}
  left join lateral (
    select min(f.crossed_at_ms) as crossed_at_ms from ticketing.sla_firings f
    where f.ticket = t.number and f.clock = '${name}' and f.threshold = 'breach' and f.lapsed_at_ms is null
  ) breach on true`

export const sla: View = {
  name: 'v1_sla',
  comment:
    'One row per ticket and clock. What the service fired counts; GET /api/v1/sla/attainment computes clocks anew from the ledger.',
  from: `(${clock(
    'response',
    't.respond_by_ms',
    `case when times.answered_ms is null and t.category = 'cancelled' then 'void'
      when breach.crossed_at_ms is not null then 'missed' when times.answered_ms is not null then 'met' else 'running' end`,
    'times.answered_ms',
  )} union all ${clock(
    'resolution',
    't.resolve_by_ms',
    `case when t.category in ('rejected', 'cancelled') then 'void' when breach.crossed_at_ms is not null then 'missed'
      when t.category in ('resolved', 'verifying', 'closed') then 'met' else 'running' end`,
    DONE,
  )}) s`,
  columns: [
    bigint('ticket', 'Number of the ticket.', 's.ticket'),
    text('clock', 'response or resolution.', 's.clock'),
    text('result', 'met, missed, running, or void: the ticket was cancelled or rejected before.', 's.result'),
    instant('due_at', 'The target; null while the clock stands, and once it has ended.', 's.due_ms'),
    instant('done_at', 'When somebody answered, or the repair was done.', 's.done_ms'),
    instant('breached_at', 'When the target was missed.', 's.breached_ms'),
    seconds(
      'seconds_late',
      'From the target to what was done, or until now',
      `greatest(0, coalesce(s.done_ms, ${NOW_MS}) - s.breached_ms)`,
    ),
  ],
}
