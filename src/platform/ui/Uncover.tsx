'use client'
import { useTranslation } from '@payloadcms/ui'

import { DISCLOSURE_REASONS } from '../../kernel/disclosure.js'
import { ActionButton } from './ActionButton.js'
import { ButtonRow, Card } from './parts.js'

export interface UncoverProps {
  collection: string
  id: number | string
  anchor?: string
  /** Says what is covered. @default that what was written is */
  title?: string
  /** Client components only; the page's data are loaded anew in any case. */
  onDone?: () => void
}

export const disclosurePath = ({ collection, id }: UncoverProps): string =>
  `/governance/disclosures/${collection}/${encodeURIComponent(String(id))}`

/** In the place of what is covered: why do you need to see it? One click with a usual reason, or words of one's own. */
export const Uncover = (props: UncoverProps) => {
  const { t } = useTranslation()
  const say = (key: string): string => t(`governance:disclosure:${key}` as never)
  const path = disclosurePath(props)
  return (
    <Card id={props.anchor} text={say('text')} title={props.title ?? say('masked')}>
      <ButtonRow>
        {DISCLOSURE_REASONS.map((reason) => (
          <ActionButton
            body={{ reason }}
            key={reason}
            label={say(`reason:${reason}`)}
            onDone={props.onDone}
            path={path}
            secondary
          />
        ))}
        <ActionButton
          confirm={{
            title: say('reason:words'),
            confirmLabel: say('show'),
            cancelLabel: say('cancel'),
            fields: [{ name: 'words', label: say('why'), type: 'textarea', required: true, maxLength: 1000 }],
          }}
          label={say('reason:words')}
          onDone={props.onDone}
          path={path}
          secondary
        />
      </ButtonRow>
    </Card>
  )
}
