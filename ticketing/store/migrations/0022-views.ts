import { v1 } from '../bi/v1.ts'
import { roleSql, viewSql } from '../bi/view.ts'

/** What reports may read, in a schema of its own: the tables are ours to change, these views are not. */
export const views = `
create schema if not exists bi;
comment on schema bi is 'Forewarn for reports: views that stay as they are. docs/bi-views.md describes them.';
${v1.map(viewSql).join('\n')}
${roleSql}`
