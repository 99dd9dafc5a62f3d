export interface Credentials {
  bearerToken?: string
  username?: string
  password?: string
}

/** The `Authorization` header for a bearer token or a user name and password; no header without either. */
export function authorizationHeader(credentials: Credentials): Record<string, string> {
  if (credentials.bearerToken !== undefined && credentials.bearerToken !== '') {
    return { authorization: `Bearer ${credentials.bearerToken}` }
  }
  if (credentials.username !== undefined && credentials.username !== '') {
    const pair = `${credentials.username}:${credentials.password ?? ''}`
    return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
  }
  return {}
}
