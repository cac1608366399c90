import { expect, test } from 'vitest'
import { runFault } from './chaos.ts'
import { type FaultName, faultNames, faults } from './faults.ts'

/** Short here; the command has as many rounds as one likes. */
const short: Record<FaultName, { rounds: number; seconds: number }> = {
  kill: { rounds: 3, seconds: 0 },
  influxdb: { rounds: 1, seconds: 5 },
  postgres: { rounds: 1, seconds: 0 },
  network: { rounds: 2, seconds: 0 },
  disk: { rounds: 1, seconds: 0 },
}

test.each(faultNames)(
  'nothing that was acknowledged is lost: %s',
  async name => {
    const loss = await runFault(name, short[name], { devices: 10, rate: 500 })
    expect(loss.missing, faults[name].what).toEqual([])
    expect(loss.acknowledged).toBeGreaterThan(500)
  },
  600_000,
)
