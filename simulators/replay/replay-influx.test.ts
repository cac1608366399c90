import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  describeInfluxReplay,
  type InfluxReplayOptions,
  type PlacedSample,
  replayInflux,
} from './replay-influx.ts'
import type { RowProblem } from './replay-run.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-influx-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

let files = 0
async function replay(content: string | Buffer, more: Partial<InfluxReplayOptions> = {}) {
  const file = join(directory, String(files++))
  await writeFile(file, content)
  const samples: PlacedSample[] = []
  const problems: RowProblem[] = []
  const summary = await replayInflux({
    file,
    kind: 'line',
    order: 'time',
    precision: 'auto',
    speed: 'max',
    clock: { nowMs: () => performance.now() },
    signal: new AbortController().signal,
    publish: async sample => {
      samples.push(sample)
    },
    onProblem: problem => problems.push(problem),
    ...(more.device === undefined && { deviceTags: ['machine'] }),
    ...more,
  })
  return { samples, problems, summary }
}
const T = Date.UTC(2026, 0, 1)
const at = (ms: number) => `${T + ms}000000`

/** As `influx_inspect export` writes it: series by series, a field a line, statements and comments between. */
const export1 = [
  '# INFLUXDB EXPORT: 1677-09-21T00:12:43Z - 2262-04-11T23:47:16Z',
  '# DDL',
  'CREATE DATABASE _internal WITH NAME monitor',
  'CREATE DATABASE plant WITH NAME autogen',
  '# DML',
  '# CONTEXT-DATABASE:_internal',
  '# CONTEXT-RETENTION-POLICY:monitor',
  '# writing tsm data',
  `cq,hostname=db queryOk=0i ${at(0)}`,
  '# CONTEXT-DATABASE:plant',
  '# CONTEXT-RETENTION-POLICY:autogen',
  '# writing tsm data',
  `press,machine=press\\ 1 temperature=40 ${at(0)}`,
  `press,machine=press\\ 1 temperature=41 ${at(1000)}`,
  `press,machine=press\\ 1 strokes=7i ${at(0)}`,
  `press,machine=press\\ 2 temperature=50 ${at(0)}`,
  `press,machine=press\\ 2 temperature=51 ${at(1000)}`,
  '# writing wal data',
  `press,machine=press\\ 1 running=true ${at(1000)}`,
  '',
].join('\n')

test('an export of 1.x is put into the order of time, the values of a device together', async () => {
  const { samples, problems, summary } = await replay(export1)
  expect(samples).toEqual([
    { device: 'press-1', ts: T, values: { temperature: 40, strokes: 7 } },
    { device: 'press-2', ts: T, values: { temperature: 50 } },
    { device: 'press-1', ts: T + 1000, values: { temperature: 41, running: 1 } },
    { device: 'press-2', ts: T + 1000, values: { temperature: 51 } },
  ])
  expect(problems).toEqual([])
  expect(describeInfluxReplay(summary)).toBe(
    '7 lines read, 4 samples of 2 devices published.\nLeft out: 1 lines of the database _internal.',
  )
})

test('or is published as it stands there', async () => {
  const { samples } = await replay(export1, { order: 'file' })
  expect(samples.map(({ device, ts, values }) => [device, ts - T, ...Object.keys(values)])).toEqual([
    ['press-1', 0, 'temperature'],
    ['press-1', 1000, 'temperature'],
    ['press-1', 0, 'strokes'],
    ['press-2', 0, 'temperature'],
    ['press-2', 1000, 'temperature'],
    ['press-1', 1000, 'running'],
  ])
})

test('packed by gzip it is the same', async () => {
  const { samples } = await replay(gzipSync(export1))
  expect(samples).toEqual((await replay(export1)).samples)
})

/** The answer to a query with two series, its tables under each other as Flux gives them. */
const flux = [
  '#group,false,false,true,true,false,false,true,true,true',
  '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string',
  '#default,_result,,,,,,,,',
  ',result,table,_start,_stop,_time,_value,_field,_measurement,machine',
  ',,0,2025-12-31T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z,40,temperature,press,"press, old"',
  ',,0,2025-12-31T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T00:00:01.5Z,,temperature,press,"press, old"',
  ',,1,2025-12-31T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z,3,pressure,press,"press, old"',
  '',
  '#group,false,false,true,true,false,false,true,true,true',
  '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,boolean,string,string,string',
  '#default,_result,,,,,,,,',
  ',result,table,_start,_stop,_time,_value,_field,_measurement,machine',
  ',,2,2025-12-31T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T00:00:00.123456789Z,true,running,press,"press, old"',
  '',
]

