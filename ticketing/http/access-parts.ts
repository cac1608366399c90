import type { Authentication } from './auth.ts'
import type { Provider } from './oidc/provider.ts'
import type { Parts } from './parts.ts'
import type { RateLimits } from './rate-limits.ts'

/** What routes about access work with beside the other parts. */
export interface AccessParts extends Parts {
  authentication: Authentication
  limits: RateLimits
  /** Where people can sign in beside here, if anywhere. */
  provider: Provider | undefined
}
