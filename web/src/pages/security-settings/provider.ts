// An identity provider as the server tells of it.
export interface IdentityProvider {
  id: string
  name: string
  issuer: string
  client_id: string
  has_secret: boolean
  scopes: string
  is_on: boolean
  email_domains: string[]
  /** Code of the role that somebody gets who has no account yet; null: they are refused. */
  role: string | null
  trusts_second_factor: boolean
  /** What is entered at the provider. */
  redirect_uri: string
}
