// What the server says about the signed-in person's own account.
import { useQuery } from '@tanstack/react-query'
import { api } from '@/lib/api'

export interface SecondFactor {
  is_on: boolean
  is_required: boolean
  recovery_codes_left: number
}

export interface SecuritySettings {
  password_profile: 'default' | 'dengbao3'
  idle_minutes: number
  session_hours: number
  public_url: string
  allowed_hosts: string[]
}

export function getSecondFactor(): Promise<SecondFactor> {
  return api.get<SecondFactor>('/account/second-factor')
}

/** Those who may not see the settings get no answer, and are told the rules in general. */
export function useSecuritySettings(isAnonymous = false) {
  return useQuery({
    queryKey: ['settings', 'security'],
    queryFn: () => api.get<SecuritySettings>('/settings/security', { anonymous: isAnonymous }),
    retry: false,
  })
}
