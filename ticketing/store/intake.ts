import type { Finding } from '../../contracts/finding.ts'
import type { Verdict } from '../stages/stage.ts'
import { carryOut, closeFile, dropHold } from './carry-out.ts'
import {
  type Db,
  DEADLOCK,
  isUnavailable,
  LostRace,
  sqlState,
  type Trx,
  UNIQUE_VIOLATION,
} from './database.ts'
import { type FaultFile, judgeIn, openFile } from './fault-file.ts'
import {
  countAttempt,
  type Fault,
  findingsById,
  storeVerdicts,
  tryLockFault,
  unjudgedFindings,
} from './findings.ts'
import { heldFinding, letGo } from './settling.ts'
import { type SettingsCache, settingsCache, settingsVersion } from './stage-settings.ts'

/** What became of a finding in this pass. */
export interface Judged {
  finding: string
  receivedAtMs: number
  verdict: Verdict['kind'] | 'failed'
  reason: string
}

/** Findings judged in one transaction: few commits in a storm, short locks. */
const BATCH = 100
/** Tries of a transaction that lost a race; each time another writer got on. */
const RACES = 5
/** Passes in which a finding may break its transaction before it is put aside as failed. */
const ATTEMPTS = 3

/** Thrown out of the transaction to say which finding broke it. */
class Broken extends Error {
  readonly finding: Finding
  /** Findings before it that would have got their verdicts. */
  readonly before: number

  constructor(finding: Finding, before: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.finding = finding
    this.before = before
  }
}

/** What judging needs beside the database. */
export interface Intake {
  nowMs: () => number
  settings: SettingsCache
}

/**
 * Judges what waits of one fault, in order. Empty when nothing waits, another intake is at it, or its first finding
 * failed and is tried again in a later pass. Throws where the database cannot be asked.
 */
export async function admitFault(db: Db, fault: Fault, intake: Intake): Promise<Judged[]> {
  try {
    return await admitBatch(db, fault, BATCH, intake).catch(error => {
      // What waits in the file is written at its end: one finding at a time tells which of them broke that.
      if (error instanceof Broken || isUnavailable(error)) throw error
      return admitBatch(db, fault, 1, intake)
    })
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    if (isUnavailable(error.cause)) throw error.cause
    const judged = error.before > 0 ? await admitBatch(db, fault, error.before, intake) : []
    const failed = await countFailure(db, error)
    return failed ? [...judged, failed] : judged
  }
}

const admitBatch = (db: Db, fault: Fault, limit: number, intake: Intake): Promise<Judged[]> =>
  raced(db, trx => admitWaiting(trx, fault, limit, intake))

/** Retries lost races: another writer opened the episode meanwhile (unique violation), or a deadlock was broken. */
async function raced(db: Db, work: (trx: Trx) => Promise<Judged[]>): Promise<Judged[]> {
  for (let race = 1; ; race++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const cause = error instanceof Broken ? error.cause : error
      if (race === RACES || !lostRace(cause)) throw error
    }
  }
}

async function admitWaiting(trx: Trx, fault: Fault, limit: number, intake: Intake): Promise<Judged[]> {
  const locked = await tryLockFault(trx, fault)
  if (!locked) return []
  const nowMs = intake.nowMs()
  const findings = await unjudgedFindings(trx, fault, limit)
  const settings = await intake.settings.current(trx, locked.settingsVersion)
  const devices = [...new Set(findings.map(({ device }) => device))]
  const file = await openFile(trx, fault, { devices, settings, nowMs })
  const judged: Judged[] = []
  for (const finding of findings) {
    const passed = await admit(trx, file, finding).catch(error => {
      throw new Broken(finding, judged.length, error)
    })
    judged.push(...passed)
  }
  await closeFile(trx, file).catch(error => {
    const [only] = findings
    throw findings.length === 1 && only ? new Broken(only, 0, error) : error
  })
  return judged
}

const lostRace = (error: unknown) =>
  error instanceof LostRace || [UNIQUE_VIOLATION, DEADLOCK].includes(sqlState(error) ?? '')

async function countFailure(db: Db, { finding, message }: Broken): Promise<Judged | undefined> {
  const attempts = await countAttempt(db, finding.id)
  if (attempts < ATTEMPTS) return undefined
  const reason = `Judging it failed ${attempts} times: ${message}`
  await storeVerdicts(db, [{ finding: finding.id, kind: 'failed', reason }])
  return { finding: finding.id, receivedAtMs: finding.receivedAtMs, verdict: 'failed', reason }
}

/**
 * Judges the finding, and before it the one that waited for its deviation to last, where this one shows that it has,
 * or has not.
 */
async function admit(trx: Trx, file: FaultFile, finding: Finding): Promise<Judged[]> {
  const held = file.facts?.held
  const lasted = held !== undefined && finding.observedAtMs >= held.untilMs
  const passed = lasted ? await admitHeld(trx, file, held.finding) : []
  if (held && !lasted && finding.phase === 'cleared') await dropHold(trx, file)
  return [...passed, await admitOne(trx, file, finding, false)]
}

async function admitHeld(trx: Trx, file: FaultFile, id: string): Promise<Judged[]> {
  const [finding] = await findingsById(trx, [id])
  await dropHold(trx, file)
  return finding ? [await admitOne(trx, file, finding, true)] : []
}

/** This is where a finding becomes a ticket: lets the stages judge, and does what they say. */
async function admitOne(trx: Trx, file: FaultFile, finding: Finding, held: boolean): Promise<Judged> {
  const verdict = await judgeIn(trx, file, finding, held)
  await carryOut(trx, file, finding, verdict)
  const { id, receivedAtMs } = finding
  return { finding: id, receivedAtMs, verdict: verdict.kind, reason: verdict.reason }
}

/** Judges again the finding of a fault whose time to wait is over. Errors as in `admitFault`. */
export async function wakeFault(db: Db, fault: Fault, intake: Intake): Promise<Judged[]> {
  try {
    return await raced(db, trx => wake(trx, fault, intake))
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    if (isUnavailable(error.cause)) throw error.cause
    const failed = await countFailure(db, error)
    if (failed) await letGo(db, fault)
    return failed ? [failed] : []
  }
}

async function wake(trx: Trx, fault: Fault, intake: Intake): Promise<Judged[]> {
  const locked = await tryLockFault(trx, fault)
  if (!locked) return []
  const nowMs = intake.nowMs()
  const held = await heldFinding(trx, fault, nowMs)
  if (!held) return []
  const settings = await intake.settings.current(trx, locked.settingsVersion)
  try {
    const file = await openFile(trx, fault, { devices: [held.device], settings, nowMs })
    await dropHold(trx, file)
    const judged = await admitOne(trx, file, held, true)
    await closeFile(trx, file)
    return [judged]
  } catch (error) {
    throw new Broken(held, 0, error)
  }
}

/** Judges one finding by itself, in the transaction that is given and without the lock of its fault. */
export async function admitFinding(trx: Trx, finding: Finding, nowMs: number): Promise<Verdict> {
  const settings = await settingsCache().current(trx, await settingsVersion(trx))
  const file = await openFile(trx, finding, { devices: [finding.device], settings, nowMs })
  const verdict = await judgeIn(trx, file, finding, false)
  await carryOut(trx, file, finding, verdict)
  await closeFile(trx, file)
  return verdict
}
