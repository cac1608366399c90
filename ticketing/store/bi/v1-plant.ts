import { bigint, boolean, double, instant, integer, text, type View } from './view.ts'

export const sites: View = {
  name: 'v1_sites',
  comment: 'One row per site.',
  from: 'ticketing.sites s',
  columns: [
    text('id', 'Id of the site.', 's.id'),
    text('name', 'What people call it.', 's.name'),
    text('time_zone', 'IANA time zone.', 's.time_zone'),
    double('latitude', 'Degrees; null where it is not known.', `s.location->>'latitude'`),
    double('longitude', 'Degrees; null where it is not known.', `s.location->>'longitude'`),
  ],
}

export const assets: View = {
  name: 'v1_assets',
  comment: 'One row per asset, as it is now.',
  from: `ticketing.assets a join ticketing.classes c on c.id = a.class`,
  columns: [
    text('id', 'Id of the asset.', 'a.id'),
    text('name', 'What people call it.', 'a.name'),
    text('site', 'Id of its site.', 'a.site'),
    text('class', 'Id of its equipment class.', 'a.class'),
    text('class_name', 'What the class is called.', 'c.name'),
    text('criticality', 'A (the plant stands without it) to C.', 'a.criticality'),
    text('parent', 'Id of the asset that it is part of.', 'a.parent'),
    text('availability', 'in_service, down or out_of_service.', 'a.availability'),
    integer(
      'device_count',
      'Devices that watch it.',
      '(select count(*) from ticketing.devices d where d.asset = a.id)',
    ),
  ],
}

export const findings: View = {
  name: 'v1_findings',
  comment: 'One row per finding: what a detector said, and what became of it.',
  from: 'ticketing.findings f',
  columns: [
    text('id', 'Id of the finding.', 'f.id'),
    text('detector', 'Detector and its version, as band@3.', 'f.detector'),
    text('site', 'Id of the site.', 'f.site'),
    text('asset', 'Id of the asset.', 'f.asset'),
    text('device', 'Id of the device.', 'f.device'),
    text('metric', 'The metric that deviates; empty where the device itself does.', 'f.metric'),
    text('unit', 'Unit of the metric.', 'f.unit'),
    text('fault_key', 'What makes findings of the asset the same fault.', 'f.fault_key'),
    text('phase', 'raised, continuing or cleared.', 'f.phase'),
    text('severity', 'minor, major or critical.', 'f.severity'),
    text('fault_kind', 'machine or sensor; null: machine.', 'f.fault_kind'),
    boolean('is_shadow', 'It was said on trial, and made no ticket.', 'coalesce(f.shadow, false)'),
    double('value', 'What was measured.', `f.evidence->>'value'`),
    text('explanation', 'The finding in words.', 'f.explanation'),
    instant('since', 'When the deviation began, by event time.', 'f.since_ms'),
    instant('observed_at', 'Event time of the finding.', 'f.observed_at_ms'),
    instant('received_at', 'When the service had it.', 'f.received_at_ms'),
    text(
      'verdict',
      'What became of it: created, appended, muted and so on; null: not judged yet.',
      'f.verdict',
    ),
    text('verdict_reason', 'Why, in a sentence.', 'f.verdict_reason'),
    bigint('ticket', 'Number of the ticket that it is on.', 'f.ticket_number'),
  ],
}

export const events: View = {
  name: 'v1_events',
  comment: 'One row per event of the ledger, without what was written in it: that may name people.',
  from: 'ticketing.events e',
  columns: [
    bigint('id', 'Order of the ledger.', 'e.id'),
    text('subject', 'What kind of thing changed, such as ticket.', 'e.subject'),
    text('subject_id', 'Its id; the number of a ticket.', 'e.subject_id'),
    text('type', 'What happened, such as transition.', 'e.type'),
    instant('at', 'When the server wrote it.', 'e.at_ms'),
    instant('device_at', 'When it happened, by the clock of whoever says so.', 'e.device_at_ms'),
    text('actor', 'Who did it: an id, or system.', 'e.actor'),
    text(
      'from_state',
      'Of a ticket: its state before.',
      `case when e.subject = 'ticket' then e.before->>'state' end`,
    ),
    text(
      'to_state',
      'Of a ticket: its state after.',
      `case when e.subject = 'ticket' then e.after->>'state' end`,
    ),
  ],
}

export const assignments: View = {
  name: 'v1_assignments',
  comment: 'One row per decision about who gets a ticket.',
  from: 'ticketing.dispatch_decisions d',
  columns: [
    bigint('id', 'Order of the decisions.', 'd.id'),
    bigint('ticket', 'Number of the ticket.', 'd.ticket'),
    instant('at', 'When it was decided.', 'd.at_ms'),
    text('team', 'Id of the team.', 'd.team'),
    text('assignee', 'Id of the technician; null: it waits in the team’s queue.', 'd.assignee'),
    boolean('is_manual', 'A person decided, and not the rules.', 'd.manual'),
    integer('candidates', 'Technicians who were judged for it.', 'jsonb_array_length(d.candidates)'),
    bigint('route_version', 'Version of the route tree.', 'd.route_version'),
  ],
}

export const teams: View = {
  name: 'v1_teams',
  comment: 'One row per team.',
  from: 'ticketing.teams t',
  columns: [text('id', 'Id of the team.', 't.id'), text('name', 'What people call it.', 't.name')],
}

export const technicians: View = {
  name: 'v1_technicians',
  comment: 'One row per technician, without their names.',
  from: 'ticketing.technicians w',
  columns: [
    text('id', 'Id of the technician.', 'w.id'),
    text('team', 'Id of the team.', 'w.team'),
    text('site', 'Id of the site where they are.', 'w.site'),
    integer('seniority', '1 (apprentice) to 5.', 'w.seniority'),
    integer('capacity', 'Unfinished tickets that they are given at most.', 'w.capacity'),
    boolean('is_active', 'They are given tickets.', 'w.active'),
  ],
}

export const failureCodes: View = {
  name: 'v1_failure_codes',
  comment: 'One row per failure code.',
  from: 'ticketing.failure_codes c',
  columns: [text('code', 'The code.', 'c.code'), text('name', 'What it means.', 'c.name')],
}
