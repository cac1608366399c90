import type { Category } from '../../domain/category.ts'
import { ratingWords } from '../../domain/confirmation.ts'
import { progressWords } from '../../domain/request-link.ts'
import type { Confirmation } from '../../domain/verification.ts'
import { type Comparison, comparisonChart } from './chart.ts'
import { type Html, html } from './html.ts'
import { alert, checked, described, errorOf, page, when } from './pages.ts'

export interface ConfirmationView {
  token: string
  number: number
  assetName: string
  siteName: string
  timeZone: string
  category: Category
  title: string
  /** What they said themselves; null where somebody else did. */
  report: string | null
  /** What was done. */
  resolution: string | null
  resolvedAtMs: number | null
  /** The sensors have shown that the repair holds. */
  verified: boolean
  comparison: Comparison | undefined
  /** What they have said of this repair. */
  answer: Confirmation | undefined
  canAnswer: boolean
  given?: Partial<Record<'fixed' | 'rating' | 'comment', string>>
  errors?: Partial<Record<'fixed' | 'rating' | 'comment', string>>
}

export const confirmationPage = (view: ConfirmationView) =>
  page(
    `Report ${view.number}: is it fixed?`,
    html`<h1>${view.canAnswer ? 'Is it fixed?' : `Report ${view.number}`}</h1>
<p class="place"><b>${view.assetName}</b>, ${view.siteName}</p>
<div class="card">
<h2>What was wrong</h2>
<p class="said">${view.report ?? view.title}</p>
${view.resolvedAtMs !== null && whatWasDone(view, view.resolvedAtMs)}
</div>
${view.answer ? thanksFor(view.answer, view.timeZone) : view.canAnswer ? form(view) : html`<p class="state">${progressWords[view.category]}</p>`}
<p><a href="/p/${view.token}">Follow report ${view.number}</a></p>`,
  )

const whatWasDone = (
  { resolution, timeZone, verified, comparison }: ConfirmationView,
  atMs: number,
) => html`<h2>What was done</h2>
${resolution !== null && html`<p class="said">${resolution}</p>`}
<p class="hint">Done ${when(atMs, timeZone)}${verified && html`. The sensors have watched it since, and it holds.`}</p>
${comparison && comparisonChart(comparison)}`

const form = ({ token, given = {}, errors = {} }: ConfirmationView) => html`${alert(sentences(errors))}
<form method="post" action="/c/${token}">
<fieldset${described('fixed', sentences(errors))}>
<legend>Does it work again?</legend>
${choice('fixed', 'yes', 'Yes, it is fixed', given.fixed, true)}
${choice('fixed', 'no', 'No, it is not fixed', given.fixed, true)}
${errorOf('fixed', sentences(errors))}
</fieldset>
<fieldset${described('rating', sentences(errors))}>
<legend>How content are you?</legend>
${ratingWords.map(({ rating, words }) => choice('rating', String(rating), `${rating} · ${words}`, given.rating, false))}
${errorOf('rating', sentences(errors))}
</fieldset>
<div class="field">
<label for="comment">Anything else? If it is not fixed: what is wrong still?</label>
<textarea id="comment" name="comment" maxlength="2000"${described('comment', sentences(errors))}>${given.comment}</textarea>
${errorOf('comment', sentences(errors))}
</div>
<button type="submit">Send</button>
</form>`

const choice = (name: string, value: string, words: string, given: string | undefined, required: boolean) =>
  html`<label class="choice"><input type="radio" name="${name}" value="${value}"${required && html` required`}${checked(given === value)}> ${words}</label>`

const thanksFor = (
  { fixed, rating, comment, atMs }: Confirmation,
  timeZone: string,
): Html => html`<div class="thanks" role="status">
<p class="state">${fixed ? 'Thank you. You said that it is fixed.' : 'Thank you. You said that it is not fixed: a technician looks at it again.'}</p>
${rating !== null && html`<p>Your rating: ${rating} of 5</p>`}
${comment !== null && html`<p class="said">${comment}</p>`}
<p class="hint">${when(atMs, timeZone)}</p>
</div>`

const sentences = (errors: NonNullable<ConfirmationView['errors']>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors))

/** On the page of a ticket that is verifying. */
export const toConfirm = (token: string, category: Category): Html | undefined =>
  category === 'verifying'
    ? html`<div class="card"><p class="state">Is it fixed?</p><p><a href="/c/${token}">Tell us, and rate the repair</a></p></div>`
    : undefined
