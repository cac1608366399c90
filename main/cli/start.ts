import { type Config, readConfig } from '../config.ts'
import { createLogger } from '../logger.ts'
import type { RoleName } from '../roles/role.ts'
import { type Service, startRole, startService } from '../service.ts'
import { tokenFile } from '../token-files.ts'

/** `forewarn start`: runs until SIGTERM or SIGINT, then finishes what is in flight. */
export async function start(config: Config, role?: RoleName): Promise<void> {
  if (role) {
    const running = await startRole(config, role)
    createLogger(role, config.LOG_LEVEL).info({ port: running.port }, `the ${role} role is running`)
    if (running.setUpUrl) console.log(`There is no account yet. Make the first one: ${running.setUpUrl}`)
    await untilStopped()
    return running.stop()
  }
  const service = await startService(config)
  console.log(banner(config, service))
  await runUntilStopped(service)
}

/**
 * Waits for a signal or a crash, and stops the service, after what depends on it; a crash ends the process with
 * code 1.
 */
export async function runUntilStopped(service: Service, stopFirst = async () => {}): Promise<void> {
  const reason = await Promise.race([untilStopped(), service.crashed])
  if (reason instanceof Error) {
    console.error(`Forewarn stops: ${reason.message}`)
    process.exitCode = 1
  } else {
    console.log(`\n${reason}: finishing what is in flight. Once more ends at once.`)
  }
  await stopFirst()
  await service.stop()
  console.log('Forewarn has stopped.')
}

/** The first signal asks to stop; a second one ends the process without waiting. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    let asked = false
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(1)
      asked = true
      resolve(signal)
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}

/** Where everything is, and how to try it. The token itself is shown only by the start that made it. */
export function banner(config: Config, service: Service): string {
  const mqtt = new URL(service.mqttUrl)
  const tokenPlace = config.ADMIN_TOKEN
    ? 'as given in ADMIN_TOKEN'
    : `kept in ${tokenFile(config, 'ADMIN_TOKEN')}`
  const environment = otherEnvironment(config)
  const secret = config.ADMIN_TOKEN ? '$ADMIN_TOKEN' : `$(cat ${tokenFile(config, 'ADMIN_TOKEN')})`
  return `
Forewarn is running.

  Web page  ${service.httpUrl}/${service.tokenIsNew ? `#token=${service.adminToken}` : ''}
  API       ${service.httpUrl}/api/v1   described at ${service.httpUrl}/docs
  MQTT      ${service.mqttUrl}
  Token     ${service.tokenIsNew ? `${service.adminToken}   shown this once, ${tokenPlace}` : tokenPlace}
${service.setUpUrl ? `  Set-up    ${service.setUpUrl}   makes the first account; works once, for a day\n` : ''}  Data      ${config.DATA_DIR}${config.DATABASE_URL ? ' and the database of DATABASE_URL' : ''}

Try it in another terminal:

  ${environment}npm run forewarn -- device add press-1 --site plant
  mosquitto_pub -h ${mqtt.hostname} -p ${mqtt.port} -u admin -P "${secret}" -q 1 \\
    -t telemetry/plant/press-1 -m '{"values": {"temperature": 71.2}}'
  curl -H "Authorization: Bearer ${secret}" '${service.httpUrl}/api/v1/devices/press-1/series?metric=temperature'

Stop with Ctrl-C.
`
}

/** What a command in another terminal needs to find this service, where it is not where it usually is. */
function otherEnvironment(config: Config): string {
  const usual = readConfig({})
  const names = ['DATA_DIR', 'HTTP_PORT', 'MQTT_PORT'] as const
  const others = names.filter(name => config[name] !== usual[name])
  return others.map(name => `${name}=${config[name]} `).join('')
}
