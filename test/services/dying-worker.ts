/** A job worker that dies by SIGKILL at the first alarm: before its transaction commits, or after, before the job ends. */
import pg from 'pg'
import { startWorker } from '../../ticketing/jobs/worker.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { lookAtClocks } from '../../ticketing/store/sla.ts'
import { SLA_TASK } from '../../ticketing/store/sla-wakes.ts'

const [databaseUrl = '', nowMs = '', dies = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 })
pool.on('error', () => undefined)
pool.on('connect', client => client.on('error', () => undefined))
const db = openDb(pool)
const nothing = () => undefined
const die = () => process.kill(process.pid, 'SIGKILL')

startWorker({
  pool,
  logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  tasks: {
    async [SLA_TASK](payload) {
      const { ticket } = payload as { ticket: number }
      await db.transaction().execute(async trx => {
        await lookAtClocks(trx, ticket, Number(nowMs))
        if (dies === 'before_commit') die()
      })
      die()
    },
  },
})
