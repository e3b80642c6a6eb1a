import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, LinkButton, StateBadge } from '../../../platform/ui/parts.js'
import type { Health } from '../health.js'
import type { ClockView, Pause } from '../safetyStore.js'
import type { SafetyView, ShareView } from '../safetyWatch.js'

import { Deciders } from './Deciders.js'

const K = 'governance:retentionSafety'
const PATH = '/governance/retention'

interface Place {
  context: ViewContext
  decides: boolean
}

const wordsOf =
  ({ t }: ViewContext, part: string, values: Record<string, number | string> = {}) =>
  (key: string): string =>
    t(`${K}:${part}:${key}`, values)

const asked = (word: (key: string) => string) => ({
  title: word('confirmTitle'),
  text: word('confirmText'),
  confirmLabel: word('confirm'),
  cancelLabel: word('cancel'),
})

const why = (label: string) => [
  { name: 'why', label, type: 'textarea' as const, required: true, maxLength: 2000 },
]

/** The database came from a backup: what was deleted may be back, and is shown nowhere. */
const Restored = ({ context }: Place) => {
  const word = wordsOf(context, 'restored')
  return (
    <Card need="urgent" text={word('text')} title={word('title')}>
      <p>
        <code>npx payload governance:retention replay</code>
      </p>
    </Card>
  )
}

const Clock = ({ clock, context, decides }: Place & { clock: ClockView }) => {
  const { when } = context
  const word = wordsOf(context, clock.state === 'apart' ? 'apart' : 'clock', {
    machine: when(clock.machine),
    database: when(clock.database),
    last: clock.last ? when(clock.last) : '–',
  })
  return (
    <Card
      footer={
        clock.state !== 'asked' ? undefined : decides ? (
          <ActionButton
            confirm={asked(word)}
            danger
            done={word('done')}
            label={word('button')}
            path={`${PATH}/clock/confirm`}
          />
        ) : (
          <Deciders t={context.t} />
        )
      }
      need="urgent"
      text={word('text')}
      title={word('title')}
    />
  )
}

/** So much of a collection is due that somebody looks at it first. */
const Share = ({ share, context, decides }: Place & { share: ShareView }) => {
  const { label, due, total } = share
  const word = wordsOf(context, 'share', { what: label, due, total, until: context.when(share.until, false) })
  return (
    <Card
      footer={
        decides ? (
          <ActionButton
            body={{ until: share.until }}
            confirm={asked(word)}
            danger
            done={word('done')}
            label={word('button')}
            path={`${PATH}/shares/${share.collection}/confirm`}
          />
        ) : (
          <Deciders t={context.t} />
        )
      }
      need="urgent"
      text={word('text')}
      title={word('title')}
    >
      <div className="gov-meter">
        {/* Much is bad here: the browser colours it as such. */}
        <meter
          aria-label={word('title')}
          high={total / 4}
          low={total / 10}
          max={Math.max(total, due)}
          min={0}
          optimum={0}
          value={due}
        />
      </div>
    </Card>
  )
}

const Paused = ({ pause, context, decides }: Place & { pause: Pause }) => {
  const word = wordsOf(context, 'pause', { when: context.when(pause.since), who: pause.by })
  return (
    <Card
      badge={<StateBadge tone="wait">{word('badge')}</StateBadge>}
      footer={
        decides ? (
          <ActionButton
            confirm={{
              title: word('resumeTitle'),
              text: word('resumeText'),
              confirmLabel: word('resume'),
              cancelLabel: word('cancel'),
              fields: why(word('resumeWhy')),
            }}
            done={word('resumed')}
            label={word('resume')}
            path={`${PATH}/resume`}
          />
        ) : (
          <Deciders t={context.t} />
        )
      }
      need="needs"
      text={word('text')}
      title={word('title')}
    >
      <p className="gov-holds__words">
        {word('reason')} {pause.why}
      </p>
    </Card>
  )
}

/** What keeps the automatic deletion from going on, the most serious first. */
export const SafetyCards = ({ safety, report, ...place }: Place & { safety: SafetyView; report: Health }) => (
  <>
    {report.safety.restored ? <Restored {...place} /> : null}
    {safety.clock ? <Clock {...place} clock={safety.clock} /> : null}
    {safety.shares.map((share) => (
      <Share {...place} key={share.collection} share={share} />
    ))}
    {safety.pause ? <Paused {...place} pause={safety.pause} /> : null}
  </>
)

/** For those who decide: what would go now, and the way to stop it. */
export const SafetyActions = ({ context, paused }: { context: ViewContext; paused: boolean }) => {
  const word = wordsOf(context, 'pause')
  return (
    <ButtonRow>
      <LinkButton href={`${context.href('/governance/worklist')}?plan=1`} secondary>
        {context.t(`${K}:plan:button`)}
      </LinkButton>
      {paused ? null : (
        <ActionButton
          confirm={{
            title: word('pauseTitle'),
            text: word('pauseText'),
            confirmLabel: word('pause'),
            cancelLabel: word('cancel'),
            fields: why(word('pauseWhy')),
          }}
          done={word('paused')}
          label={word('pause')}
          path={`${PATH}/pause`}
          secondary
        />
      )}
    </ButtonRow>
  )
}
