// A directory of an invented council, for tests: the certified oidc-provider, on loopback, with nothing kept.
// Who signs in, and with what claims, is chosen by the tests: the interaction page takes any name, and the claims that
// PUT /people/<name> gave. It must never run anywhere else.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import Provider from 'oidc-provider'

const port = Number(process.env.OIDC_PORT)
const issuer = `http://127.0.0.1:${port}`
const people = new Map()
const version = JSON.parse(readFileSync(new URL('./node_modules/oidc-provider/package.json', import.meta.url))).version

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'intranet',
    client_secret: process.env.OIDC_SECRET,
    redirect_uris: JSON.parse(process.env.OIDC_REDIRECTS),
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post'
  }],
  claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true, methods: ['S256'] },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: [process.env.OIDC_SECRET] },
  async findAccount (ctx, sub) {
    // `at_userinfo` is said by the user endpoint alone: a test makes the two answers disagree with it.
    const said = use => {
      const { at_userinfo: only, ...claims } = people.get(sub) ?? {}
      return { sub, ...claims, ...(use === 'userinfo' ? only : {}) }
    }
    return { accountId: sub, claims: async use => said(use) }
  },
  async loadExistingGrant (ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid profile email')
    await grant.save()
    return grant
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` }
})

const body = async request => {
  let text = ''
  for await (const piece of request) text += piece
  return text
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, issuer)
  try {
    if (url.pathname === '/health') return response.end(version)
    if (request.method === 'PUT' && url.pathname.startsWith('/people/')) {
      people.set(decodeURIComponent(url.pathname.slice(8)), JSON.parse(await body(request)))
      return response.writeHead(204).end()
    }
    if (url.pathname.startsWith('/interaction/')) {
      const details = await provider.interactionDetails(request, response)
      if (request.method === 'POST') {
        const sub = new URLSearchParams(await body(request)).get('sub')
        const amr = people.get(sub)?.amr
        return await provider.interactionFinished(request, response, { login: { accountId: sub, ...(amr ? { amr } : {}) } })
      }
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      return response.end(`<!doctype html><title>Test directory</title><form method="post"><label>Name <input name="sub"></label>
        <button>Sign in</button></form><p>${details.prompt.name}</p>`)
    }
    return provider.callback()(request, response)
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
})
server.listen(port, '127.0.0.1')
