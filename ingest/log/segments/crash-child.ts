import { openSegmentLog } from './segment-log.ts'
import { message } from './testing.ts'

/**
 * For crash.test.ts: appends numbered messages without end, some in calls of several, and prints the last number of
 * each acknowledged call. `node crash-child.ts DIRECTORY FIRST_NUMBER`
 */
const [directory = '', first = '0'] = process.argv.slice(2)
const log = await openSegmentLog({ directory, maxBytes: 2 ** 28, segmentBytes: 200_000 })
let number = Number(first)

async function publish(): Promise<void> {
  for (;;) {
    const numbers = Array.from({ length: 1 + (number % 7) }, () => number++)
    await log.append(numbers.map(each => message(`${each}`.padEnd(100))))
    process.stdout.write(`${numbers.join(' ')}\n`)
  }
}
await Promise.all(Array.from({ length: 20 }, publish))
