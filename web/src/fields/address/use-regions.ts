// The regions of the country, 省 市 区, with their codes.
import { useQuery } from '@tanstack/react-query'
import { api } from '@/lib/api'

export interface Region {
  code: string
  name: string
  children?: Region[]
}

export function useRegions(isNeeded: boolean) {
  return useQuery({
    queryKey: ['regions'],
    queryFn: () => api.get<Region[]>('/regions'),
    staleTime: Infinity,
    enabled: isNeeded,
  })
}

/** The regions from the province down to the one with this code; empty when there is none. */
export function regionPath(regions: Region[], code: string | null | undefined): Region[] {
  if (!code) return []
  for (const region of regions) {
    if (region.code === code) return [region]
    const below = regionPath(region.children ?? [], code)
    if (below.length > 0) return [region, ...below]
  }
  return []
}
