import type pg from 'pg'
import type { RegisteredDevice } from '../../contracts/registry.ts'

/** The metrics of a device: those of its class, and those that detection has met where the class takes any. */
export const metricsSeen =
  (pool: pg.Pool) =>
  async ({ id, class: { metrics, acceptsAnyMetric } }: RegisteredDevice): Promise<string[]> => {
    const listed = metrics.map(({ key }) => key)
    if (!acceptsAnyMetric) return listed
    const { rows } = await pool.query<{ metric: string }>(
      `select metric from detection.states where device = $1 and metric <> '' order by metric`,
      [id],
    )
    return [...new Set([...listed, ...rows.map(({ metric }) => metric)])]
  }
