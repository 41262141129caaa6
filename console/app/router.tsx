/** Which page stands at which address. Each page is a chunk of its own. */
import { createBrowserRouter, type RouteObject } from 'react-router';
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
              path: '/loans',
              lazy: async () => ({ Component: (await import('../pages/loans/index.ts')).LoansPage }),
            },
            {
              path: '/loans/:id',
              lazy: async () => ({ Component: (await import('../pages/loan/index.ts')).LoanPage }),
            },
            {
              path: '/loan-plan',
              lazy: async () => ({ Component: (await import('../pages/loan-plan/index.ts')).LoanPlanPage }),
            },
            {
              path: '/payments',
              lazy: async () => ({ Component: (await import('../pages/payments/index.ts')).PaymentsPage }),
            },
            {
              path: '/funders',
              lazy: async () => ({ Component: (await import('../pages/funders/index.ts')).FundersPage }),
            },
            {
              path: '/policies',
              lazy: async () => ({ Component: (await import('../pages/policies/index.ts')).PoliciesPage }),
            },
            {
              path: '/policies/:hash',
              lazy: async () => ({ Component: (await import('../pages/policy/index.ts')).PolicyPage }),
            },
            ...modelRoutes,
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

const modelRoutes: RouteObject[] = [
  {
    path: '/models',
    lazy: async () => ({ Component: (await import('../pages/models/index.ts')).ModelsPage }),
  },
  {
    path: '/models/samples/:sha256',
    lazy: async () => ({ Component: (await import('../pages/model-sample/index.ts')).SamplePage }),
  },
  {
    path: '/models/samples/:sha256/variables/:variable',
    lazy: async () => ({
      Component: (await import('../pages/model-variable/index.ts')).VariablePage,
    }),
  },
  {
    path: '/models/samples/:sha256/training',
    lazy: async () => ({ Component: (await import('../pages/model-training/index.ts')).TrainPage }),
  },
  {
    path: '/models/trainings/:id',
    lazy: async () => ({
      Component: (await import('../pages/model-training/index.ts')).TrainingPage,
    }),
  },
  {
    path: '/models/versions/:name/:version',
    lazy: async () => ({ Component: (await import('../pages/model/index.ts')).ModelPage }),
  },
  {
    path: '/models/comparison',
    lazy: async () => ({
      Component: (await import('../pages/model-comparison/index.ts')).ComparisonPage,
    }),
  },
];
