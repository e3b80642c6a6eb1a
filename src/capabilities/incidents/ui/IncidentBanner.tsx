import type { PayloadRequest, ServerProps } from 'payload'

import { viewContext } from '../../../platform/ui/GovernanceView.js'
import type { Counts } from '../reads.js'
import '../../../platform/ui/governance.css'

/** Cases that nobody has taken yet, on every page of those who must. It does not go away by itself. */
export const IncidentBanner = async (props: ServerProps & { req?: PayloadRequest }) => {
  const { payload, user, i18n } = props
  if (!user) return null
  const { t, read, href } = viewContext(props.req ?? ({ payload, user, i18n } as unknown as PayloadRequest))
  const counts = await read<Counts | null>('incidents', 'banner')
  if (!counts || counts.unacknowledged === 0) return null
  const { unacknowledged: count, overdue } = counts
  return (
    <aside aria-label={t('governance:incidents:banner:label')} className="gov-banner gov-banner--urgent">
      <p className="gov-banner__text">
        <strong>
          {t(`governance:incidents:banner:${overdue > 0 ? 'late' : 'waiting'}`, { count, overdue })}
        </strong>
      </p>
      <a href={href('/governance/incidents')}>{t('governance:incidents:banner:open')}</a>
    </aside>
  )
}
