// What the workbench asks the server.
import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api'
import type { Workbench } from '@/pages/workbench/workbench-types'

export const workbenchQuery = queryOptions({
  queryKey: ['workbench'],
  queryFn: () => api.get<Workbench>('/workbench'),
})
