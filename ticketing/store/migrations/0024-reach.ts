/** Who has which account is asked for everybody of a team, whenever a ticket is handed out. */
export const reach = `
create index accounts_by_technician on ticketing.accounts (technician) where technician is not null;
`
