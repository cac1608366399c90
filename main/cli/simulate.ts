import { readFile } from 'node:fs/promises'
import { ForewarnError } from '../../contracts/errors.ts'
import { parseSpeed } from '../../simulators/pace.ts'
import { machinesOf } from '../../simulators/scenario/fleet.ts'
import { openRecordings, type ScenarioRecording } from '../../simulators/scenario/recordings.ts'
import { parseDocumentOf } from '../../simulators/scenario/scenario.ts'
import type { Scenario } from '../../simulators/scenario/schema.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { runScenario } from './run-scenario.ts'

export interface SimulateCommand {
  speed?: string
  truth?: string
  url: string
  mqtt: string
}

/** `forewarn simulate`: runs a scenario against a running service until it is over or stopped. */
export async function simulate(config: Config, file: string, command: SimulateCommand): Promise<void> {
  const { scenario, recordings } = await readScenario(file)
  const speed = command.speed === undefined ? scenario.speed : parseSpeed(command.speed)
  const token = await adminToken(config)
  const anchorMs = systemClock.nowMs()
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  process.once('SIGTERM', () => stopping.abort())
  await runScenario({
    ...{ api: apiClient(command.url, token), token, mqttUrl: command.mqtt },
    ...{
      scenario,
      recordings,
      speed,
      anchorMs,
      machines: machinesOf(scenario, anchorMs),
      signal: stopping.signal,
    },
    ...(command.truth !== undefined && { truthFile: command.truth }),
  })
}

/** A scenario with its recordings, refused where something of it is wrong. */
export async function readScenario(
  file: string,
): Promise<{ scenario: Scenario; recordings: ScenarioRecording[] }> {
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new ForewarnError('not_found', `the scenario ${file} cannot be read: ${cause.message}`, { cause })
  })
  const document = parseDocumentOf(text, file)
  return { scenario: document.scenario, recordings: await openRecordings(document, file) }
}
