'use client'
import { useDocumentInfo, useTranslation } from '@payloadcms/ui'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { instantInWords } from '../../../kernel/instantWords.js'
import { Card, StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { PostingState } from '../posting.js'
import type { PostingView } from '../socialEndpoints.js'
import { useAnswer } from '../../../platform/ui/useAnswer.js'

const TONES: Record<PostingState, Tone> = { draft: 'plain', ready: 'wait', due: 'bad', posted: 'good' }

/** In the sidebar of a social media post: whether it is out, where, and the button that says so. */
export const SocialPosting = () => {
  const { i18n, t } = useTranslation()
  const { id } = useDocumentInfo()
  const path =
    id === undefined ? null : `/governance/approvals/social-posts/${encodeURIComponent(String(id))}`

  const { answer: posting, load } = useAnswer<PostingView>(path)

  const say = (key: string, values?: Record<string, string>): string =>
    t(`governance:approvals:social:${key}` as never, values as never)
  if (!path) return <Card text={say('text:new')} title={say('title')} />
  if (!posting) return null
  const { state, posted, mayMark, timeZone } = posting
  const label = say(posted ? 'correct' : 'mark')
  return (
    <Card
      badge={<StateBadge tone={TONES[state]}>{say(`state:${state}`)}</StateBadge>}
      id="governance-posting"
      need={state === 'due' ? 'needs' : undefined}
      text={say(`text:${state}`, {
        at: posted ? instantInWords(posted.at, i18n.language, timeZone) : '',
        by: posted?.by ?? '',
      })}
      title={say('title')}
    >
      {posted ? (
        <p className="gov-card__text">
          <a href={posted.address} rel="noopener noreferrer nofollow" target="_blank">
            {posted.address}
          </a>
        </p>
      ) : null}
      {mayMark ? (
        <div className="gov-row">
          <ActionButton
            confirm={{
              title: label,
              text: say('ask'),
              confirmLabel: label,
              cancelLabel: say('cancel'),
              fields: [
                {
                  name: 'address',
                  label: say('address'),
                  help: say('addressHelp'),
                  type: 'text',
                  required: true,
                  maxLength: 2000,
                  defaultValue: posted?.address,
                },
              ],
            }}
            done={say('done')}
            label={label}
            onDone={() => void load()}
            path={`${path}/posted`}
            secondary={Boolean(posted)}
          />
        </div>
      ) : null}
    </Card>
  )
}
