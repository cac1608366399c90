import { expect, onTestFinished, test } from 'vitest'
import { openInfluxStore } from '../../ingest/stores/influx/influx-store.ts'
import { startInfluxdb } from '../services/influxdb.ts'
import { upkeepContract } from './upkeep.ts'

upkeepContract('influx', async () => {
  const server = await startInfluxdb()
  await server.query('create database plant')
  const store = openInfluxStore({ url: server.url, database: 'plant' })
  return {
    store,
    stop: async () => {
      await store.close()
      await server.stop()
    },
  }
})

test('a user who may not make the database of the rollups is told what to do', async () => {
  const server = await startInfluxdb({ authentication: true })
  onTestFinished(() => server.stop())
  const root = { username: 'root', password: 'secret' }
  await server.query(`create user root with password 'secret' with all privileges`)
  await server.query('create database plant', root)
  await server.query(`create user writer with password 'w'`, root)
  await server.query('grant all on plant to writer', root)
  const store = openInfluxStore({ url: server.url, database: 'plant', username: 'writer', password: 'w' })
  onTestFinished(() => store.close())
  const sample = {
    site: 's',
    asset: 'a',
    device: 'd',
    class: 'c',
    receivedAtMs: 0,
    observedAtMs: 0,
    values: { t: 1 },
  }
  await store.write([sample])
  await expect(store.rollUp(0)).rejects.toMatchObject({
    code: 'store_misconfigured',
    message: expect.stringContaining('"plant_1h"'),
  })
})
