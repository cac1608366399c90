import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tables } from './migrations/0001-tables.ts'
import { registrySeed } from './migrations/0002-registry-seed.ts'
import { edge } from './migrations/0003-edge.ts'
import { ledger } from './migrations/0004-ledger.ts'
import { dispatch } from './migrations/0005-dispatch.ts'
import { sla } from './migrations/0006-sla.ts'
import { people } from './migrations/0007-people.ts'
import { stages } from './migrations/0008-stages.ts'
import { verify } from './migrations/0009-verify.ts'
import { idempotency } from './migrations/0010-idempotency.ts'
import { lists } from './migrations/0011-lists.ts'
import { registryLedger } from './migrations/0012-registry-ledger.ts'
import { creating } from './migrations/0013-creating.ts'
import { detection } from './migrations/0014-detection.ts'
import { failureModes } from './migrations/0015-failure-modes.ts'
import { life } from './migrations/0016-life.ts'
import { audit } from './migrations/0017-audit.ts'
import { access } from './migrations/0018-access.ts'
import { notifications } from './migrations/0019-notifications.ts'
import { intakes } from './migrations/0020-intakes.ts'
import { feeds } from './migrations/0021-feeds.ts'
import { views } from './migrations/0022-views.ts'
import { signIn } from './migrations/0023-sign-in.ts'
import { reach } from './migrations/0024-reach.ts'
import { quietTargets } from './migrations/0025-quiet-targets.ts'

const statements = (text: string): Migration => ({
  up: async db => {
    await sql.raw(text).execute(db)
  },
})

export const ticketingMigrations: Record<string, Migration> = {
  '0001-tables': statements(tables),
  '0002-registry-seed': { up: registrySeed },
  '0003-edge': statements(edge),
  '0004-ledger': { up: ledger },
  '0005-dispatch': statements(dispatch),
  '0006-sla': { up: sla },
  '0007-people': { up: people },
  '0008-stages': statements(stages),
  '0009-verify': statements(verify),
  '0010-idempotency': statements(idempotency),
  '0011-lists': statements(lists),
  '0012-registry-ledger': { up: registryLedger },
  '0013-creating': statements(creating),
  '0014-detection': statements(detection),
  '0015-failure-modes': { up: failureModes },
  '0016-life': statements(life),
  '0017-audit': statements(audit),
  '0018-access': statements(access),
  '0019-notifications': statements(notifications),
  '0020-intakes': statements(intakes),
  '0021-feeds': statements(feeds),
  '0022-views': statements(views),
  '0023-sign-in': statements(signIn),
  '0024-reach': statements(reach),
  '0025-quiet-targets': statements(quietTargets),
}
