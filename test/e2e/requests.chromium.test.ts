import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MadeRequestLink } from '../../ticketing/domain/request-link.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { JPEG } from '../../ticketing/store/attachments/testing/samples.ts'
import { startChromium } from '../services/chromium.ts'
import { type Place, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const SHAPES = [
  { name: 'phone', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  { name: 'desk', viewport: { width: 1280, height: 800 } },
]

let here: Place
let forewarn: RunningForewarn
let browser: Browser

beforeAll(async () => {
  here = await place()
  forewarn = await startForewarn(here)
  browser = await startChromium()
  const site = { id: 'plant', name: 'Bottling plant North', timeZone: 'Europe/Berlin' }
  await forewarn.api('POST', '/sites', site)
})
afterAll(async () => {
  await browser?.close()
  await forewarn?.end('SIGTERM')
  await here?.remove()
})

const fits = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

test.each(SHAPES)(
  'without scripts, on a $name, a fault is reported and followed',
  async ({ name, ...shape }) => {
    const id = `pump-${name}`
    await forewarn.api('POST', '/assets', {
      id,
      site: 'plant',
      class: 'pump',
      criticality: 'A',
      name: 'Cooling water pump 7',
    })
    const made = await forewarn.api<MadeRequestLink>('POST', `/assets/${id}/request-link`, {})
    expect(made.body.url).toMatch(`${forewarn.httpUrl}/r/`)
    const context = await browser.newContext({ ...shape, javaScriptEnabled: false })
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('console', message => void troubles.push(message.text()))
    await page.goto(made.body.url)
    expect(await fits(page)).toBe(true)

    const notPhoto = join(here.dataDir, 'notes.jpg')
    await writeFile(notPhoto, '<html>')
    await page.getByLabel('What is wrong?').fill('Oil runs out under the coupling.\nIt smells burnt.')
    await page.getByLabel('It runs, but badly').check()
    await page.getByLabel('Photo').setInputFiles(notPhoto)
    await page.getByRole('button', { name: 'Send the report' }).click()
    await page.getByText('It was not sent yet').waitFor()
    expect(await page.getByLabel('What is wrong?').inputValue()).toContain('smells burnt')

    const photo = join(here.dataDir, 'IMG_0001.JPG')
    await writeFile(photo, JPEG)
    await page.getByLabel('Photo').setInputFiles(photo)
    await page.getByLabel('Your name').fill('Kim')
    await page.getByRole('button', { name: 'Send the report' }).click()
    await page.getByText('Thank you.').waitFor()
    const tickets = await forewarn.api<{ items: Ticket[] }>('GET', `/tickets?asset=${id}`)
    const number = tickets.body.items[0]?.number
    expect(tickets.body.items).toHaveLength(1)
    await page.getByRole('heading', { name: `Report ${number}` }).waitFor()

    const body = { body: 'We come tomorrow at 8. Please keep it stopped.', visibility: 'public' }
    await forewarn.api('POST', `/tickets/${number}/comments`, body)
    await page.getByLabel('Add something').fill('Gate 2 is open.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('We come tomorrow at 8.').waitFor()
    await page.getByText('Gate 2 is open.').waitFor()
    expect(await fits(page)).toBe(true)

    await page.goto(`${forewarn.httpUrl}/r/nonsense`)
    await page.getByText('This link does not work').waitFor()
    expect(troubles.filter(text => !text.includes('404') && !text.includes('400'))).toEqual([])
    await context.close()
  },
)

test('files stay where the data is', async () => {
  const kept = await readdir(join(here.dataDir, 'attachments'), { recursive: true })
  expect(kept.filter(file => /[0-9a-f]{64}$/.test(file))).toHaveLength(1)
})
