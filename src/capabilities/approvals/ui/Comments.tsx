'use client'
import { Button } from '@payloadcms/ui'
import { useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { SelectField, TextArea } from '../../../platform/ui/fields.js'
import type { DocumentStatus } from '../status.js'
import type { Approval } from './useApproval.js'

const One = ({ approval, comment }: { approval: Approval; comment: DocumentStatus['comments'][number] }) => {
  const { say, when, act, busy } = approval
  const done = Boolean(comment.resolvedAt)
  return (
    <li className="gov-list__item">
      <div>
        {comment.about ? <strong>{say('comments:on', { field: comment.about })} </strong> : null}
        {comment.text}
        {comment.suggestion ? (
          <blockquote className="gov-card__text">
            {say('comments:suggests')} {comment.suggestion}
          </blockquote>
        ) : null}
        <div className="gov-list__meta">
          {say('comments:by', { by: comment.by, at: when(comment.at) })}
          {done ? ` · ${say('comments:resolvedBy', { by: comment.resolvedBy })}` : ''}
        </div>
      </div>
      <Button
        buttonStyle="secondary"
        disabled={busy}
        margin={false}
        onClick={() => void act(done ? 'reopenComment' : 'resolveComment', { comment: String(comment.id) })}
        size="small"
        type="button"
      >
        {say(done ? 'comments:reopen' : 'comments:resolve')}
      </Button>
    </li>
  )
}

/** Remarks and suggestions: they change nothing, so that a reader stays free to approve. */
export const Comments = ({ approval }: { approval: Approval }) => {
  const { say, status, act, busy } = approval
  const [writing, setWriting] = useState(false)
  const comments = status?.comments ?? []
  const close = (): void => setWriting(false)
  return (
    <>
      {comments.length > 0 ? (
        <ul aria-label={say('comments:all')} className="gov-list">
          {comments.map((comment) => (
            <One approval={approval} comment={comment} key={String(comment.id)} />
          ))}
        </ul>
      ) : null}
      <div className="gov-row">
        <Button
          buttonStyle="secondary"
          id="governance-comment"
          margin={false}
          onClick={() => setWriting(true)}
          size="medium"
          type="button"
        >
          {say('action:comment')}
        </Button>
      </div>
      {writing ? (
        <ConfirmDialog
          busy={busy}
          cancelLabel={say('cancel')}
          confirmLabel={say('action:comment')}
          onCancel={close}
          onConfirm={(values) =>
            void act('comment', values).then((ok) => {
              if (ok) close()
            })
          }
          open
          text={say('ask:comment')}
          title={say('title:comment')}
        >
          <SelectField
            empty={say('comments:whole')}
            label={say('comments:about')}
            name="field"
            options={(status?.fields ?? []).map(({ path, label }) => ({ value: path, label }))}
          />
          <TextArea label={say('comments:text')} maxLength={2000} name="text" required />
          <TextArea
            help={say('comments:suggestionHelp')}
            label={say('comments:suggestion')}
            maxLength={10_000}
            name="suggestion"
          />
        </ConfirmDialog>
      ) : null}
    </>
  )
}
