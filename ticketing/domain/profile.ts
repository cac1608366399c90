import { type Static, Type } from 'typebox'
import { DetectorMode, Profile } from '../../contracts/profile.ts'
import { exact, Nullable, TimeMs } from './schema.ts'

/** Why somebody did something, in words. */
export const Reason = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 2_000,
    pattern: '\\S',
    description: `${description}; not blank, at most 2000 characters.`,
  })

/** Of which things there are profiles, the more general first: an asset inherits from its class. */
export const ProfileScope = Type.Enum(['class', 'asset'])
export type ProfileScope = Static<typeof ProfileScope>

/** Whose profile. */
export interface ProfileOf {
  scope: ProfileScope
  id: string
}

const example = { detectors: { band: { mode: 'shadow' as const, parameters: { share: 0.3 } } } }

export const NewProfile = Type.Object(
  { ...Profile.properties, reason: Type.Optional(Reason('Why it is changed')) },
  { ...exact, examples: [{ ...example, reason: 'It spoke at every start of the second line.' }] },
)
export type NewProfile = Static<typeof NewProfile>

/** A version of a profile, as it was saved. */
export const KeptProfile = Type.Object(
  {
    scope: ProfileScope,
    id: Type.String({ description: 'Of the class or the asset.' }),
    version: Type.Integer({
      minimum: 0,
      description: 'Grows with every change; the ETag. 0 where nobody ever saved one.',
    }),
    ...Profile.properties,
    createdAtMs: Nullable(TimeMs('When it was saved')),
    actor: Nullable(Type.String({ description: 'Who saved it.' })),
    reason: Nullable(Type.String()),
  },
  {
    examples: [
      {
        ...{ scope: 'class', id: 'pump', version: 3, ...example },
        ...{ createdAtMs: 1_700_000_000_000, actor: 'anna', reason: null },
      },
    ],
  },
)
export type KeptProfile = Static<typeof KeptProfile>

const From = Type.Enum(['shipped', 'class', 'asset'], {
  description: 'Who says so: the detector itself, the profile of the class, or that of the asset.',
})
const InForce = {
  mode: Type.Enum(DetectorMode.enum),
  modeFrom: From,
  parameters: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What profiles say; the detector sets the others by itself.',
  }),
  parametersFrom: Type.Record(Type.String(), From),
}

/** How a detector watches an asset when class and asset have had their say. */
export const DetectorInForce = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  ...InForce,
  metrics: Type.Record(Type.String(), Type.Object(InForce), {
    description: 'Where single metrics are watched otherwise than all.',
  }),
})
export type DetectorInForce = Static<typeof DetectorInForce>

type Setting = Profile['detectors'][string]
type Layer = { from: Static<typeof From>; setting: Setting | undefined }

/** What counts for each detector and who says so; the same order as `inherited` in contracts/profile.ts. */
export function inForce(
  detectors: readonly { name: string; version: number; mode: DetectorMode }[],
  profiles: Readonly<Record<ProfileScope, Profile>>,
): DetectorInForce[] {
  return detectors.map(({ name, version, mode }) => {
    const layers: Layer[] = [
      { from: 'shipped', setting: { mode } },
      { from: 'class', setting: profiles.class.detectors[name] },
      { from: 'asset', setting: profiles.asset.detectors[name] },
    ]
    const metrics = new Set(layers.flatMap(({ setting }) => Object.keys(setting?.metrics ?? {})))
    const ofMetric = (metric: string) =>
      layers.map(({ from, setting }) => ({ from, setting: setting?.metrics?.[metric] }))
    return {
      ...{ name, version, ...summed(layers) },
      metrics: Object.fromEntries([...metrics].map(key => [key, summed([...layers, ...ofMetric(key)])])),
    }
  })
}

function summed(layers: readonly Layer[]): Omit<DetectorInForce, 'name' | 'version' | 'metrics'> {
  const sum: ReturnType<typeof summed> = {
    mode: 'off',
    modeFrom: 'shipped',
    parameters: {},
    parametersFrom: {},
  }
  for (const { from, setting } of layers) {
    if (setting?.mode !== undefined) Object.assign(sum, { mode: setting.mode, modeFrom: from })
    for (const [name, value] of Object.entries(setting?.parameters ?? {})) {
      sum.parameters[name] = value
      sum.parametersFrom[name] = from
    }
  }
  return sum
}
