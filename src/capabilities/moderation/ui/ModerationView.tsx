import type { AdminViewServerProps } from 'payload'

import { parseRef } from '../../../kernel/ref.js'
import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { EmptyState, List, ListItem, StateBadge } from '../../../platform/ui/parts.js'
import { Uncover } from '../../../platform/ui/Uncover.js'
import { MODERATORS } from '../domain.js'
import type { Choice } from '../labels.js'
import type { DecisionItem } from '../decisions.js'
import type { Queue } from '../reads.js'
import { ModerationQueue } from './ModerationQueue.js'
import { DecidedText } from './Signals.js'
import { UndoButton } from './UndoButton.js'

interface Choices {
  on: boolean
  targetHours: number
  categories: Choice[]
  reasons: Choice[]
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

const docHref = (context: ViewContext, ref: string): string => {
  const colon = ref.indexOf(':')
  return context.href(`/collections/${ref.slice(0, colon)}/${encodeURIComponent(ref.slice(colon + 1))}`)
}

/** Decisions after which nobody sees it. */
const GONE = ['removed', 'upheld']

const labelIn = (choices: Choice[], code: null | string): string =>
  choices.find(({ value }) => value === code)?.label ?? code ?? ''

const Decision = (props: { made: DecisionItem; choices: Choices; context: ViewContext }) => {
  const { made, choices, context } = props
  const { t, when } = context
  const why = [labelIn(choices.categories, made.category), labelIn(choices.reasons, made.reason), made.words]
  return (
    <ListItem
      actions={
        <>
          {made.undoUntil ? <UndoButton id={made.id} until={when(made.undoUntil)} /> : null}
          <a href={docHref(context, made.item)}>{t('governance:moderation:openComment')}</a>
        </>
      }
      meta={[
        t('governance:moderation:decidedBy', { name: made.byName ?? made.by, when: when(made.at) }),
        ...(made.decision === 'kept' ? [] : why.filter(Boolean)),
      ].join(' · ')}
    >
      <StateBadge tone={GONE.includes(made.decision) ? 'bad' : 'good'}>
        {t(`governance:moderation:state:${made.decision}`)}
      </StateBadge>{' '}
      {made.covered ? (
        <details>
          <summary>{t('governance:disclosure:masked')}</summary>
          <Uncover {...parseRef(made.covered)} />
        </details>
      ) : (
        <DecidedText signals={made.signals} text={made.text} />
      )}
    </ListItem>
  )
}

const Body = async (context: ViewContext) => {
  const { t, locale, read, searchParams, when } = context
  const choices = await read<Choices>('moderation', 'choices', { t, locale })
  if (!choices.on) return <EmptyState title={t('governance:moderation:hostOwn')} />
  const queue = await read<Queue>('moderation', 'queue', { case: first(searchParams.case), locale })
  const decisions = await read<DecisionItem[]>('moderation', 'decisions')
  const { open, overdue, items } = queue
  const shown = items.map((item) => ({
    ...item,
    written: when(item.comment.at),
    before: item.appeal ? when(item.appeal.decidedAt) : '',
    subjectHref: docHref(context, item.comment.subject),
  }))
  return (
    <>
      {open === 0 ? (
        <EmptyState title={t('governance:moderation:nothing')}>
          {t('governance:moderation:nothingText')}
        </EmptyState>
      ) : (
        <>
          <p aria-live="polite" className="gov-view__intro">
            <strong>
              {open === 1
                ? t('governance:moderation:needYouOne')
                : t('governance:moderation:needYou', { count: open })}
            </strong>
            {overdue > 0
              ? `. ${t('governance:moderation:overdue', { count: overdue, hours: choices.targetHours })}.`
              : null}
          </p>
          <ModerationQueue
            categories={choices.categories}
            items={shown}
            open={open}
            reasons={choices.reasons}
          />
        </>
      )}
      <section aria-labelledby="decisions">
        <h2 id="decisions">{t('governance:moderation:decisions')}</h2>
        {decisions.length === 0 ? (
          <p>{t('governance:moderation:noDecisions')}</p>
        ) : (
          <List>
            {decisions.map((made) => (
              <Decision choices={choices} context={context} key={made.id} made={made} />
            ))}
          </List>
        )}
      </section>
    </>
  )
}

/** The moderators' page: what waits, one at a time, and what was decided. */
export const ModerationView = (props: AdminViewServerProps) => (
  <GovernanceView
    {...props}
    intro="governance:moderation:about"
    roles={[...MODERATORS]}
    title="governance:moderation:title"
  >
    {Body}
  </GovernanceView>
)
