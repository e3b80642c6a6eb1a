'use client'
import { Button } from '@payloadcms/ui'

import { useAction } from '../../../platform/ui/useAction.js'
import { useWords } from './QueueCard.js'

/** For some minutes after a removal, for whoever made it. `until` is a time of the day, in words. */
export const UndoButton = ({ id, until }: { id: string; until: string }) => {
  const t = useWords()
  const { run, busy } = useAction()
  return (
    <Button
      buttonStyle="secondary"
      disabled={busy}
      margin={false}
      onClick={() => void run(`/governance/moderation/cases/${id}/undo`, {}, { done: t('undone') })}
      size="small"
      tooltip={t('undoUntil', { until })}
    >
      {t('undo')}
    </Button>
  )
}
