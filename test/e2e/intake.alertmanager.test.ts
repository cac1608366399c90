import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ArrivalResult } from '../../ticketing/domain/arrival.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { eventually, startTicketingTest, type TicketingTest } from '../contract/ticketing-harness.ts'
import { type Alertmanager, startAlertmanager } from '../services/alertmanager.ts'

let service: TicketingTest
let alertmanager: Alertmanager

beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.call('POST', '/assets', { id: 'pump-8', site: 'plant-1', class: 'pump', criticality: 'C' })
  const intake = { id: 'alerts', name: 'Alerts', kind: 'alertmanager' }
  const made = await service.call<{ path: string; secret: string }>('POST', '/intakes', intake)
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 })
  service.startArrivals()
  alertmanager = await startAlertmanager({ url: `${address}${made.body.path}`, token: made.body.secret })
})
afterAll(async () => {
  await alertmanager.stop()
  await service.close()
})

const tickets = async () =>
  (await service.call<{ items: Ticket[] }>('GET', '/tickets?sort=newest')).body.items
const noted = async () => {
  const { rows } = await service.pool.query('select result from ticketing.arrivals where result is not null')
  return (rows as { result: ArrivalResult }[]).flatMap(({ result }) => result.notes)
}
const labels = (asset: string, disk: string) => ({ alertname: 'Hot', severity: 'critical', asset, disk })

test('alerts of a real Alertmanager become tickets, one for each group and asset, and end when they are resolved', async () => {
  const annotations = { summary: 'The pump is hot' }
  await alertmanager.alert(
    { labels: labels('pump-7', 'a'), annotations },
    { labels: labels('pump-8', 'a'), annotations },
  )
  await eventually(async () => (await tickets()).length === 2)
  expect(await tickets()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        asset: 'pump-7',
        title: 'The pump is hot',
        severity: 'critical',
        priority: 'P1',
      }),
      expect.objectContaining({ asset: 'pump-8', priority: 'P3', cleared: false }),
    ]),
  )
  // It sends two of three, and says so.
  await alertmanager.alert({ labels: labels('pump-7', 'b'), annotations })
  await eventually(async () => (await noted()).length > 0)
  expect((await noted())[0]).toBe('Alertmanager has left out 1 more alerts of this group (max_alerts).')
  const endsAt = new Date(Date.now() - 1_000).toISOString()
  const all = [labels('pump-7', 'a'), labels('pump-8', 'a'), labels('pump-7', 'b')]
  await alertmanager.alert(...all.map(each => ({ labels: each, annotations, endsAt })))
  await eventually(async () => (await tickets()).every(({ cleared }) => cleared))
  expect((await tickets()).map(({ category }) => category)).toEqual(['review', 'review'])
  const failed = await service.call<{ items: object[] }>('GET', '/intakes/alerts/arrivals?state=failed')
  expect(failed.body.items).toEqual([])
})
