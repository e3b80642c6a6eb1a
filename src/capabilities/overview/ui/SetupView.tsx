import type { AdminViewServerProps } from 'payload'

import { EmptyState } from '../../../platform/ui/parts.js'
import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import type { SetUpState } from '../../../platform/setUp.js'
import { SetupForm } from './SetupForm.js'

/** "Set up governance": who does what, and what the organization says of itself on public pages. */
export const SetupView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} title="governance:overview:setup:title">
    {async ({ t, read, href }) => {
      const state = await read<SetUpState>('overview', 'setUp')
      if (!state.may) return <EmptyState title={t('governance:overview:setup:notYou')} />
      const { people, holders, places, settings, timeZone, grantsHere, firstCome, open } = state
      // What is done already needs no invitation.
      const hints = firstCome ? ['intro', 'firstCome'] : open ? ['intro'] : ['again']
      return (
        <>
          {hints.map((hint) => (
            <p className="gov-view__intro" key={hint}>
              {t(`governance:overview:setup:${hint}`)}
            </p>
          ))}
          <SetupForm
            create={state.createsIn === null ? null : href(`/collections/${state.createsIn}/create`)}
            done={href('/')}
            grantsHere={grantsHere}
            holders={holders}
            later={`${href('/')}?later=1`}
            people={people.map(({ ref, name, email }) => ({
              value: ref,
              label: email && email !== name ? `${name} (${email})` : name,
            }))}
            places={places}
            settings={settings}
            timeZone={timeZone}
          />
        </>
      )
    }}
  </GovernanceView>
)
