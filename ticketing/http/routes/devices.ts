import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { Device, deviceExample, deviceOptions, NewDevice } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import {
  createDevice,
  deleteDevice,
  getDevice,
  listDevices,
  renewSecret,
  updateDevice,
} from '../../store/devices.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, refusals } from '../responses.ts'
import { changeHeaders, tagged } from '../versions.ts'

const tags = ['registry']
const pages = keyedPages('devices')

const WithSecret = Type.Object(
  {
    ...Device.properties,
    secret: Type.String({ description: 'The MQTT password. It is shown in this answer only.' }),
  },
  { examples: [{ ...deviceExample, secret: 'q1J7…' }] },
)
const DeviceChange = Type.Object(
  {
    site: Type.Optional(Id),
    asset: Type.Optional(Id),
    address: Type.Optional(deviceOptions.address),
    gateway: Type.Optional(deviceOptions.gateway),
    metrics: Type.Optional(deviceOptions.metrics),
    silentAfterS: Type.Optional(deviceOptions.silentAfterS),
  },
  { ...exact, examples: [{ asset: 'pump-8' }, { silentAfterS: 86_400, gateway: null }] },
)
const listQuery = Type.Object(
  {
    site: Type.Optional(Id),
    asset: Type.Optional(Id),
    gateway: Type.Optional(Id),
    silent: Type.Optional(
      Type.Boolean({
        description: 'true: silent for too long; false: all others, also those that never spoke.',
      }),
    ),
    ...pageQuery,
  },
  exact,
)

export function deviceRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/devices',
    {
      schema: {
        tags,
        operationId: 'listDevices',
        summary: 'Devices in the order of their ids',
        description: 'With what is known of each; optionally of one site, asset or gateway.',
        querystring: listQuery,
        response: { 200: PageOf(ref('Device')), ...refusals() },
      },
    },
    async ({ query, db, sites }) =>
      pages.page(await listDevices(db, pages.range(query), { ...query, sites }), query, device => device.id),
  )

  app.post(
    '/devices',
    {
      schema: {
        tags,
        operationId: 'createDevice',
        summary: 'Register a device',
        description:
          'It logs in over MQTT with its id and this secret, and publishes on telemetry/{site}/{id}. What it said before is read again.',
        body: NewDevice,
        response: { 201: WithSecret, ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createDevice(request.db, request.body, actOf(request, clock))
      return reply.code(201).header('cache-control', 'no-store').send(tagged(reply, made))
    },
  )

  app.get(
    '/devices/:id',
    {
      schema: {
        tags,
        operationId: 'getDevice',
        summary: 'A device',
        description: 'With what is known of it, and without its secret, which nobody can read again.',
        params: byId,
        response: { 200: ref('Device'), ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getDevice(db, params.id)),
  )

  app.patch(
    '/devices/:id',
    {
      schema: {
        tags,
        operationId: 'updateDevice',
        summary: 'Change a device',
        description:
          'Changes the given properties only; null clears one. Its site is the asset’s; where it is given, it must be that.',
        params: byId,
        headers: changeHeaders,
        body: DeviceChange,
        response: { 200: ref('Device'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await updateDevice(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/devices/:id',
    {
      schema: {
        tags,
        operationId: 'deleteDevice',
        summary: 'Delete a device',
        description:
          'Its telemetry stays; what it sends from now on becomes dead letters. Refused while it has tickets or is a gateway.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteDevice(request.db, request.params.id, editOf(request, clock))
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
        headers: changeHeaders,
        response: { 200: WithSecret, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const renewed = await renewSecret(request.db, request.params.id, editOf(request, clock))
      return reply.header('cache-control', 'no-store').send(tagged(reply, renewed))
    },
  )
}
