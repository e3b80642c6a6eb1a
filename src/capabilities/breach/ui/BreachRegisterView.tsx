import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import { BREACH_ROLES } from '../domain.js'
import type { Entry } from '../reads.js'
import { K } from './parts.js'
import { PrintRegister } from './PrintRegister.js'
import './breach.css'

const lines = (...parts: (false | null | string | undefined)[]): string => parts.filter(Boolean).join('\n')

/** As a line begins. */
const begun = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const Line = ({ entry, context }: { entry: Entry; context: ViewContext }) => {
  const { t, when, locale } = context
  const { counts } = entry
  const risk = entry.risk ? begun(t(`${K}:assess:${entry.risk === 'real' ? 'wasReal' : 'wasNone'}`)) : ''
  return (
    <tr>
      <th data-label={t(`${K}:register:number`)} scope="row">
        <strong>{entry.number}</strong>
        {`\n${lines(
          t(`${K}:state:${entry.state}`),
          t(`${K}:list:discovered`, { when: when(entry.discoveredAt) }),
        )}`}
      </th>
      <td data-label={t(`${K}:register:what`)}>{entry.summary}</td>
      <td data-label={t(`${K}:register:risk`)}>
        {lines(
          risk,
          entry.reason,
          entry.assessedAt && t(`${K}:register:by`, { name: entry.assessedBy, when: when(entry.assessedAt) }),
        )}
      </td>
      <td data-label={t(`${K}:register:people`)}>
        {counts
          ? t(`${K}:register:counts`, {
              ...counts,
              deleted:
                counts.deleted === counts.deletedMost
                  ? counts.deleted
                  : t(`${K}:people:deletedRange`, { least: counts.deleted, most: counts.deletedMost }),
            })
          : ''}
      </td>
      <td data-label={t(`${K}:register:end`)}>
        {lines(
          ...entry.clocks.map(({ label, at, words }) => lines(`${label[locale]} (${when(at)})`, words)),
          ...entry.means,
          entry.closedAt && t(`${K}:register:by`, { name: entry.closedBy, when: when(entry.closedAt) }),
          entry.learned,
          entry.keepUntil && t(`${K}:register:keptUntil`, { when: when(entry.keepUntil, false) }),
        )}
      </td>
    </tr>
  )
}

const HEADS = ['number', 'what', 'risk', 'people', 'end'] as const

const Page = async (context: ViewContext) => {
  const { t, read, href, payload } = context
  const { entries, months } = await read<{ entries: Entry[]; months: number }>('breach', 'register')
  const csv = `${payload.config.serverURL ?? ''}${payload.config.routes.api}/governance/breaches/register`
  return (
    <>
      <p className="gov-view__intro">{t(`${K}:register:intro`, { months })}</p>
      {entries.length === 0 ? (
        <EmptyState title={t(`${K}:register:empty`)}>{t(`${K}:register:emptyText`)}</EmptyState>
      ) : (
        <div className="gov-breach__register">
          <table>
            <thead>
              <tr>
                {HEADS.map((head) => (
                  <th key={head} scope="col">
                    {t(`${K}:register:${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <Line context={context} entry={entry} key={entry.number} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ButtonRow>
        {entries.length === 0 ? null : (
          <>
            <PrintRegister label={t(`${K}:register:print`)} />
            <a href={csv}>{t(`${K}:register:csv`)}</a>
          </>
        )}
        <LinkButton href={href('/governance/breaches')} secondary>
          {t(`${K}:case:back`)}
        </LinkButton>
      </ButtonRow>
    </>
  )
}

/** PIPEDA: what is kept of each breach, to read and to print. */
export const BreachRegisterView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} roles={BREACH_ROLES} title={`${K}:register:title`}>
    {Page}
  </GovernanceView>
)
