import type { PayloadRequest, ServerProps } from 'payload'

import { createLocalReq } from 'payload'

/** Some slots of the admin panel hand over no request, only what it was made of. */
export const requestFor = async (
  props: Partial<ServerProps> & { req?: PayloadRequest },
): Promise<null | PayloadRequest> => {
  const { req, payload, user, i18n } = props
  if (req) return req
  if (!payload || !user) return null
  return createLocalReq({ user, req: { i18n, t: i18n?.t } as Partial<PayloadRequest> }, payload)
}