describe('annotated CSV', () => {
  test('has several tables, with a row for each value', async () => {
    const { samples, problems } = await replay(flux.join('\r\n'), { kind: 'flux' })
    expect(problems).toEqual([])
    expect(samples).toEqual([
      { device: 'press-old', ts: T, values: { temperature: 40, pressure: 3 } },
      { device: 'press-old', ts: T + 123, values: { running: 1 } },
    ])
  })

  test('may be without annotations', async () => {
    const plain = flux.filter(line => !line.startsWith('#')).join('\n')
    expect((await replay(plain, { kind: 'flux' })).samples).toEqual(
      (await replay(flux.join('\n'), { kind: 'flux' })).samples,
    )
  })

  test('may be pivoted; text is a tag where it is asked for or grouped by, and otherwise left out', async () => {
    const { samples, summary } = await replay(
      [
        '#datatype,string,long,dateTime:RFC3339,string,string,string,double,long,string',
        '#group,false,false,false,true,false,true,false,false,false',
        '#default,_result,,,,,,,,',
        ',result,table,_time,_measurement,machine,sensor,rms,count,state',
        ',,0,2026-01-01T00:00:00Z,vib,fan,de,2.5,7,on',
        ',,0,2026-01-01T00:00:01Z,vib,fan,de,,8,off',
        ',,1,2026-01-01T00:00:00Z,vib,fan,nde,NaN,9,',
      ].join('\n'),
      { kind: 'flux', metricName: '{sensor}.{field}' },
    )
    expect(samples).toEqual([
      { device: 'fan', ts: T, values: { 'de.rms': 2.5, 'de.count': 7, 'nde.count': 9 } },
      { device: 'fan', ts: T + 1000, values: { 'de.count': 8 } },
    ])
    expect([...summary.leftOut]).toEqual([
      ['values that are no numbers, of "state"', 2],
      ['values that are no numbers, of "rms"', 1],
    ])
  })

  test('that says what is wrong is told by line', async () => {
    const { samples, problems, summary } = await replay(
      [
        ...flux.slice(0, 5),
        ',,0,a,b,yesterday,41,temperature,press,p',
        ',,0,a,b,2026-01-01T00:00:00Z,warm,temperature,press,p',
        ',,0,a,b',
        '',
        '#datatype,string,string',
        '#group,true,true',
        '#default,,',
        ',error,reference',
        ',"failed to read, in the end",897',
        '',
        '#datatype,string,long,double',
        ',result,table,_value',
        ',,0,17',
      ].join('\n'),
      { kind: 'flux' },
    )
    expect(samples).toHaveLength(1)
    expect(problems).toEqual([
      { line: 6, detail: expect.stringMatching(/_time is "yesterday"; right would be/) },
      { line: 7, detail: '_value is "warm"; right would be a double' },
      { line: 8, detail: '5 cells; 10 as in the header would be right' },
      { line: 14, detail: 'the query failed: failed to read, in the end' },
      { line: 17, detail: 'the table has no column _time; its columns are result, table, _value' },
    ])
    expect([...summary.leftOut]).toEqual([['rows of tables that are no series', 1]])
  })
})

