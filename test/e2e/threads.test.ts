import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { flipByte, message, segmentFiles } from '../../ingest/log/segments/testing.ts'
import { place } from '../services/forewarn.ts'
import { inherited } from '../services/inherited.ts'
import { testDatabase } from '../services/postgres.ts'

const database = await testDatabase()
afterAll(() => database.drop())

/** A log whose first segment nobody looks at before the writer reads it. */
async function damagedLog(directory: string): Promise<string> {
  const log = await openSegmentLog({ directory, maxBytes: 2 ** 20, segmentBytes: 2_000 })
  for (let i = 0; i < 20; i++) await log.append([message(`${i}`.padStart(300))])
  await log.close()
  const [first = ''] = await segmentFiles(directory)
  await flipByte(first, 200)
  return first
}

test.each([['start'], ['start', '--role', 'pipeline']])(
  'the death of a thread that reads the log ends the service: %s %s %s',
  async (...command) => {
    const here = await place({ empty: true })
    onTestFinished(here.remove)
    const path = await damagedLog(join(here.dataDir, 'log'))
    const child = spawn(process.execPath, ['main/cli.ts', ...command], {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        ...inherited,
        DATA_DIR: here.dataDir,
        DATABASE_URL: database.url,
        HTTP_PORT: String(here.httpPort),
        MQTT_PORT: String(here.mqttPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk))
    const [code] = await once(child, 'exit')
    expect(printed).toContain(`${path}: the frame at byte 0 is damaged`)
    expect(code).toBe(1)
  },
)
