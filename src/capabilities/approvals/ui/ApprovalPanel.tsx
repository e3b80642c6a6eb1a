'use client'
import { useConfig, useDocumentInfo, useFormModified } from '@payloadcms/ui'

import { Card, StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { DocumentStatus, UserAction } from '../status.js'
import { ApprovalActions } from './ApprovalActions.js'
import { Comments } from './Comments.js'
import { languageIn } from '../../../kernel/labels.js'
import { differencePath } from './differencePath.js'
import { primaryOf } from './primary.js'
import { Steps } from './Steps.js'
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
    const how =
      publication.how === 'adopted' || publication.how === 'elsewhere' || publication.how === 'emergency'
        ? publication.how
        : publication.by
          ? 'liveBy'
          : 'live'
    return say(`says:${how}`, { by: publication.by, at: when(publication.at) })
  }
  if (status.ended) return say(`says:${status.ended}`)
  if (state === 'void' && review) {
    // Of several approvals the newest: one of an earlier step is void as well.
    const last = review.steps.flatMap(({ decisions }) => decisions).at(-1)
    return say('says:void', {
      by: last?.by ?? review.decidedBy,
      at: when(last?.at ?? review.decidedAt ?? ''),
    })
  }
  const by = state === 'inReview' || !review?.decidedBy ? review?.submittedBy : review.decidedBy
  const at = state === 'inReview' || !review?.decidedAt ? review?.submittedAt : review.decidedAt
  return say(`says:${state}`, { by, at: at ? when(at) : '' })
}

/** What a person should know before they act. */
const warningsOf = (
  { say, when, language }: Approval,
  status: DocumentStatus,
  modified: boolean,
): string[] => [
  ...(status.editVoids ? [say('editVoids')] : []),
  ...(status.editExcludes && !modified ? [say('editExcludesFirst')] : []),
  ...(status.editExcludes && modified ? [say('editExcludes')] : []),
  ...(['inReview', 'void'].includes(status.state) && status.changed.length > 0
    ? [
        say('changed', {
          fields: status.changedNames.join(', '),
        }),
      ]
    : []),
  ...(status.whyNot ? [status.whyNot] : []),
  ...(status.decidesFor && status.actions.includes('approve')
    ? [say('decidesFor', { name: status.decidesFor })]
    : []),
  ...(status.whyNoEmergency ? [status.whyNoEmergency] : []),
  ...(status.review?.publishAt
    ? [say(status.state === 'void' ? 'plannedVoid' : 'planned', { at: when(status.review.publishAt) })]
    : []),
  ...(status.review?.notPublishedAt
    ? [
        say(status.state === 'void' ? 'notPublishedVoid' : 'notPublished', {
          at: when(status.review.notPublishedAt),
        }),
      ]
    : []),
  ...status.unfilled.map(({ because }) => say(`unfilled:${because}`)),
  ...(status.takenDown ? [say('takenDown', { at: when(status.takenDown.at) })] : []),
  ...(status.takenDown?.reason ? [say('takenDownBecause', { reason: status.takenDown.reason })] : []),
  ...(status.live && status.state !== 'live' ? [say('stillLive')] : []),
  ...(status.language ? [say('oneLanguage', { language: languageIn(language, status.language) })] : []),
]

const Warnings = ({ sentences }: { sentences: string[] }) =>
  sentences.map((sentence) => (
    <p className="gov-card__text" key={sentence}>
      {sentence}
    </p>
  ))

/** Somebody else reads afterwards what was published in an emergency. */
const Retrospective = ({ approval }: { approval: Approval }) => {
  const { say, when, status } = approval
  const found = status?.retrospective
  if (!found) return null
  return (
    <section aria-label={say('retrospective:title')} className="gov-sentences">
      <p className="gov-card__text">
        <strong>{say('retrospective:title')}</strong>{' '}
        {say('retrospective:text', { by: found.by, at: when(found.at), due: when(found.dueAt) })}
      </p>
      <blockquote className="gov-card__text">{found.reason}</blockquote>
      {found.mayDecide ? (
        <div className="gov-row">
          <ApprovalActions actions={['confirm', 'object']} approval={approval} />
        </div>
      ) : null}
      {found.whyNot ? <p className="gov-card__text">{found.whyNot}</p> : null}
    </section>
  )
}

/** To the difference, field by field, between what visitors see, or what was approved, and this draft. */
const WhatChanged = ({ approval: { say, status } }: { approval: Approval }) => {
  const { config } = useConfig()
  const { id, collectionSlug, globalSlug } = useDocumentInfo()
  if (!status || status.state === 'live') return null
  const path = globalSlug
    ? differencePath({ kind: 'global', slug: globalSlug })
    : differencePath({ kind: 'collection', slug: collectionSlug ?? '', id: id ?? '' })
  return (
    <p>
      <a href={`${config.routes.admin}${path}${status.language ? `?locale=${status.language}` : ''}`}>
        {say('difference:link')}
      </a>
    </p>
  )
}

const AFTERWARDS: UserAction[] = ['confirm', 'object']

/** The step that leads on takes the place of "Publish"; what has no drafts of Payload's has no such place. */
const useHasPublishButton = (): boolean => {
  const { getEntityConfig } = useConfig()
  const { collectionSlug, globalSlug } = useDocumentInfo()
  const entity = globalSlug
    ? getEntityConfig({ globalSlug })
    : getEntityConfig({ collectionSlug: collectionSlug ?? '' })
  return Boolean(entity?.versions?.drafts)
}

/** In the sidebar of a governed document: the state in plain words, and what this person may do now. */
export const ApprovalPanel = () => {
  const approval = useApproval()
  const { id, globalSlug } = useDocumentInfo()
  const modified = useFormModified()
  const unsaved = useUnsaved()
  const elsewhere = useHasPublishButton()
  const { status, say } = approval
  if (id === undefined && !globalSlug) {
    return <Card text={say('says:new')} title={say('title:panel')} />
  }
  if (!status) return null
  const primary = primaryOf(status.actions)
  const others = status.actions.filter((action) => action !== primary && !AFTERWARDS.includes(action))
  return (
    <Card
      badge={<StateBadge tone={TONES[status.state]}>{say(`state:${status.state}`)}</StateBadge>}
      id="governance-approval"
      need={status.actions.includes('approve') || status.retrospective?.mayDecide ? 'needs' : undefined}
      text={sentence(approval, status)}
      title={say('title:panel')}
    >
      {status.review?.comment ? (
        <blockquote className="gov-card__text">{status.review.comment}</blockquote>
      ) : null}
      <div aria-live="polite" className="gov-sentences">
        <Warnings sentences={warningsOf(approval, status, modified)} />
        {unsaved ? <p className="gov-card__text">{say('saveFirst')}</p> : null}
      </div>
      <Retrospective approval={approval} />
      <Steps approval={approval} />
      <WhatChanged approval={approval} />
      <div className="gov-row">
        <ApprovalActions
          actions={primary && !elsewhere ? [primary, ...others] : others}
          approval={approval}
          disabled={unsaved}
          primary={primary}
        />
      </div>
      <Comments approval={approval} />
    </Card>
  )
}
