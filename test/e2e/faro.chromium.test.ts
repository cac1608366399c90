import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { startChromium } from '../services/chromium.ts'
import { ADMIN_TOKEN, eventually, place, startForewarn } from '../services/forewarn.ts'

/** A collector as Grafana Alloy is one: takes JSON from a page of another origin. */
const received: string[] = []
const collector = createServer(async (request, response) => {
  response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*')
  if (request.method === 'POST') received.push(`${JSON.stringify(request.headers)} ${await text(request)}`)
  response.writeHead(202).end()
}).listen(0, '127.0.0.1')
await once(collector, 'listening')
const browser = await startChromium()
const here = await place()

afterAll(async () => {
  await browser.close()
  collector.close()
  await here.remove()
})

test('with FARO_URL the page reports errors to the collector, and never the token', async () => {
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/collect`
  const forewarn = await startForewarn(here, { env: { FARO_URL: url } })
  const page = await browser.newPage()
  await page.goto(`${forewarn.httpUrl}/#token=${ADMIN_TOKEN}`)
  await page.getByRole('heading', { name: 'Tickets' }).waitFor()
  await eventually(async () => (received.length > 0 ? true : undefined), {
    what: "the session's begin at the collector",
  })
  await page.evaluate(secret => {
    setTimeout(() => {
      throw new Error(`the press is on fire, with ${secret}`)
    })
  }, ADMIN_TOKEN)
  await eventually(async () =>
    received.some(body => body.includes('the press is on fire')) ? true : undefined,
  )
  expect(received.join()).toContain('forewarn-web')
  expect(received.join()).not.toContain(ADMIN_TOKEN)
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
})
