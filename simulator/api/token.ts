import { Failure } from '../failure'
import type { Simulation } from '../simulation'
import type { Api } from './context'

/** `POST /oauth/token`: client credentials, by HTTP Basic or in the form. */
export function serveToken(api: Api, simulation: Simulation): void {
  api.post('/oauth/token', async (ask) => {
    const form = new URLSearchParams(await ask.req.text())
    if (form.get('grant_type') !== 'client_credentials') {
      throw new Failure(400, 'unsupported_grant_type', 'Only grant_type=client_credentials is served')
    }
    const { clientId, clientSecret } = simulation.settings
    const basic = ask.req.header('authorization')?.match(/^Basic (.+)$/i)?.[1]
    const given = basic
      ? Buffer.from(basic, 'base64').toString()
      : `${form.get('client_id') ?? ''}:${form.get('client_secret') ?? ''}`
    if (given !== `${clientId}:${clientSecret}`) {
      throw new Failure(401, 'bad.credentials', 'Invalid login credentials.')
    }
    return ask.json(simulation.tokens.issue())
  })

  api.delete('/api/v2/tokens/me', (ask) => {
    simulation.tokens.revoke(ask.get('token'))
    return ask.body(null, 204)
  })
}
