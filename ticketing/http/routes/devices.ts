import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { Device } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import {
  createDevice,
  deleteDevice,
  getDevice,
  listDevices,
  renewSecret,
  updateDevice,
} from '../../store/devices.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { bodyRefusals, NoContent, refusals } from '../responses.ts'

const tags = ['registry']
const pages = keyedPages('devices')

const WithSecret = Type.Object(
  {
    ...Device.properties,
    secret: Type.String({ description: 'The MQTT password. It is shown in this answer only.' }),
  },
  { examples: [{ id: 'sensor-7', site: 'plant-1', asset: 'pump-7', secret: 'q1J7…' }] },
)
const DeviceChange = Type.Object(
  { site: Type.Optional(Id), asset: Type.Optional(Id) },
  { ...exact, examples: [{ asset: 'pump-8' }] },
)

export function deviceRoutes(app: Api, { db }: Parts): void {
  app.get(
    '/devices',
    {
      schema: {
        tags,
        operationId: 'listDevices',
        summary: 'Devices in the order of their ids',
        description: 'Optionally of one site or asset.',
        querystring: Type.Object({ site: Type.Optional(Id), asset: Type.Optional(Id), ...pageQuery }, exact),
        response: { 200: PageOf(ref('Device')), ...refusals(400) },
      },
    },
    async ({ query }) =>
      pages.page(await listDevices(db, pages.range(query), query), query, device => device.id),
  )

  app.post(
    '/devices',
    {
      schema: {
        tags,
        operationId: 'createDevice',
        summary: 'Register a device',
        description:
          'It logs in over MQTT with its id and this secret, and publishes on telemetry/{site}/{id}.',
        body: ref('Device'),
        response: { 201: WithSecret, ...bodyRefusals(409) },
      },
    },
    async ({ body }, reply) =>
      reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await createDevice(db, body)),
  )

  app.get(
    '/devices/:id',
    {
      schema: {
        tags,
        operationId: 'getDevice',
        summary: 'A device',
        description: 'Without its secret, which nobody can read again.',
        params: byId,
        response: { 200: ref('Device'), ...refusals(400, 404) },
      },
    },
    ({ params }) => getDevice(db, params.id),
  )

  app.patch(
    '/devices/:id',
    {
      schema: {
        tags,
        operationId: 'updateDevice',
        summary: 'Move a device to another asset',
        description: 'Its site is the asset’s; where it is given, it must be that.',
        params: byId,
        body: DeviceChange,
        response: { 200: ref('Device'), ...bodyRefusals(404) },
      },
    },
    ({ params, body }) => updateDevice(db, params.id, body),
  )

  app.delete(
    '/devices/:id',
    {
      schema: {
        tags,
        operationId: 'deleteDevice',
        summary: 'Delete a device',
        description: 'Its telemetry and its tickets stay; what it sends from now on becomes dead letters.',
        params: byId,
        response: { 204: NoContent, ...refusals(400, 404) },
      },
    },
    async ({ params }, reply) => {
      await deleteDevice(db, params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/devices/:id/secret',
    {
      schema: {
        tags,
        operationId: 'renewDeviceSecret',
        summary: 'Make a new secret for a device',
        description: 'The former secret is refused at the next login.',
        params: byId,
        response: { 200: WithSecret, ...refusals(400, 404) },
      },
    },
    async ({ params }, reply) =>
      reply.header('cache-control', 'no-store').send(await renewSecret(db, params.id)),
  )
}
