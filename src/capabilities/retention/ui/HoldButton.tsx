import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import type { WorkItem } from '../worklist.js'

const K = 'governance:retention'

/** Places a hold with its reason, or ends it. */
export const HoldButton = ({ item, t }: { item: WorkItem } & Pick<ViewContext, 't'>) => {
  const word = (key: string): string => t(`${K}:hold:${key}`, { number: item.number })
  const asked = (key: string): string => t(`${K}:holds:form:${key}`)
  const common = { cancelLabel: word('cancel') }
  const why = (key: string) => [
    { name: 'why', label: word(key), type: 'textarea' as const, required: true, maxLength: 2000 },
  ]
  // What keeps it is about more than this record: it is released where it stands.
  if (item.hold && item.hold.kind !== 'record') return null
  return item.hold ? (
    <ActionButton
      confirm={{
        ...common,
        title: word('releaseTitle'),
        text: word('releaseText'),
        confirmLabel: word('release'),
        fields: why('releaseWhy'),
      }}
      done={word('releaseDone')}
      label={word('release')}
      path={`/governance/retention/holds/${item.hold.id}/release`}
      secondary
    />
  ) : (
    <ActionButton
      body={{ record: `${item.collection}:${item.id}` }}
      confirm={{
        ...common,
        title: word('title'),
        text: word('text'),
        confirmLabel: word('confirm'),
        fields: [
          ...why('why'),
          { name: 'reviewAt', label: asked('reviewAt'), help: asked('reviewAtHelp'), type: 'date' },
        ],
      }}
      done={word('done')}
      label={word('button')}
      path="/governance/retention/holds"
      secondary
    />
  )
}
