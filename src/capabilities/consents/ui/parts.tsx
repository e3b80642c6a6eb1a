import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow, ListItem, StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import { NAMEABLE } from '../domain.js'
import type { RecordView } from '../reads.js'

export const K = 'governance:consents:screen'
const TONES: Record<RecordView['state'], Tone> = { given: 'good', refused: 'plain', withdrawn: 'bad' }

type Words = Pick<ViewContext, 't' | 'whenKept'>

const why = (t: Words['t'], label: string) => ({
  name: 'why',
  label: t(`${K}:${label}`),
  help: t(`${K}:noNames`),
  type: 'textarea' as const,
  required: true,
  maxLength: 2000,
})

/** What came by telephone or in person is written down, with how. */
export const WithdrawButton = ({ one, t }: { one: RecordView } & Pick<Words, 't'>) => (
  <ActionButton
    confirm={{
      title: t(`${K}:withdrawTitle`, { purpose: one.words }),
      text: t(`${K}:withdrawText`),
      confirmLabel: t(`${K}:withdrawConfirm`),
      cancelLabel: t(`${K}:cancel`),
      fields: [why(t, 'withdrawWhy')],
    }}
    done={t(`${K}:withdrawDone`)}
    label={t(`${K}:withdraw`)}
    path={`/governance/consents/${one.record}/withdraw`}
    secondary
  />
)

/** Another basis than consent, with its reason; or its end. */
const BasisButton = ({ one, t }: { one: RecordView } & Pick<Words, 't'>) =>
  one.named ? (
    <ActionButton
      confirm={{
        title: t(`${K}:liftTitle`),
        text: t(`${K}:liftText`),
        confirmLabel: t(`${K}:lift`),
        cancelLabel: t(`${K}:cancel`),
        fields: [why(t, 'liftWhy')],
      }}
      done={t(`${K}:liftDone`)}
      label={t(`${K}:lift`)}
      path={`/governance/consents/${one.named.record}/lift`}
      secondary
    />
  ) : (
    <ActionButton
      body={{ receipt: one.receipt, purpose: one.purpose }}
      confirm={{
        title: t(`${K}:nameTitle`, { purpose: one.words }),
        text: t(`${K}:nameText`),
        confirmLabel: t(`${K}:name`),
        cancelLabel: t(`${K}:cancel`),
        fields: [
          {
            name: 'basis',
            label: t(`${K}:basis`),
            type: 'select',
            required: true,
            // It has consequences in law, so that none is there before somebody chose it.
            empty: t(`${K}:choose`),
            options: NAMEABLE.map((value) => ({ value, label: t(`${K}:bases:${value}`) })),
          },
          why(t, 'nameWhy'),
        ],
      }}
      done={t(`${K}:nameDone`)}
      label={t(`${K}:name`)}
      path="/governance/consents/bases"
      secondary
    />
  )

/** One consent: the purpose in words, its state since when, and what can be done by this person. */
export const ConsentLine = (props: {
  one: RecordView
  context: Words
  records: boolean
  decides: boolean
  /** Said beside it where lines of several receipts stand below each other. */
  receipt?: boolean
}) => {
  const { one, context, records, decides, receipt } = props
  const { t, whenKept } = context
  const now = one.elsewhere ? 'withdrawn' : one.state
  return (
    <ListItem
      actions={
        records || decides ? (
          <ButtonRow>
            {records && one.state === 'given' ? <WithdrawButton one={one} t={t} /> : null}
            {decides ? <BasisButton one={one} t={t} /> : null}
          </ButtonRow>
        ) : undefined
      }
      meta={
        <>
          {receipt ? `${t(`${K}:receipt`, { number: one.receipt })} · ` : ''}
          {t(`${K}:since:${one.state}`, { when: whenKept(one.since) })}
          {one.elsewhere ? (
            <>
              <br />
              {t(`${K}:elsewhere`, { when: whenKept(one.elsewhere) })}
            </>
          ) : null}
          {one.named ? (
            <>
              <br />
              {t(`${K}:named`, {
                basis: t(`${K}:bases:${one.named.basis}`),
                when: whenKept(one.named.since),
              })}
              {one.named.why ? ` ${t(`${K}:because`, { why: one.named.why })}` : ''}
            </>
          ) : null}
        </>
      }
    >
      {one.words} <StateBadge tone={TONES[now]}>{t(`${K}:state:${now}`)}</StateBadge>{' '}
      {one.named ? <StateBadge tone="wait">{t(`${K}:bases:${one.named.basis}`)}</StateBadge> : null}
    </ListItem>
  )
}
