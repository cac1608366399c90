/** A planner looks at the open tickets of one site, a lead at those of one team, the most urgent first. */
const open = `category in ('review', 'planned', 'assigned', 'active', 'paused', 'resolved', 'verifying')`

export const lists = `
create index tickets_open_of_site on ticketing.tickets (site, priority, number) where ${open};
create index tickets_open_of_team on ticketing.tickets (team, priority, number) where ${open};
`
