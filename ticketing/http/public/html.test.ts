import { expect, test } from 'vitest'
import { html } from './html.ts'
import { progressPage, reportPage } from './pages.ts'

const EVIL = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;`

test('values are escaped, HTML is not escaped again, and nothing is nothing', () => {
  const inner = html`<b>${EVIL}</b>`
  expect(html`<p title="${'a\'b"c'}">${inner}${undefined}${false}${[inner, inner]}${0}</p>`.text).toBe(
    `<p title="a&#39;b&quot;c">${inner.text}${inner.text}${inner.text}0</p>`,
  )
  expect(inner.text).toBe(
    '<b>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;</b>',
  )
})

test('no text of a person becomes markup on a page', () => {
  const report = reportPage({
    token: 'T',
    formNumber: 'F',
    asset: { name: EVIL, siteName: EVIL },
    maxPhotoMiB: 20,
    given: { what: `</textarea>${EVIL}`, severity: EVIL, name: EVIL, contact: EVIL },
    errors: { what: EVIL },
  })
  const progress = progressPage({
    token: 'T',
    number: 1,
    assetName: EVIL,
    siteName: EVIL,
    timeZone: 'Europe/Berlin',
    category: 'review',
    reportedAtMs: 0,
    report: EVIL,
    comments: [{ own: false, body: EVIL, createdAtMs: 0 }],
    sentTo: 'https://plant.example/p/T',
    error: EVIL,
    given: `</textarea>${EVIL}`,
  })
  for (const page of [report, progress]) {
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<img')
    expect(page.match(/<\/textarea>/g)).toHaveLength(1)
  }
})
