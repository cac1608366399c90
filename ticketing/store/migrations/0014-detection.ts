/** What detection gives and takes: findings in every language and in shadow, and what people did at assets. */
export const detection = `
alter table ticketing.findings
  add translations jsonb,
  add shadow boolean;
-- Nobody judges a finding in shadow: it has its verdict from the start.
alter table ticketing.findings drop constraint findings_verdict_check;
alter table ticketing.findings add constraint findings_verdict_check check (verdict in ('created', 'reopened',
  'appended', 'rolled_up', 'muted', 'noted', 'settling', 'inhibited', 'in_maintenance', 'failed', 'shadow'));

-- Waits for the pipeline, which carries it into the message log and deletes it here.
create table ticketing.interventions (
  id bigint generated always as identity primary key,
  asset text not null,
  kind text not null,
  at_ms bigint not null,
  ticket bigint not null,
  fault_key text
);
`
