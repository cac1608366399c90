import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeviceSample } from '../sample.ts'
import { type CsvReplayOptions, replayCsv } from './replay-csv.ts'
import { describeReplay, type RowProblem } from './replay-run.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const never = new AbortController().signal
const clock = { nowMs: () => performance.now() }
let files = 0

async function replay(text: string, more: Partial<CsvReplayOptions> = {}) {
  const file = join(directory, `${files++}.csv`)
  await writeFile(file, text)
  const samples: DeviceSample[] = []
  const problems: RowProblem[] = []
  const summary = await replayCsv({
    file,
    speed: 'max',
    clock,
    signal: never,
    publish: async sample => {
      samples.push(sample)
    },
    onProblem: problem => problems.push(problem),
    ...more,
  })
  return { samples, problems, summary }
}
const T = Date.UTC(2013, 11, 2, 21, 15)

test.each([
  [
    'a metric named for the only value column',
    'timestamp,value\n2013-12-02 21:15:00,73.9\n',
    ['temperature'],
    { temperature: 73.9 },
  ],
  [
    'every column by its name',
    'timestamp,a,Flow RateRMS\n2013-12-02 21:15:00,1,2\n',
    undefined,
    { a: 1, Flow_RateRMS: 2 },
  ],
  [
    'chosen columns',
    'timestamp,a,b,c\n2013-12-02 21:15:00,1,2,x\n',
    ['b=pressure', 'a'],
    { pressure: 2, a: 1 },
  ],
  [
    'semicolons and decimal commas',
    'datetime;a;b\n2013-12-02 21:15:00;1,5;-2.5e1\n',
    undefined,
    { a: 1.5, b: -25 },
  ],
  ['the timestamp elsewhere', 'a,Time,b\n1,2013-12-02 21:15:00,2\n', undefined, { a: 1, b: 2 }],
  [
    'quotes, byte order mark, CRLF, blanks',
    '\ufefftimestamp,"a,b"\r\n"2013-12-02 21:15:00", 3 \r\n\r\n',
    undefined,
    { a_b: 3 },
  ],
  ['empty cells as not measured', 'timestamp,a,b\n2013-12-02 21:15:00,,4\n', undefined, { b: 4 }],
  ['no line end at the end', 'timestamp,a\n1386018900,7', undefined, { a: 7 }],
])('reads %s', async (_, text, metrics, values) => {
  const { samples, problems } = await replay(text, metrics ? { metrics } : {})
  expect(samples).toEqual([{ ts: T, values }])
  expect(problems).toEqual([])
})

test('rows that do not parse are named by line with what would be right, counted and skipped', async () => {
  const { samples, summary, problems } = await replay(
    [
      'timestamp,value',
      '2013-12-02 21:15:00,1',
      'yesterday,2',
      '2013-12-02 21:20:00,abc',
      '2013-12-02 21:25:00',
      '',
      '2013-12-02 21:30:00,',
      '2013-12-02 21:35:00,NaN',
      '2013-12-02 21:40:00,2,3',
      '2013-12-02 21:45:00,4',
    ].join('\n'),
  )
  expect(samples.map(({ values }) => values)).toEqual([{ value: 1 }, { value: 4 }])
  expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 7, 8, 9])
  expect(problems[0]?.detail).toMatch(/timestamp is "yesterday"; right would be "2013-12-02 21:15:00"/)
  expect(problems[1]?.detail).toMatch(/value is "abc"; right would be a number/)
  expect(summary).toMatchObject({ rows: 8, published: 2, skipped: 6, firstTs: T, lastTs: T + 1_800_000 })
  expect(describeReplay(summary)).toMatch(
    /^2 of 8 rows published, 6 skipped:\n {2}line 3: .*\n(.*\n){4} {2}… and 1 more$/,
  )
})

test('a row that is no CSV is skipped too', async () => {
  const { samples, summary } = await replay('timestamp,value\n1386018900,1\n1386018901,"2"3\n1386018902,4\n')
  expect(samples.map(({ values }) => values.value)).toEqual([1, 4])
  expect(summary.problems).toMatchObject([{ line: 3 }])
})

test.each([
  [
    'a column that is not there',
    'timestamp,a,b\n',
    { metrics: ['c'] },
    /no column "c".*The columns are: a, b/,
  ],
  ['a metric that cannot be one', 'timestamp,a\n', { metrics: ['a=über'] }, /"über" is no metric/],
  ['a timestamp column that is not there', 'timestamp,a\n', { timestamp: 'when' }, /no column "when"/],
  ['nothing but the timestamp', 'timestamp\n', {}, /no column of values/],
  ['two columns for one metric', 'timestamp,a,b\n', { metrics: ['a=x', 'b=x'] }, /two columns/],
  ['an empty file', '', {}, /no header line/],
  ['no file', '', { file: '/nowhere.csv' }, /cannot be read/],
  ['a folder', '', { file: tmpdir() }, /cannot be read/],
])('refuses %s', async (_, text, more, message) => {
  await expect(replay(text, more)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(message),
  })
})

test('the pace is event time by speed; jumps back in time do not wait', async () => {
  const began = performance.now()
  await replay('timestamp,a\n1000000000,1\n1000000060,2\n999999999,3\n1000000120,4\n', { speed: 400 })
  const tookMs = performance.now() - began
  expect(tookMs).toBeGreaterThan(295)
  expect(tookMs).toBeLessThan(20_000) // not 100,000 of event time
})

test('aborting ends the wait, and the summary says so', async () => {
  const abort = new AbortController()
  const { summary, samples } = await replay('timestamp,a\n1000000000,1\n1000009999,2\n', {
    speed: 1,
    signal: abort.signal,
    publish: async () => abort.abort(),
  })
  expect(samples).toEqual([])
  expect(summary).toMatchObject({ published: 1, aborted: true })
  expect(describeReplay(summary)).toContain('then stopped')
})

test('a large file streams, one sample at a time, in memory that could not hold it', async () => {
  const file = join(directory, 'large.csv')
  const rows = Array.from({ length: 400_000 }, (_, i) => `${1e9 + i},${i % 100}`)
  await writeFile(file, `timestamp,value\n${rows.join('\n')}\n`)
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
    import(workerData.module).then(async ({ replayCsv }) => {
      let underWay = 0
      let most = 0
      const summary = await replayCsv({
        file: workerData.file,
        speed: 'max',
        clock: { nowMs: () => performance.now() },
        signal: new AbortController().signal,
        publish: async () => {
          most = Math.max(most, ++underWay)
          await null
          underWay--
        },
        onProblem() {},
      })
      parentPort.postMessage({ published: summary.published, most })
    })`,
    {
      eval: true,
      workerData: { file, module: new URL('./replay-csv.ts', import.meta.url).href },
      resourceLimits: { maxOldGenerationSizeMb: 48 },
    },
  )
  const [result] = await once(worker, 'message') // rejects with ERR_WORKER_OUT_OF_MEMORY
  expect(result).toEqual({ published: 400_000, most: 1 })
})
