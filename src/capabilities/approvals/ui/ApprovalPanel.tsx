'use client'
import { useDocumentInfo, useFormModified } from '@payloadcms/ui'

import { Card, StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { DocumentStatus } from '../status.js'
import { ApprovalActions } from './ApprovalActions.js'
import { primaryOf } from './primary.js'
import { type Approval, useApproval } from './useApproval.js'
import { useUnsaved } from './useUnsaved.js'

const TONES: Record<DocumentStatus['state'], Tone> = {
  draft: 'plain',
  inReview: 'wait',
  changesRequested: 'bad',
  approved: 'good',
  void: 'bad',
  publishing: 'wait',
  live: 'good',
}

const sentence = ({ say, when }: Approval, status: DocumentStatus): string => {
  const { review, publication, state } = status
  if (state === 'live' && publication) {
    const how = publication.how === 'adopted' ? 'adopted' : publication.by ? 'liveBy' : 'live'
    return say(`says:${how}`, { by: publication.by, at: when(publication.at) })
  }
  const by = state === 'inReview' || !review?.decidedBy ? review?.submittedBy : review.decidedBy
  const at = state === 'inReview' || !review?.decidedAt ? review?.submittedAt : review.decidedAt
  return say(`says:${state}`, { by, at: at ? when(at) : '' })
}

const Notices = ({
  approval,
  status,
  modified,
}: {
  approval: Approval
  status: DocumentStatus
  modified: boolean
}) => {
  const { say } = approval
  return (
    <>
      {status.review?.comment ? (
        <blockquote className="gov-card__text">{status.review.comment}</blockquote>
      ) : null}
      {status.editVoids ? (
        <p className="gov-card__text">
          <strong>{say('editVoids')}</strong>
        </p>
      ) : null}
      {status.state === 'void' && status.changed.length > 0 ? (
        <p className="gov-card__text">{say('changed', { fields: status.changed.join(', ') })}</p>
      ) : null}
      {status.actions.includes('approve') && modified ? (
        <p className="gov-card__text">
          <strong>{say('editExcludes')}</strong>
        </p>
      ) : null}
      {status.cannotApprove === 'separationOfDuties' ? (
        <p className="gov-card__text">{say('ownWork')}</p>
      ) : null}
      {status.live && status.state !== 'live' ? <p className="gov-card__text">{say('stillLive')}</p> : null}
    </>
  )
}

/** In the sidebar of a governed document: the state in plain words, and what this person may do now. */
export const ApprovalPanel = () => {
  const approval = useApproval()
  const { id, globalSlug } = useDocumentInfo()
  const modified = useFormModified()
  const unsaved = useUnsaved()
  const { status, say } = approval
  if (id === undefined && !globalSlug) {
    return <Card level={3} text={say('says:new')} title={say('title:panel')} />
  }
  if (!status) return null
  return (
    <Card
      badge={<StateBadge tone={TONES[status.state]}>{say(`state:${status.state}`)}</StateBadge>}
      id="governance-approval"
      level={3}
      need={status.actions.includes('approve') ? 'needs' : undefined}
      text={sentence(approval, status)}
      title={say('title:panel')}
    >
      <div aria-live="polite">
        <Notices approval={approval} modified={modified} status={status} />
        {unsaved ? <p className="gov-card__text">{say('saveFirst')}</p> : null}
      </div>
      <div className="gov-row">
        <ApprovalActions
          actions={status.actions.filter((action) => action !== primaryOf(status.actions))}
          approval={approval}
          disabled={unsaved}
        />
      </div>
    </Card>
  )
}
