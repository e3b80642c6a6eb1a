import { generatePayloadCookie } from 'payload'

import { accountFor, demoPassword } from '../../../../demo/accounts.js'
import { refusal, seeOther } from '../../../../demo/posting.js'
import { openPayload } from '../../../../site/content.js'
import { isLocale } from '../../../../site/locales.js'

/** Signs in one of the demo's accounts and opens the admin panel, words and content in the chosen language. */
export const POST = async (request: Request): Promise<Response> => {
  const refused = refusal(request)
  if (refused) return refused
  const form = await request.formData()
  const lang = form.get('lang')
  const locale = isLocale(lang) ? lang : 'en'
  const account = accountFor(String(form.get('account')))
  const payload = await openPayload()
  try {
    if (!account) throw new Error('No such account')
    const users = payload.collections.users
    const { token } = await payload.login({
      collection: 'users',
      data: { email: account.email, password: demoPassword },
    })
    if (!token || !users) throw new Error('No token')
    const cookie = generatePayloadCookie({
      collectionAuthConfig: users.config.auth,
      cookiePrefix: payload.config.cookiePrefix,
      token,
    })
    const response = seeOther(`/admin?locale=${locale}`, { 'Set-Cookie': cookie })
    response.headers.append(
      'Set-Cookie',
      `${payload.config.cookiePrefix}-lng=${locale}; Path=/; SameSite=Lax`,
    )
    return response
  } catch {
    return seeOther(`/demo?lang=${locale}&failed=1`)
  }
}
