import type { Logger } from '../../contracts/logger.ts'
import type { Profile } from '../../contracts/profile.ts'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import type { Prognoses } from '../../detectors/store/prognoses.ts'
import { every } from '../../ticketing/jobs/every.ts'

const PAUSE_MS = 60_000
const NO_PROFILE: Profile = { detectors: {} }

/**
 * The registry, with what was learned of each class as a parameter of its prognosis. Objects are the same until something
 * changes, as detection wants it.
 */
export function withPrognoses<R extends AssetRegistry>(
  registry: R,
  { prognoses, logger }: { prognoses: Pick<Prognoses, 'versions' | 'learned'>; logger: Logger },
): R & { load(): Promise<void>; stop(): Promise<void> } {
  const models = new Map<string, Model>()
  const devices = new WeakMap<RegisteredDevice, { model: Model; device: RegisteredDevice }>()

  async function load(): Promise<void> {
    for (const { class: classId, learnedAtMs } of await prognoses.versions()) {
      if (models.get(classId)?.learnedAtMs === learnedAtMs) continue
      const learned = await prognoses.learned(classId)
      if (learned) models.set(classId, { model: learned.model, learnedAtMs, profiles: new WeakMap() })
    }
  }

  const rounds = every({ name: 'reading prognoses', pauseMs: PAUSE_MS, logger }, load)
  return {
    ...registry,
    load,
    stop: () => rounds.stop(),
    device(name: string) {
      const device = registry.device(name)
      const model = device && models.get(device.class.id)
      if (!device || !model?.model) return device
      const known = devices.get(device)
      if (known?.model === model) return known.device
      const profile = profileWith(model, device.profile)
      const made = { ...device, profile }
      devices.set(device, { model, device: made })
      return made
    },
  }
}

interface Model {
  model: unknown
  learnedAtMs: number
  /** Profiles with the model in them, by those without. */
  profiles: WeakMap<Profile, Profile>
}

/** A model that a profile names goes before the one that was learned. */
function profileWith({ model, profiles }: Model, profile: Profile = NO_PROFILE): Profile {
  const known = profiles.get(profile)
  if (known) return known
  const { prognosis: setting, ...others } = profile.detectors
  const parameters = { model, ...setting?.parameters }
  const made: Profile = { ...profile, detectors: { ...others, prognosis: { ...setting, parameters } } }
  profiles.set(profile, made)
  return made
}
