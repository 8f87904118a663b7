// Draws a component as the application would: signed in, with a router and the cache.
import type { ReactNode } from 'react'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { App, ConfigProvider } from 'antd'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { newQueryClient } from '@/lib/query-client'
import { keepSession, type Session } from '@/lib/session'
import type { ObjectDeclaration } from '@/lib/objects'

export const session: Session = {
  user: { id: 'usr_1', name: '王敏', email: 'min@example.com' },
  roles: [{ id: 'rol_1', name: '管理员' }],
  is_administrator: true,
  version: '0.1.0',
  currency: 'CNY',
}

export function draw(element: ReactNode, objects: ObjectDeclaration[], address = '/') {
  const client = newQueryClient()
  keepSession(client, session)
  client.setQueryData(['objects'], objects)
  const router = createMemoryRouter([{ path: '*', element }], { initialEntries: [address] })
  const drawn = render(
    <QueryClientProvider client={client}>
      <ConfigProvider theme={{ token: { motion: false } }}>
        <App>
          <RouterProvider router={router} />
        </App>
      </ConfigProvider>
    </QueryClientProvider>,
  )
  return { ...drawn, client, router }
}
