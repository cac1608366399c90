/** A column of a view for reports. */
export interface ViewColumn {
  name: string
  type: 'text' | 'bigint' | 'integer' | 'boolean' | 'double precision' | 'timestamp with time zone'
  /** What it is made of, by the names of `from`. */
  sql: string
  comment: string
}

/** A view for reports. What is in it may be built upon: it is only ever added to. */
export interface View {
  name: string
  comment: string
  columns: readonly ViewColumn[]
  /** What stands after `from`. */
  from: string
}

const ofType =
  (type: ViewColumn['type']) =>
  (name: string, comment: string, sql = name): ViewColumn => ({ name, type, sql, comment })

export const text = ofType('text')
export const bigint = ofType('bigint')
export const integer = ofType('integer')
export const boolean = ofType('boolean')
export const double = ofType('double precision')

/** An instant, which the tables keep as epoch milliseconds. */
export const instant = (name: string, comment: string, ms: string): ViewColumn => ({
  name,
  type: 'timestamp with time zone',
  sql: `to_timestamp((${ms}) / 1000.0)`,
  comment,
})

/** A length of time in seconds, of milliseconds. */
export const seconds = (name: string, comment: string, ms: string): ViewColumn => ({
  name,
  type: 'double precision',
  sql: `(${ms}) / 1000.0`,
  comment: `${comment}, in seconds.`,
})

const quoted = (words: string) => `'${words.replaceAll("'", "''")}'`

/** The statements that make the view with its comments. */
export const viewSql = ({ name, comment, columns, from }: View): string =>
  [
    `create view bi.${name} as select`,
    columns.map(column => `  (${column.sql})::${column.type} as ${column.name}`).join(',\n'),
    `from ${from};`,
    `comment on view bi.${name} is ${quoted(comment)};`,
    ...columns.map(column => `comment on column bi.${name}.${column.name} is ${quoted(column.comment)};`),
  ].join('\n')

/** Who has this role may read the views and nothing else. */
export const BI_ROLE = 'forewarn_bi'

/**
 * Roles are of the whole server, and making one is not everybody's right: where it is not ours, an administrator makes it,
 * and the grants with it.
 */
export const roleSql = `
do $$ begin
  begin
    create role ${BI_ROLE} nologin;
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise notice 'The role ${BI_ROLE} cannot be made; docs/bi-views.md says how an administrator does it.';
  end;
  if exists (select from pg_roles where rolname = '${BI_ROLE}') then
    grant usage on schema bi to ${BI_ROLE};
    grant select on all tables in schema bi to ${BI_ROLE};
    alter default privileges in schema bi grant select on tables to ${BI_ROLE};
  end if;
end $$;
`
