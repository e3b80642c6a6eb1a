import type { ViewContext } from '../../../platform/ui/GovernanceView.js'

/** In place of a button, for those who see that something waits and are not asked. */
export const Deciders = ({ t }: Pick<ViewContext, 't'>) => <p>{t('governance:retentionSafety:deciders')}</p>
