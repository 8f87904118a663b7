// Every address of the application. Hand-made pages come before the generic ones of the objects.
import { lazy } from 'react'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { Gate } from '@/app/gate'
import { PageError } from '@/app/page-error'
import { pages } from '@/app/pages'
import { Shell } from '@/app/shell/shell'
import { NotFound } from '@/app/not-found'

const SignInPage = lazy(() => import('@/app/sign-in/sign-in-page'))
const SetupPage = lazy(() => import('@/app/setup/setup-page'))
const SecondFactorPage = lazy(() => import('@/app/sign-in/second-factor-page'))
const PasswordPage = lazy(() => import('@/app/sign-in/password-page'))
const LinkPage = lazy(() => import('@/app/sign-in/link-page'))
const ListPage = lazy(() => import('@/record/list/list-page'))
const FormPage = lazy(() => import('@/record/form/form-page'))
const RecordPage = lazy(() => import('@/record/page/record-page'))

export function createRouter() {
  // Going there by a route would draw the frame twice.
  if (location.pathname === '/') history.replaceState(null, '', firstPath())
  const inside: RouteObject[] = [
    { index: true, element: <Navigate to={firstPath()} replace /> },
    ...pages.map(({ page, default: Page }) => ({ path: page.path, element: <Page /> })),
    ...newRecordRoutes(),
    { path: '/:object', element: <ListPage /> },
    { path: '/:object/new', element: <FormPage /> },
    { path: '/:object/:id', element: <RecordPage /> },
    { path: '/:object/:id/edit', element: <FormPage /> },
    { path: '*', element: <NotFound /> },
  ]
  return createBrowserRouter([
    { path: '/login', element: <SignInPage />, errorElement: <PageError /> },
    { path: '/setup', element: <SetupPage />, errorElement: <PageError /> },
    { path: '/second-factor', element: <SecondFactorPage />, errorElement: <PageError /> },
    { path: '/password', element: <PasswordPage />, errorElement: <PageError /> },
    { path: '/link/:token', element: <LinkPage />, errorElement: <PageError /> },
    {
      element: (
        <Gate>
          <Shell />
        </Gate>
      ),
      errorElement: <PageError />,
      // The error of a page is shown inside the shell, so that the menu stays.
      children: [{ errorElement: <PageError />, children: inside }],
    },
  ])
}

/** A hand-made page at /customer/:id must not take /customer/new from the form. */
function newRecordRoutes(): RouteObject[] {
  return pages.flatMap(({ page }) => {
    const object = /^\/(\w+)\/:id$/.exec(page.path)?.[1]
    return object ? [{ path: `/${object}/new`, element: <FormPage object={object} /> }] : []
  })
}

/** The page to open first: the workbench when there is one. */
function firstPath(): string {
  const workbench = pages.find(({ page }) => page.path === '/workbench')
  return workbench ? workbench.page.path : '/customer'
}