describe('CSV of the client of 1.x', () => {
  const csv = (text: string, more = {}) => replay(text, { kind: 'influx-csv', ...more })

  test('has a header again before each result, and tags of GROUP BY in one cell', async () => {
    const { samples, problems } = await csv(
      `name,tags,time,mean
press,"machine=press-1,sensor=a",${at(0)},40.5
press,"machine=press-2,sensor=a",${at(0)},
name,tags,time,temperature,running
press,machine=press-2,2026-01-01T00:00:01Z,50,true
`,
    )
    expect(samples).toEqual([
      { device: 'press-1', ts: T, values: { mean: 40.5 } },
      { device: 'press-2', ts: T + 1000, values: { temperature: 50, running: 1 } },
    ])
    expect(problems).toEqual([{ line: 3, detail: 'there is no value; right would be at least one' }])
  })

  test('has tags as columns where all was selected: the one that names the device is none of the values', async () => {
    const { samples } = await csv(`name,time,machine,temperature\npress,${at(0)},7,40\n`)
    expect(samples).toEqual([{ device: '7', ts: T, values: { temperature: 40 } }])
  })

  test.each([
    ['name,time,a\npress,soon,1\n', /time is "soon"; right would be nanoseconds/],
    ['name,time,a\npress,1\n', /2 cells; 3 as in the header/],
    ['press,1,1\n', /no header before it/],
    ['name,time,a\npress,"1,1\n', /a text in double quotes does not end/],
  ])('%j is told', async (text, message) => {
    const { problems } = await csv(text, { device: 'd' })
    expect(problems).toMatchObject([{ detail: expect.stringMatching(message) }])
  })
})

describe('what becomes of the lines', () => {
  const metrics = async (text: string, more: Partial<InfluxReplayOptions> = {}) => {
    const { samples, summary } = await replay(text, { device: 'd', ...more })
    return { values: samples.map(({ values }) => values), summary }
  }

  test.each<[string, Partial<InfluxReplayOptions>, Record<string, number>]>([
    [`temp,sensor=a value=1 ${at(0)}`, {}, { temp: 1 }],
    [`temp,sensor=a celsius=1 ${at(0)}`, {}, { celsius: 1 }],
    [
      `temp,sensor=a value=1 ${at(0)}`,
      { metricName: '{measurement}.{sensor}.{unit}.{field}' },
      { 'temp.a.value': 1 },
    ],
    [`temp,sensor=a value=1 ${at(0)}`, { metricName: '{unit}.{field}' }, { value: 1 }],
    [`temp oil\\ 1=1 ${at(0)}`, {}, { oil_1: 1 }],
    [`m a=1,b=2,c=3 ${at(0)}`, { metrics: ['a', 'b=pressure'] }, { a: 1, pressure: 2 }],
    [`m a=1 ${at(0)}\nn a=2 ${at(0)}`, { metrics: ['m.a=x', 'a=y'] }, { x: 1, y: 2 }],
    [`m a=1 ${at(0)}\nn a=2 ${at(0)}`, { measurements: ['n'] }, { a: 2 }],
  ])('%j with %j is %j', async (text, more, values) => {
    expect((await metrics(text, more)).values).toEqual([values])
  })

  test('lines without the tag of the device are of the device that is given, or are told', async () => {
    const text = `m,machine=a v=1 ${at(0)}\nm,host=h v=2 ${at(1)}\n`
    const given = await replay(text, { device: 'd', deviceTags: ['machine'] })
    expect(given.samples.map(({ device }) => device)).toEqual(['a', 'd'])
    const { problems } = await replay(text)
    expect(problems).toEqual([
      { line: 2, detail: expect.stringMatching(/none of the tags machine .* it has host\. .*--device/) },
    ])
  })

  test('two names that would be one id are told', async () => {
    const { samples, problems } = await replay(`m,machine=a\\ b v=1 ${at(0)}\nm,machine=a-b v=2 ${at(0)}\n`)
    expect(samples).toEqual([{ device: 'a-b', ts: T, values: { v: 1 } }])
    expect(problems).toMatchObject([
      { line: 2, detail: expect.stringMatching(/"a-b" and "a b" would both be/) },
    ])
  })

  test('values that only other tags tell apart are said to be put together', async () => {
    const text = `m,machine=a,end=de rms=1 ${at(0)}\nm,machine=a,end=nde rms=2 ${at(0)}\n`
    const { samples, summary } = await replay(text)
    expect(samples).toEqual([{ device: 'a', ts: T, values: { rms: 2 } }])
    expect(describeInfluxReplay(summary)).toMatch(
      /^2 lines read, 1 samples of 1 device published\.\n1 values came again .*\nNote: "rms" of a is put together .*end=de.*end=nde/,
    )
  })

  test('a chosen field that never comes is said', async () => {
    const { summary } = await metrics(`m a=1,b=2 ${at(0)}`, { metrics: ['temp', 'a'] })
    expect(summary.notes).toEqual(['there is no field "temp"; those in the file are m.a, m.b'])
    expect([...summary.leftOut]).toEqual([['values of fields not chosen', 1]])
  })

  test.each<[Partial<InfluxReplayOptions>, RegExp]>([
    [{ deviceTags: [] }, /--device ID .* --device-tag TAG/],
    [{ device: 'fan 1' }, /"fan 1" is no id of a device/],
    [{ device: 'd', metrics: ['a=über'] }, /"über" is no metric/],
  ])('%j cannot be', async (more, message) => {
    await expect(replay('', more)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message),
    })
  })

  test('lines that are none are told by number, and the others are read', async () => {
    const { samples, problems } = await replay(
      [
        `m,machine=a s="two`,
        `lines",v=1 ${at(0)}`,
        `m,machine=a s="never ends`,
        `m,machine=a v=2 ${at(1)}`,
        'm,machine=a v=3',
        'm,machine=a v=4 99999999999999999999',
        'what is this',
        `m,machine=a s="ends`,
      ].join('\n'),
    )
    expect(samples.map(({ values }) => values.v)).toEqual([1, 2])
    expect(problems.map(({ line }) => line)).toEqual([3, 5, 6, 7, 8])
    expect(problems[0]?.detail).toMatch(/a text in double quotes does not end/)
    expect(problems[1]?.detail).toMatch(/no timestamp/)
    expect(problems[3]?.detail).toMatch(/no line protocol: .* right would be measurement,tag=value/)
  })

  test.each([
    ['auto', '1767225600', 0],
    ['auto', '1767225600250', 250],
    ['auto', '1767225600250999', 250],
    ['auto', '1767225600123000000', 123],
    ['s', '1767225600', 0],
  ] as const)('in %s, %s is a time', async (precision, timestamp, ms) => {
    const { samples } = await replay(`m v=1 ${timestamp}`, { device: 'd', precision })
    expect(samples).toMatchObject([{ ts: T + ms }])
  })
})

