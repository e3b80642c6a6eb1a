import type { Ref } from '../../kernel/ref.js'
import { isThereFor } from '../../platform/readable.js'
import type { Context } from '../../platform/runtime.js'
import { nameOfMatter, pathOfMatter } from './matter.js'

export interface Matter {
  ref: Ref
  name: string
  path: `/${string}` | null
}

/** What a case is about, as this person may see it: what they may not open has no address. */
export const matterFor = async ({ req, payload }: Context, ref: Ref): Promise<Matter | null> => {
  if (!ref || !req) return null
  const isThere = await isThereFor(req, ref)
  const name = isThere ? await nameOfMatter(req, ref, req.i18n.language) : ref
  return { ref, name, path: isThere ? pathOfMatter(payload, ref) : null }
}
