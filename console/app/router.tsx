/** Which page stands at which address. Each page is a chunk of its own. */
import { createBrowserRouter } from 'react-router';
import { Gate } from './gate.tsx';
import { Crash, NotFound } from './lost.tsx';

export function createRouter() {
  return createBrowserRouter([
    {
      element: <Gate />,
      errorElement: <Crash />,
      hydrateFallbackElement: <></>,
      children: [
        {
          errorElement: <Crash />,
          children: [
            {
              path: '/',
              lazy: async () => ({ Component: (await import('../pages/overview/index.ts')).OverviewPage }),
            },
            {
              path: '/applications',
              lazy: async () => ({
                Component: (await import('../pages/applications/index.ts')).ApplicationsPage,
              }),
            },
            {
              path: '/applications/:id',
              lazy: async () => ({
                Component: (await import('../pages/application/index.ts')).ApplicationPage,
              }),
            },
            {
              path: '/policies',
              lazy: async () => ({ Component: (await import('../pages/policies/index.ts')).PoliciesPage }),
            },
            {
              path: '/policies/:hash',
              lazy: async () => ({ Component: (await import('../pages/policy/index.ts')).PolicyPage }),
            },
            {
              path: '/ledger',
              lazy: async () => ({ Component: (await import('../pages/ledger/index.ts')).LedgerPage }),
            },
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}
