import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { answerCalls, callsTo } from '../../../contracts/calls.ts'
import type { LogEntry, Message, MessageLog, Offset } from '../../../contracts/message-log.ts'
import { type Files, realFiles } from './files.ts'
import { logCalls, openPortLog } from './port-log.ts'
import { openSegmentLog, type SegmentLogOptions } from './segment-log.ts'

/** Helpers of the tests in this folder. */

export async function tempDirectory(): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await fs.mkdtemp(join(tmpdir(), 'segment-log-'))
  return { directory, remove: () => fs.rm(directory, { recursive: true, force: true }) }
}

/** A log as another thread sees it; closing it closes the log behind it too. */
export async function openThroughPort(
  options: SegmentLogOptions,
  more?: { gatherMs: number },
): Promise<MessageLog> {
  const log = await openSegmentLog(options)
  const { port1, port2 } = new MessageChannel()
  answerCalls(port1, logCalls(log))
  const remote = openPortLog(callsTo(port2, { other: 'the thread of the log', timeoutMs: 10_000 }), more)
  const close = async () => {
    await remote.close()
    await log.close()
  }
  return { ...remote, close }
}

export const message = (text: string, more: Partial<Message> = {}): Message => ({
  topic: 'telemetry/demo/pump-101',
  publisher: 'pump-101',
  receivedAtMs: 1_700_000_000_000,
  payload: Buffer.from(text),
  ...more,
})

export const text = ({ payload }: LogEntry): string => Buffer.from(payload).toString()

/** Everything from `from` on. */
export async function readAll(log: MessageLog, from?: Offset): Promise<LogEntry[]> {
  const entries: LogEntry[] = []
  const size = await log.size()
  for (let at = from ?? size.first; at < size.next; ) {
    const page = await log.read(at, { count: 100, bytes: 10_000 })
    entries.push(...page.entries)
    at = page.next
  }
  return entries
}

/** Segment files of the directory, oldest first. */
export async function segmentFiles(directory: string): Promise<string[]> {
  const names = (await fs.readdir(directory)).filter(name => name.endsWith('.segment'))
  return names.sort().map(name => join(directory, name))
}

export async function flipByte(path: string, position: number): Promise<void> {
  const bytes = await fs.readFile(path)
  bytes[position] = (bytes[position] ?? 0) ^ 0xff
  await fs.writeFile(path, bytes)
}

type Operation = 'write' | 'datasync' | 'truncate' | 'open' | 'sync' | 'close' | 'unlink'
export interface Disk {
  files: Files
  /** In order, as `datasync 00000000000000000000.segment`: names without the random mark. */
  operations: string[]
  /** Called before an operation; what it throws is what the disk answers. `partly` writes that many bytes first. */
  fault:
    | ((operation: Operation, path: string) => { error: NodeJS.ErrnoException; partly?: number } | undefined)
    | undefined
}

/** The real disk, with a record of what was asked of it and faults on demand. */
export function testDisk(): Disk {
  const disk: Disk = { files: realFiles, operations: [], fault: undefined }
  const ask = (operation: Operation, path: string) => {
    const name = path.replace(/^.*\//, '').replace(/-[0-9a-f]{8}/, '')
    disk.operations.push(`${operation} ${name}`)
    return disk.fault?.(operation, path)
  }
  const watch = (handle: fs.FileHandle, path: string): fs.FileHandle =>
    new Proxy(handle, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          const fault = isWatched(property) ? ask(property, path) : undefined
          if (fault?.partly !== undefined)
            await target.write(args[0] as Buffer, 0, fault.partly, args[3] as number)
          if (fault) throw fault.error
          return value.apply(target, args)
        }
      },
    })
  disk.files = {
    ...realFiles,
    open: async (path, flags) => {
      const fault = ask('open', String(path))
      if (fault) throw fault.error
      return watch(await fs.open(path, flags), String(path))
    },
    unlink: async path => {
      const fault = ask('unlink', String(path))
      if (fault) throw fault.error
      await fs.unlink(path)
    },
  }
  return disk
}

const isWatched = (property: string | symbol): property is Operation =>
  ['write', 'datasync', 'truncate', 'sync', 'close'].includes(String(property))

export const errno = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code })
