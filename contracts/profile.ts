import { type Static, Type } from 'typebox'

/** Whether a detector is listened to. */
export const DetectorMode = Type.Enum(['alarm', 'symptom', 'shadow', 'off'], {
  description:
    'alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.',
})
export type DetectorMode = Static<typeof DetectorMode>

const Parameters = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Parameters that differ from what the detector sets by itself; its schema checks them.',
})

const DetectorSetting = Type.Object(
  {
    mode: Type.Optional(DetectorMode),
    parameters: Type.Optional(Parameters),
    metrics: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          { mode: Type.Optional(DetectorMode), parameters: Type.Optional(Parameters) },
          { additionalProperties: false },
        ),
        { description: 'The same for single metrics; goes before what is said for all.' },
      ),
    ),
  },
  { additionalProperties: false },
)

/** Which detectors watch a class, or an asset, and how: by name of the detector. What it does not name stays as shipped. */
export const Profile = Type.Object(
  { detectors: Type.Record(Type.String(), DetectorSetting) },
  { additionalProperties: false },
)
export type Profile = Static<typeof Profile>

/**
 * What counts where several say something, the most general first: each mode and each parameter by itself, as the last
 * that names it says. Undefined where none says anything.
 */
export function inherited(...profiles: readonly (Profile | undefined)[]): Profile | undefined {
  const detectors: Profile['detectors'] = {}
  for (const profile of profiles) {
    for (const [name, setting] of Object.entries(profile?.detectors ?? {})) {
      detectors[name] = laidOver(detectors[name], setting)
    }
  }
  return Object.keys(detectors).length > 0 ? { detectors } : undefined
}

type Setting = Profile['detectors'][string]

function laidOver(below: Setting | undefined, above: Setting): Setting {
  const metrics: Setting['metrics'] = { ...below?.metrics }
  for (const [metric, setting] of Object.entries(above.metrics ?? {})) {
    metrics[metric] = laidOver(metrics[metric], setting)
  }
  const mode = above.mode ?? below?.mode
  const parameters = { ...below?.parameters, ...above.parameters }
  return {
    ...(mode !== undefined && { mode }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(metrics).length > 0 && { metrics }),
  }
}
