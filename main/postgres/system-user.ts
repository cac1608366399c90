import { execFile } from 'node:child_process'
import { chown, mkdir, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** How to start a program as another user than ours. */
export interface RunAs {
  /** A command and its arguments to put before the program's. */
  prefix: string[]
  ids: { uid?: number; gid?: number }
}

/**
 * PostgreSQL refuses to run as root. When we are root it runs as the system user `postgres`, made where it is
 * missing, who gets the directory. That user cannot enter places such as /root (mode 700); if the directory or the
 * program lies in one, the capability CAP_DAC_OVERRIDE lets it through (it gains nothing that we do not have).
 */
export async function runPostgresAs(directory: string, program: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {} }
  const ids = await systemUser().catch(async () => {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ])
    return systemUser()
  })
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await chown(directory, ids.uid, ids.gid)
  const open = await Promise.all([directory, program, import.meta.dirname].map(path => isReachable(path)))
  if (open.every(Boolean)) return { prefix: [], ids }
  const capability = '+dac_override'
  return {
    prefix: [
      'setpriv',
      `--reuid=${ids.uid}`,
      `--regid=${ids.gid}`,
      '--clear-groups',
      '--securebits=+no_setuid_fixup', // access(2), with which initdb looks at its binaries, keeps the capability
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
      '--',
    ],
    ids: {},
  }
}

async function systemUser(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map(flag => run('id', [flag, 'postgres'])))
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

/** Whether any user may pass through every directory above the path. */
async function isReachable(path: string): Promise<boolean> {
  const parent = dirname(await realpath(path))
  if (((await stat(parent)).mode & 0o001) === 0) return false
  return parent === '/' || isReachable(parent)
}
