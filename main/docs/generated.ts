import { biViewsPage } from '../../ticketing/store/bi/page.ts'
import { configurationPage } from '../config.ts'
import { apiDocument } from './api-document.ts'
import { apiPages } from './api-pages.ts'
import { apiTypes } from './api-types.ts'

/** Everything that `npm run docs` writes, by its path in the repository. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const document = await apiDocument()
  return {
    'docs/configuration.md': configurationPage(),
    'docs/bi-views.md': biViewsPage(),
    'contracts/api/schema.ts': await apiTypes(document),
    ...apiPages(document),
  }
}
