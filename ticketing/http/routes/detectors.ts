import { Type } from 'typebox'
import { type DetectorDescription, DetectorId } from '../../../contracts/detector-catalogue.ts'
import { notFound } from '../../domain/refusals.ts'
import { prognosisOf } from '../../store/prognosis.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['detection']
const byDetector = Type.Object({
  detector: DetectorId,
})

export function detectorRoutes(app: Api, { detectors }: Parts): void {
  app.get(
    '/classes/:id/prognosis',
    {
      schema: {
        tags,
        operationId: 'getClassPrognosis',
        summary: 'What was learned of how machines of a class fail',
        description:
          'Remaining lives are learned from failures that people reported and whose job is closed; until there are enough, this says how many there are.',
        params: byId,
        response: { 200: ref('ClassPrognosis'), ...refusals(404) },
      },
    },
    ({ db, params: { id } }) => prognosisOf(db, id),
  )

  const described = detectors.map(
    ({ readmeText: _, ...detector }): DetectorDescription => ({
      ...detector,
      readme: `/api/v1/detectors/${detector.name}/readme`,
    }),
  )

  app.get(
    '/detectors',
    {
      schema: {
        tags,
        operationId: 'listDetectors',
        summary: 'All detectors, with the parameters that a profile may set',
        description: 'What each sees, in which mode it is shipped, and the JSON Schema of its parameters.',
        response: { 200: Type.Object({ items: Type.Array(ref('DetectorDescription')) }), ...refusals() },
      },
    },
    async () => ({ items: described }),
  )

  app.get(
    '/detectors/:detector',
    {
      schema: {
        tags,
        operationId: 'getDetector',
        summary: 'A detector',
        description: 'With the JSON Schema of its parameters.',
        params: byDetector,
        response: { 200: ref('DetectorDescription'), ...refusals(404) },
      },
    },
    async ({ params }) => found(described, params.detector),
  )

  app.get(
    '/detectors/:detector/readme',
    {
      schema: {
        tags,
        operationId: 'getDetectorReadme',
        summary: 'What a detector sees and misses, its parameters with their reasons, its source',
        description: 'Markdown.',
        params: byDetector,
        response: {
          200: { description: 'The README.', content: { 'text/markdown': { schema: Type.String() } } },
          ...refusals(404),
        },
      },
    },
    async ({ params }, reply) =>
      reply.type('text/markdown; charset=utf-8').send(found(detectors, params.detector).readmeText),
  )
}

function found<Detector extends { name: string }>(all: readonly Detector[], name: string): Detector {
  const detector = all.find(each => each.name === name)
  if (detector) return detector
  throw notFound(`There is no detector ${name}; there are ${all.map(each => each.name).join(', ')}.`)
}
