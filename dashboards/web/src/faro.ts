/**
 * Faro watches this page: errors, web vitals, sessions, views. Only when the server names a collector. The SDK is
 * a bundle of its own, loaded after the first screen.
 */
import { scrub } from './session/scrub.ts'
import { keptToken } from './session/token.ts'

/** Never rejects: a page without observation is better than none. */
export async function startFaro(): Promise<void> {
  try {
    const response = await fetch('/app-config.json')
    const { faroUrl } = (await response.json()) as { faroUrl?: string }
    if (faroUrl) await initialise(faroUrl)
  } catch {
    // No configuration, or a browser extension that blocks collectors.
  }
}

async function initialise(url: string): Promise<void> {
  const {
    ErrorsInstrumentation,
    initializeFaro,
    SessionInstrumentation,
    ViewInstrumentation,
    WebVitalsInstrumentation,
  } = await import('@grafana/faro-web-sdk')
  initializeFaro({
    url,
    app: { name: 'forewarn-web', version: __APP_VERSION__ },
    // Chosen one by one: the performance instrumentation would report the address the page was opened with,
    // and the browser keeps `#token=…` in that entry for ever.
    instrumentations: [
      new ErrorsInstrumentation(),
      new WebVitalsInstrumentation(),
      new SessionInstrumentation(),
      new ViewInstrumentation(),
    ],
    beforeSend: item => scrub(item, keptToken(sessionStorage)),
  })
}
