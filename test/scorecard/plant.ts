import type { DeviceActivity } from '../../contracts/device-ledger.ts'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import type { SimulatedMachine } from '../../simulators/plant/machine.ts'
import type { DeviceSample } from '../../simulators/sample.ts'

/** A machine with its device as the pipeline knows it. */
export interface PlacedMachine {
  machine: SimulatedMachine
  device: RegisteredDevice
}

export async function placed(
  machines: readonly SimulatedMachine[],
  registry: AssetRegistry,
): Promise<PlacedMachine[]> {
  await registry.resolve(machines.map(({ spec }) => spec.device))
  return machines.map(machine => {
    const device = registry.device(machine.spec.device)
    if (!device) throw new Error(`${machine.spec.device} is not registered`)
    return { machine, device }
  })
}

/** What arrives of a machine in that time, in order of arrival. */
export function telegramsOf(
  machine: SimulatedMachine,
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): DeviceSample[] {
  const telegrams: DeviceSample[] = []
  for (let tMs = fromMs + stepMs; tMs <= toMs; tMs += stepMs) {
    for (const telegram of machine.step(tMs)) telegrams.push(telegram)
  }
  return telegrams
}

/** What the pipeline tells the ticket service of a device from time to time. */
export function activityOf(
  device: string,
  telegrams: readonly DeviceSample[],
  receivedAtMs: number,
): DeviceActivity {
  let lastObservedMs = Number.NEGATIVE_INFINITY
  for (const { ts } of telegrams) if (ts > lastObservedMs) lastObservedMs = ts
  const clockAheadMs = lastObservedMs === receivedAtMs ? undefined : lastObservedMs - receivedAtMs
  return { device, lastSeenMs: receivedAtMs, lastObservedMs, clockAheadMs, samples: telegrams.length }
}
