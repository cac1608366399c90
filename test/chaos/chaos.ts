/**
 * Is anything lost that was acknowledged? A whole Forewarn with its own PostgreSQL and InfluxDB, under load:
 * `node test/chaos/chaos.ts [--fault kill|influxdb|postgres|network|disk] [--rounds 3] [--seconds 20] [--devices 20] [--rate 2000]`
 * Needs Debian's package `influxdb`. Without `--fault` all of them, one after the other; ends with 1 when something is missing.
 */
import { parseArgs } from 'node:util'
import { type Fault, type FaultName, type FaultOptions, faultNames, faults } from './faults.ts'
import { type Load, type Loss, lossUnder } from './loss.ts'
import { startRig } from './rig.ts'

export async function runFault(name: FaultName, options: FaultOptions, load: Load): Promise<Loss> {
  const fault: Fault = faults[name]
  const rig = await startRig(fault.rig)
  try {
    return await lossUnder(rig, fault.load ?? load, () => fault.run(rig, options))
  } finally {
    await rig.close()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      fault: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '20' },
      devices: { type: 'string', default: '20' },
      rate: { type: 'string', default: '2000' },
    },
  })
  const names = faultNames.filter(name => values.fault === undefined || values.fault === name)
  if (names.length === 0) throw new Error(`--fault is one of ${faultNames.join(', ')}`)
  const options = { rounds: Number(values.rounds), seconds: Number(values.seconds) }
  const load = { devices: Number(values.devices), rate: Number(values.rate) }
  for (const name of names) {
    const { missing, acknowledged, lostConnections, seconds } = await runFault(name, options, load)
    if (missing.length > 0) process.exitCode = 1
    console.log(
      `${faults[name].what}: ${acknowledged} acknowledged in ${seconds.toFixed(0)} s, ${lostConnections} lost connections, ` +
        `missing: ${missing.length === 0 ? 'nothing' : missing.join('; ')}`,
    )
  }
}
