import type { Category } from '../../domain/category.ts'
import { plainSeverities, progressWords } from '../../domain/request-link.ts'
import { Html, html } from './html.ts'
import { style } from './style.ts'

export const page = (title: string, content: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<p class="brand">Forewarn · maintenance</p>
${content}
</main>
</body>
</html>
`.text

export interface ReportView {
  token: string
  /** Tells a form that is sent twice from a second report. */
  formNumber: string
  asset: { name: string; siteName: string }
  maxPhotoMiB: number
  /** What was typed before, where something of it was refused. */
  given?: Partial<Record<'what' | 'severity' | 'name' | 'contact', string>>
  /** Sentences by field; `photo` too. */
  errors?: Record<string, string>
}

export const reportPage = ({ token, formNumber, asset, maxPhotoMiB, given = {}, errors = {} }: ReportView) =>
  page(
    `Report a fault: ${asset.name}`,
    html`<h1>Report a fault</h1>
<p class="place"><b>${asset.name}</b>, ${asset.siteName}</p>
${alert(errors)}
<form method="post" action="/r/${token}/tickets" enctype="multipart/form-data">
<input type="hidden" name="form" value="${formNumber}">
<div class="field">
<label for="what">What is wrong?</label>
<textarea id="what" name="what" required maxlength="2000"${described('what', errors)}>${given.what}</textarea>
${errorOf('what', errors)}
</div>
<fieldset${described('severity', errors)}>
<legend>How bad is it?</legend>
${plainSeverities.map(
  ({ severity, words }) =>
    html`<label class="choice"><input type="radio" name="severity" value="${severity}" required${checked(given.severity === severity)}> ${words}</label>`,
)}
${errorOf('severity', errors)}
</fieldset>
<div class="field">
<label for="photo">Photo, if you have one</label>
<input type="file" id="photo" name="photo" accept="image/*"${described('photo', errors)}>
<p class="hint">Up to ${maxPhotoMiB} MB.</p>
${errorOf('photo', errors)}
</div>
<div class="field">
<label for="name">Your name, if you like</label>
<input type="text" id="name" name="name" maxlength="100" autocomplete="name" value="${given.name}">
</div>
<div class="field">
<label for="contact">Telephone or e-mail, if we may ask</label>
<input type="text" id="contact" name="contact" maxlength="200" autocomplete="off" value="${given.contact}">
<p class="hint">Used for questions about this report only.</p>
</div>
<button type="submit">Send the report</button>
</form>`,
  )

export interface ProgressView {
  token: string
  number: number
  assetName: string
  siteName: string
  timeZone: string
  category: Category
  reportedAtMs: number
  /** What they said themselves; null where a planner wrote it down. */
  report: string | null
  comments: { own: boolean; body: string; createdAtMs: number }[]
  /** Where the page is, when it is shown for the first time. */
  sentTo?: string | undefined
  error?: string | undefined
  given?: string | undefined
  /** What other parts add, such as confirming the repair. */
  more?: Html | undefined
}

export const progressPage = (view: ProgressView) =>
  page(
    `Report ${view.number}: ${view.assetName}`,
    html`<h1>Report ${view.number}</h1>
<p class="place"><b>${view.assetName}</b>, ${view.siteName}</p>
${view.sentTo !== undefined && thanks(view.number, view.sentTo)}
<div class="card">
<p class="state">${progressWords[view.category]}</p>
<p class="hint">Reported ${when(view.reportedAtMs, view.timeZone)}</p>
${view.report !== null && html`<p class="said">${view.report}</p>`}
</div>
${view.more}
<h2>Messages</h2>
${view.comments.length === 0 ? html`<p class="hint">None yet.</p>` : messages(view)}
<form method="post" action="/p/${view.token}/comments">
<div class="field">
<label for="body">Add something</label>
<textarea id="body" name="body" required maxlength="5000"${view.error !== undefined && html` aria-invalid="true" aria-describedby="body-error"`}>${view.given}</textarea>
${view.error !== undefined && html`<p class="error" id="body-error">${view.error}</p>`}
</div>
<button type="submit">Send</button>
</form>
<p><a href="/p/${view.token}">Look again</a></p>`,
  )

const thanks = (number: number, address: string) => html`<div class="thanks" role="status">
<p>Thank you. Your report has the number <b>${number}</b>.</p>
<p>Keep the address of this page to see how it goes on: <a href="${address}">${address}</a></p>
</div>`

const messages = ({ comments, timeZone }: ProgressView) => html`<div class="card"><ul>
${comments.map(
  ({ own, body, createdAtMs }) =>
    html`<li><b>${own ? 'You' : 'Maintenance'}</b> · ${when(createdAtMs, timeZone)}<p class="said">${body}</p></li>`,
)}
</ul></div>`

/** For what cannot be done: a link that leads nowhere, too many requests, a database that is away. */
export const sorryPage = (title: string, sentence: string) =>
  page(title, html`<h1>${title}</h1><p>${sentence}</p>`)

export function when(ms: number, timeZone: string): Html {
  const words = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(ms)
  return html`<time datetime="${new Date(ms).toISOString()}">${words}</time>`
}

export const alert = (errors: Record<string, string>) =>
  Object.keys(errors).length > 0 &&
  html`<div class="alert" role="alert">It was not sent yet: see what is marked below.</div>`

export const described = (field: string, errors: Record<string, string>) =>
  errors[field] !== undefined && html` aria-invalid="true" aria-describedby="${field}-error"`

export const errorOf = (field: string, errors: Record<string, string>) =>
  errors[field] !== undefined && html`<p class="error" id="${field}-error">${errors[field]}</p>`

export const checked = (is: boolean) => is && html` checked`