test('what is from before 2000 is told: an aggregate over everything has the time 0', async () => {
  const { problems } = await replay('name,tags,time,mean\npress,machine=a,0,40.5\n', { kind: 'influx-csv' })
  expect(problems).toMatchObject([
    { line: 2, detail: expect.stringMatching(/before the year 2000.*GROUP BY time/) },
  ])
})

test('a large file is sorted in memory that could not hold it', async () => {
  const file = join(directory, 'large')
  // By series, as exports are: the times begin again three times.
  const lines = Array.from(
    { length: 600_000 },
    (_, i) => `m f${i % 3}=${i} ${T + Math.floor(i / 3) * 1000}000000`,
  )
  await writeFile(file, [0, 1, 2].flatMap(n => lines.filter((_, i) => i % 3 === n)).join('\n'))
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
    import(workerData.module).then(async ({ replayInflux }) => {
      let last = 0
      let isOrdered = true
      const summary = await replayInflux({
        ...{ file: workerData.file, kind: 'line', order: 'time', precision: 'auto', speed: 'max', device: 'd' },
        clock: { nowMs: () => performance.now() },
        signal: new AbortController().signal,
        publish: async ({ ts, values }) => {
          isOrdered &&= ts > last && Object.keys(values).length === 3
          last = ts
        },
      })
      parentPort.postMessage({ published: summary.published, isOrdered })
    })`,
    {
      eval: true,
      workerData: { file, module: new URL('./replay-influx.ts', import.meta.url).href },
      resourceLimits: { maxOldGenerationSizeMb: 48 },
    },
  )
  const [result] = await once(worker, 'message') // rejects with ERR_WORKER_OUT_OF_MEMORY
  expect(result).toEqual({ published: 200_000, isOrdered: true })
})

test('the signal ends it while it reads, and while it publishes', async () => {
  const aborted = await replay(export1, { signal: AbortSignal.abort() })
  expect(aborted.summary).toMatchObject({ aborted: true, published: 0 })
  const abort = new AbortController()
  const { summary } = await replay(export1, { signal: abort.signal, publish: async () => abort.abort() })
  expect(summary).toMatchObject({ aborted: true, published: 1 })
})
