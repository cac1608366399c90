import type { RegisteredDevice } from '../../contracts/registry.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import type { DeviceSample } from '../../simulators/sample.ts'

export type PathName = 'direct' | 'mqtt'

/** The way from a device to findings in the database and samples in a telemetry store. */
export interface Path {
  /** Where the verification of repairs reads. */
  readonly store: TelemetryStore
  /** What comes from now on is received then. */
  begin(receivedAtMs: number): Promise<void>
  /** Telegrams of one device in the order in which they arrive. */
  send(device: RegisteredDevice, telegrams: readonly DeviceSample[]): void
  /** Resolves when all that was sent is stored and watched, and its findings are in the database. */
  settle(): Promise<void>
  /** What went wrong without ending the run, in sentences. */
  complaints(): Promise<string[]>
  close(): Promise<void>
}
