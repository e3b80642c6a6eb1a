// For routes that are posted to. Apart from guard.ts, because a route that imports next/navigation does not build.
import { environment } from '../environment.js'

/** Demo routes exist only in the demo, and another site's page may not post here either. */
export const refusal = (request: Request): null | Response => {
  if (!environment.isDemo) return new Response('Not found', { status: 404 })
  const origin = request.headers.get('origin')
  if (origin && origin.replace(/^https?:\/\//, '') !== request.headers.get('host')) {
    return new Response('Forbidden', { status: 403 })
  }
  return null
}

/** After a POST: back to a page of this site, as a GET. */
export const seeOther = (location: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 303, headers: { Location: location, ...headers } })
