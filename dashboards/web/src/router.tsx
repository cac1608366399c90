import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router'
import { letterSearch, ticketSearch } from './format/search.ts'
import { Broken } from './pages/broken.tsx'
import { Layout } from './pages/layout.tsx'
import { NotFound } from './pages/not-found.tsx'
import { TicketsPage } from './pages/tickets.tsx'

const rootRoute = createRootRoute({ component: Layout, notFoundComponent: NotFound })

const ticketsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: ticketSearch,
  component: TicketsPage,
})

const ticketRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tickets/$number',
  component: lazyRouteComponent(() => import('./pages/ticket.tsx'), 'TicketPage'),
})

const deadLettersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dead-letters',
  validateSearch: letterSearch,
  component: lazyRouteComponent(() => import('./pages/dead-letters.tsx'), 'DeadLettersPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account.tsx'), 'AccountPage'),
})

const accountsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./pages/accounts.tsx'), 'AccountsPage'),
})

const notificationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./pages/notifications.tsx'), 'NotificationsPage'),
})

const crewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/crew',
  component: lazyRouteComponent(() => import('./pages/crew.tsx'), 'CrewPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
})

const routeTree = rootRoute.addChildren([
  ticketsRoute,
  ticketRoute,
  deadLettersRoute,
  accountRoute,
  accountsRoute,
  notificationsRoute,
  crewRoute,
  auditRoute,
])

/** The page's routes. Search values stand in the address as they are, without JSON quotes: people share them. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
    scrollRestoration: true,
    parseSearch: parseSearchWith(text => text),
    stringifySearch: stringifySearchWith(String),
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
