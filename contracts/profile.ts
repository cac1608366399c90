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
