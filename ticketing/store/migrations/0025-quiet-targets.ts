/** Group chats have quiet hours, as people have. */
export const quietTargets = `
alter table ticketing.notification_targets
  add time_zone text not null default 'UTC',
  add quiet_hours jsonb;
`
