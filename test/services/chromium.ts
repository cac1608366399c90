import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const EXECUTABLE = '/usr/bin/chromium'

/** Debian's Chromium, headless, with a profile of its own, asking nobody but the pages under test. */
export function startChromium(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) throw new Error('this suite needs a real browser: apt-get install chromium')
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
