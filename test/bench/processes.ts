/** What processes use, from Linux's /proc. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_S = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

interface Stat {
  name: string
  parent: number
  /** Of the process and of its children that have ended. */
  cpuS: number
}

/** A process or thread that ends while we look is not there. */
function statOf(path: string): Stat | undefined {
  try {
    const text = readFileSync(`${path}/stat`, 'latin1')
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ') // from field 3, the state, on
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0)
    return { name, parent: Number(fields[1]), cpuS: ticks / TICKS_PER_S }
  } catch {
    return undefined
  }
}

const numbersIn = (directory: string): number[] =>
  readdirSync(directory).flatMap(name => (/^\d+$/.test(name) ? [Number(name)] : []))

export interface Usage {
  /** CPU seconds since the start. */
  cpuS: number
  rssMb: number
}

/** The process with all that it has started, split by `isApart` of the command's name. */
export function usageOf(root: number, isApart: (name: string) => boolean): { own: Usage; apart: Usage } {
  const stats = new Map(numbersIn('/proc').map(pid => [pid, statOf(`/proc/${pid}`)]))
  const own: Usage = { cpuS: 0, rssMb: 0 }
  const apart: Usage = { cpuS: 0, rssMb: 0 }
  for (const [pid, stat] of stats) {
    if (!stat || !descends(pid, root, stats)) continue
    const usage = isApart(stat.name) ? apart : own
    usage.cpuS += stat.cpuS
    usage.rssMb += residentMb(pid)
  }
  return { own, apart }
}

function descends(pid: number, root: number, stats: Map<number, Stat | undefined>): boolean {
  for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true
  return false
}

/** PostgreSQL's shared memory belongs to all its processes and would be counted many times: private pages only. */
function residentMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

export interface Thread {
  name: string
  /** Seconds on a core, and ready to run but waiting for one, since its start. */
  ranS: number
  waitedS: number
}

/** The threads of a process by thread id. One that runs or waits all the time is what the process is limited by. */
export function threadsOf(pid: number): Map<number, Thread> {
  const threads = new Map<number, Thread>()
  for (const tid of numbersIn(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${tid}`
    try {
      const [ran, waited] = readFileSync(`${path}/schedstat`, 'latin1').split(' ').map(Number)
      const name = readFileSync(`${path}/comm`, 'latin1').trim()
      threads.set(tid, { name, ranS: (ran ?? 0) / 1e9, waitedS: (waited ?? 0) / 1e9 })
    } catch {
      // It has ended meanwhile.
    }
  }
  return threads
}
