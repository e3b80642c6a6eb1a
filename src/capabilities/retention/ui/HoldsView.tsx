import type { AdminViewServerProps } from 'payload'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, EmptyState, LinkButton, StateBadge } from '../../../platform/ui/parts.js'
import { DECIDERS } from '../domain.js'
import { OPERATORS } from '../holdKinds.js'
import type { HoldsPage, HoldView } from '../holdViews.js'
import { PlaceHold } from './PlaceHold.js'
import './retention.css'

const K = 'governance:retention:holds'

const keepsIn = ({ t }: ViewContext, { total, past, more }: HoldView['keeps']): string =>
  [
    total > 0 ? t(`${K}:keeps`, { count: total }) : t(`${K}:keepsNone`),
    past > 0 ? t(`${K}:past`, { count: past }) : '',
    more ? t(`${K}:more`) : '',
  ]
    .filter(Boolean)
    .join(' ')

const Buttons = ({ hold, t }: { hold: HoldView } & Pick<ViewContext, 't'>) => {
  const word = (key: string): string => t(`${K}:${key}`, { on: hold.on })
  const why = (label: string) =>
    ({ name: 'why', label, type: 'textarea', required: true, maxLength: 2000 }) as const
  const path = `/governance/retention/holds/${hold.id}`
  return (
    <ButtonRow>
      <ActionButton
        confirm={{
          title: word('keepTitle'),
          text: word('keepText'),
          confirmLabel: word('keepConfirm'),
          cancelLabel: word('cancel'),
          fields: [
            { name: 'until', label: word('keepUntil'), type: 'date', required: true },
            why(word('keepWhy')),
          ],
        }}
        done={word('keepDone')}
        label={word('keep')}
        path={`${path}/keep`}
        secondary
      />
      <ActionButton
        confirm={{
          title: word('releaseTitle'),
          text: word('releaseText'),
          confirmLabel: word('release'),
          cancelLabel: word('cancel'),
          fields: [why(word('releaseWhy'))],
        }}
        done={word('releaseDone')}
        label={word('release')}
        path={`${path}/release`}
        secondary
      />
    </ButtonRow>
  )
}

const HoldCard = ({ hold, context }: { hold: HoldView; context: ViewContext }) => {
  const { t, when } = context
  const since = t(`${K}:${hold.by ? 'sinceBy' : 'since'}`, { by: hold.by, when: when(hold.since, false) })
  return (
    <li>
      <Card
        badge={
          hold.review === 'later' ? undefined : (
            <StateBadge tone={hold.review === 'late' ? 'bad' : 'wait'}>{t(`${K}:${hold.review}`)}</StateBadge>
          )
        }
        footer={<Buttons hold={hold} t={t} />}
        need={hold.review === 'later' ? undefined : hold.review === 'late' ? 'urgent' : 'needs'}
        text={`${since} · ${t(`${K}:reviewOn`, { when: when(hold.reviewAt, false) })}`}
        title={hold.on}
      >
        <p>{keepsIn(context, hold.keeps)}</p>
        <p className="gov-holds__words">{t(`${K}:because`, { why: hold.why })}</p>
        {hold.reviewedWhy ? (
          <p className="gov-holds__words">{t(`${K}:keptOnBecause`, { why: hold.reviewedWhy })}</p>
        ) : null}
        {hold.whileOpen ? <p>{t(`${K}:whileOpen`)}</p> : null}
      </Card>
    </li>
  )
}

const FORM_WORDS = [
  'add',
  'account',
  'address',
  'addressHelp',
  'caseNumber',
  'cancel',
  'choose',
  'collection',
  'confirm',
  'confirmTitle',
  'field',
  'kind',
  'moreNote',
  'no',
  'operator',
  'person',
  'placed',
  'placedGoing',
  'preview',
  'previewText',
  'query',
  'queryHelp',
  'remove',
  'reviewAt',
  'reviewAtHelp',
  'value',
  'valuesHelp',
  'why',
  'whyHelp',
  'yes',
] as const

const Page = async (context: ViewContext) => {
  const { t, read, href, locale } = context
  const { holds, accounts, askable, cases } = await read<HoldsPage>('retention', 'holds', { locale })
  const operators = Object.fromEntries(OPERATORS.map((one) => [one, t(`${K}:operators:${one}`)]))
  const kinds = ['person', 'query', ...(cases ? ['case'] : [])]
  return (
    <>
      {holds.length === 0 ? (
        <EmptyState title={t(`${K}:emptyTitle`)}>{t(`${K}:emptyText`)}</EmptyState>
      ) : (
        <ul aria-label={t(`${K}:list`)} className="gov-worklist">
          {holds.map((hold) => (
            <HoldCard context={context} hold={hold} key={hold.id} />
          ))}
        </ul>
      )}
      <section aria-labelledby="place-hold" className="gov-holds__form">
        <h2 id="place-hold">{t(`${K}:formTitle`)}</h2>
        <p>{t(`${K}:formText`)}</p>
        <PlaceHold
          accounts={accounts.map(({ ref, name }) => ({ value: ref, label: name }))}
          askable={askable}
          kinds={kinds.map((kind) => ({ value: kind, label: t(`governance:retention:holdKind:${kind}`) }))}
          operators={operators}
          texts={
            Object.fromEntries(
              FORM_WORDS.map((key) => [
                key,
                t(`${K}:form:${key}`, { count: '{{count}}', past: '{{past}}', going: '{{going}}' }),
              ]),
            ) as Parameters<typeof PlaceHold>[0]['texts']
          }
        />
      </section>
      <ButtonRow>
        <LinkButton href={href('/governance/worklist')} secondary>
          {t('governance:retention:certificate:back')}
        </LinkButton>
      </ButtonRow>
    </>
  )
}

/** S0-21: every hold in force, and placing one on a person, a case or a question. */
export const HoldsView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:intro`} roles={DECIDERS} title={`${K}:title`}>
    {Page}
  </GovernanceView>
)
