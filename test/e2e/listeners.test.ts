import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { expect, test } from 'vitest'
import { createAuthority } from '../../broker/testing/certificates.ts'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { freePort } from '../../main/free-port.ts'
import { eventually, place, startForewarn } from '../services/forewarn.ts'

test('a device by certificate, one by WebSocket: their readings arrive', async () => {
  const here = await place()
  const plant = createAuthority('Plant authority')
  const broker = plant.issue('broker')
  const files = { 'cert.pem': broker.cert, 'key.pem': broker.key, 'ca.pem': plant.cert }
  const directory = join(here.dataDir, 'tls')
  await mkdir(directory)
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
  const [tlsPort, webSocketPort] = await Promise.all([freePort(), freePort()])
  const forewarn = await startForewarn(here, {
    env: {
      MQTTS_PORT: String(tlsPort),
      TLS_CERT_FILE: join(directory, 'cert.pem'),
      TLS_KEY_FILE: join(directory, 'key.pem'),
      TLS_CLIENT_CA_FILE: join(directory, 'ca.pem'),
      MQTT_WS_PORT: String(webSocketPort),
    },
  })
  const secrets = []
  for (const id of ['fan-1', 'fan-2']) {
    await forewarn.api('POST', '/assets', { id, site: 'plant', class: 'generic', criticality: 'C' })
    const added = await forewarn.api<{ secret: string }>('POST', '/devices', { id, site: 'plant', asset: id })
    secrets.push(added.body.secret)
  }
  const byCertificate = await mqtt.connectAsync(`mqtts://127.0.0.1:${tlsPort}`, {
    ca: plant.cert,
    ...plant.issue('fan-1'),
  })
  const byWebSocket = await mqtt.connectAsync(`ws://127.0.0.1:${webSocketPort}`, {
    username: 'fan-2',
    password: secrets[1] ?? '',
  })
  await byCertificate.publishAsync('telemetry/plant/fan-1', '{"values": {"speed": 1450}}', { qos: 1 })
  await byWebSocket.publishAsync('telemetry/plant/fan-2', '{"values": {"speed": 2900}}', { qos: 1 })
  await Promise.all([byCertificate.endAsync(), byWebSocket.endAsync()])
  for (const [id, speed] of [
    ['fan-1', 1450],
    ['fan-2', 2900],
  ])
    await eventually(async () => {
      const { body } = await forewarn.api<{ items: SeriesPoint[] }>(
        'GET',
        `/devices/${id}/series?metric=speed`,
      )
      return body.items[0]?.value === speed ? true : undefined
    })
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
  await here.remove()
})
