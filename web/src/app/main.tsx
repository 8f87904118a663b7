// Puts the application into the page, once it is known for whom and of what, so that it is drawn once.
import type { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/app'
import { isAskedEarly } from '@/lib/early'
import { announce } from '@/lib/language'
import { objectsQuery } from '@/lib/objects'
import { newQueryClient } from '@/lib/query-client'
import { sessionQuery } from '@/lib/session'
import { giveNonceToStyles } from '@/lib/style-nonce'
import { workbenchQuery } from '@/pages/workbench/workbench-query'

/** After this the outline of a page is better than none. */
const wait_ms_max = 500

async function start(place: HTMLElement) {
  const client = newQueryClient()
  await Promise.race([read(client), new Promise((go) => setTimeout(go, wait_ms_max))])
  createRoot(place).render(<App client={client} />)
}

async function read(client: QueryClient) {
  if (isAskedEarly('/workbench')) void client.prefetchQuery(workbenchQuery)
  const objects = isAskedEarly('/objects') && client.prefetchQuery(objectsQuery)
  await client.prefetchQuery(sessionQuery)
  await objects
}

giveNonceToStyles()
announce()
const root = document.getElementById('root')
if (root) void start(root)
