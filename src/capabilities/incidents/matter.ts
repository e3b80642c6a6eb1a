import type { Config, PayloadRequest } from 'payload'

import { doesNotExist } from '../../kernel/errors.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import { staffCollection } from '../../platform/actor.js'
import { isThereFor } from '../../platform/readable.js'
import { labelOf, namesOf } from '../../platform/titles.js'

/** What a report is about, and whom of the staff that concerns: the holder of an account that is reported. */
export interface Reported {
  subject: Ref
  concerned: Ref[]
}

/**
 * The document, comment or global that a member of staff reports: `pages:7`, `global:header`.
 * @throws GovernanceError `notFound` where it is not there for this person, so that nobody learns of it by reporting.
 */
export const matterOf = async (req: PayloadRequest, subject: Ref): Promise<Reported> => {
  if (!(await isThereFor(req, subject))) throw doesNotExist()
  const isAccount = parseRef(subject).collection === staffCollection(req.payload)
  return { subject, concerned: isAccount ? [subject] : [] }
}

/** What people call it, as this person may see it. */
export const nameOfMatter = async (req: PayloadRequest, subject: Ref, locale: string): Promise<string> => {
  const { collection, id } = parseRef(subject)
  if (collection === 'global') return labelOf(req.payload, id, 'global', locale)
  return (await namesOf(req, [subject], locale)).get(subject)!
}

/** Where it stands in the admin panel; null where it has no screen of its own. */
export const pathOfMatter = (payload: PayloadRequest['payload'], subject: Ref): null | `/${string}` => {
  const { collection, id } = parseRef(subject)
  if (collection === 'global')
    return payload.globals.config.some(({ slug }) => slug === id) ? `/globals/${id}` : null
  return collection in payload.collections ? `/collections/${collection}/${encodeURIComponent(id)}` : null
}

const REPORT_THIS = 'payload-plugin-governance/client#ReportThis'

/** Collections of the plugin hold evidence; accounts are people, who are named in the report itself. */
const isReportable = ({ slug, auth, admin }: NonNullable<Config['collections']>[number]): boolean =>
  !auth && admin?.hidden !== true && !/^(gov|payload)-/.test(slug)

/** "Report this" above every document, comment and global. */
export const withReportThis = (config: Config): Config => ({
  ...config,
  collections: config.collections?.map((collection) => {
    if (!isReportable(collection)) return collection
    const components = collection.admin?.components
    const before = [...(components?.edit?.beforeDocumentControls ?? []), REPORT_THIS]
    const edit = { ...components?.edit, beforeDocumentControls: before }
    return { ...collection, admin: { ...collection.admin, components: { ...components, edit } } }
  }),
  globals: config.globals?.map((global) => {
    if (global.admin?.hidden === true || /^(gov|payload)-/.test(global.slug)) return global
    const components = global.admin?.components
    const before = [...(components?.elements?.beforeDocumentControls ?? []), REPORT_THIS]
    const elements = { ...components?.elements, beforeDocumentControls: before }
    return { ...global, admin: { ...global.admin, components: { ...components, elements } } }
  }),
})
