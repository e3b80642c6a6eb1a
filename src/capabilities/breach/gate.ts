import type { Config } from 'payload'

import { invalidOption } from '../../kernel/errors.js'
import type { SanitizedBreach } from './options.js'

/** What is declared of a collection must be there. @throws GovernanceError `invalidOption` */
export const checkCollected = (config: Config, { collections, leftOut }: SanitizedBreach): Config => {
  for (const slug of [...Object.keys(collections), ...leftOut]) {
    const found = config.collections?.find((one) => one.slug === slug)
    if (!found)
      throw invalidOption('breach.collections', `names "${slug}", which is no collection of this site.`)
  }
  return config
}
