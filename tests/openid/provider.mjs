// A real provider on this machine. Its one argument is JSON: port, client_id, client_secret, redirect_uri, people.
// `people` is {login: claims}. Each start has new keys and has forgotten everything.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Provider } from 'oidc-provider'

const given = JSON.parse(process.argv[2])
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' }

const provider = new Provider(`http://127.0.0.1:${given.port}`, {
  clients: [
    { client_id: given.client_id, client_secret: given.client_secret, redirect_uris: [given.redirect_uri] },
  ],
  jwks: { keys: [key] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  findAccount: (_context, login) => ({
    accountId: login,
    claims: () => ({ sub: login, ...given.people[login] }),
  }),
})
provider.listen(given.port, '127.0.0.1', () => console.log('ready'))
