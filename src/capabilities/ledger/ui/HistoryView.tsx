import type { DocumentViewServerProps } from 'payload'

import { Gutter } from '@payloadcms/ui'

import { EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import { type ViewContext, viewContext } from '../../../platform/ui/viewContext.js'
import type { EntryList } from '../reads.js'
import { READERS } from '../readers.js'
import { EntryDays, ledgerAddress } from './EntryDays.js'

const K = 'governance:ledgerScreen'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Its own address, below that of the document; the tab may have another one where the host took `/history`. */
const addressOf = ({ href }: ViewContext, segments: string[]): string =>
  href(`/${segments.map(encodeURIComponent).join('/')}`)

/** What happened to this document, in sentences. Payload has checked who may read it; the reader does again. */
export const HistoryView = async ({
  initPageResult,
  routeSegments,
  searchParams,
}: DocumentViewServerProps) => {
  const { req, collectionConfig, globalConfig, docID } = initPageResult
  const context = viewContext(req, searchParams as ViewContext['searchParams'])
  const { t, read, locale, actor } = context
  const subject = globalConfig
    ? `global:${globalConfig.slug}`
    : `${collectionConfig?.slug ?? ''}:${docID ?? ''}`
  const after = textOf(context.searchParams.after)
  const found = await read<EntryList>('ledger', 'history', { subject, locale, after }).catch(
    (error: { code?: string }) => {
      if (error.code === 'notFound') return null
      throw error
    },
  )
  const own = addressOf(context, routeSegments)
  const isReader = actor.roles.some((role) => READERS.includes(role))
  return (
    <Gutter>
      <main className="gov-view gov-history">
        <h1 className="gov-view__title">{t(`${K}:history:title`)}</h1>
        {found ? (
          <>
            <p className="gov-view__intro">{t(`${K}:history:${isReader ? 'introNamed' : 'intro'}`)}</p>
            {isReader ? (
              <a href={ledgerAddress(context, { thing: subject })}>{t(`${K}:history:inLedger`)}</a>
            ) : null}
            {found.entries.length === 0 ? (
              <EmptyState title={t(`${K}:history:empty`)}>{t(`${K}:history:emptyText`)}</EmptyState>
            ) : (
              <EntryDays context={context} entries={found.entries} />
            )}
            {found.next || after ? (
              <nav aria-label={t(`${K}:pages`)} className="gov-row">
                {found.next ? (
                  <LinkButton href={`${own}?after=${found.next}`} secondary>
                    {t(`${K}:older`)}
                  </LinkButton>
                ) : null}
                {after ? <a href={own}>{t(`${K}:newer`)}</a> : null}
              </nav>
            ) : null}
          </>
        ) : (
          <EmptyState title={t(`${K}:history:refused`)} />
        )}
      </main>
    </Gutter>
  )
}
