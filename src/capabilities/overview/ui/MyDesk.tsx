import { redirect } from 'next/navigation.js'
import type { ServerProps } from 'payload'

import { Card, EmptyState, Grid, LinkButton, List, StateBadge } from '../../../platform/ui/parts.js'
import { PageTitle } from '../../../platform/ui/PageTitle.js'
import { tabTitle, type ViewContext, viewContext } from '../../../platform/ui/viewContext.js'
import type { DeskCard, DeskItem } from '../../../platform/runtime.js'
import { requestFor } from './requestFor.js'

interface Desk {
  cards: (DeskCard & { key: string })[]
  failed: string[]
}

/** A number chooses the words; where counting stopped, it is shown with a plus. */
const counted = (count: number, more = false): { count: number; shown: string } => ({
  count,
  shown: `${count}${more ? '+' : ''}`,
})

/** More than these are behind the link of the card. */
const SHOWN = 3

const Item = ({ item, context }: { item: DeskItem; context: ViewContext }) => {
  const { t, whenKept } = context
  const due = item.due
    ? t(`governance:overview:desk:${item.overdue ? 'wasDue' : 'due'}`, { when: whenKept(item.due) })
    : ''
  return (
    <li className="gov-list__item">
      <a href={item.href}>{item.label}</a>
      {due ? <span className="gov-list__meta">{due}</span> : null}
    </li>
  )
}

const State = ({ card, t }: { card: DeskCard } & Pick<ViewContext, 't'>) => {
  if (card.overdue > 0) {
    return (
      <StateBadge tone="bad">
        {t('governance:overview:desk:overdue', counted(card.overdue, card.needsMe.overdueMore))}
      </StateBadge>
    )
  }
  if (card.needsMe.count > 0) {
    return (
      <StateBadge tone="wait">
        {t('governance:overview:desk:count', counted(card.needsMe.count, card.needsMe.more))}
      </StateBadge>
    )
  }
  return <StateBadge tone="good">{t('governance:overview:desk:calm')}</StateBadge>
}

const DeskCardView = ({ card, context }: { card: Desk['cards'][number]; context: ViewContext }) => {
  const { t, whenKept } = context
  const { count, items } = card.needsMe
  const rest = count - Math.min(items.length, SHOWN)
  const last = card.last
    ? t('governance:overview:desk:last', { text: card.last.text, when: whenKept(card.last.at) })
    : t('governance:overview:desk:never')
  return (
    <Card
      badge={<State card={card} t={t} />}
      footer={
        <>
          <span className="gov-card__last">{last}</span>
          {card.action ? <LinkButton href={card.action.href}>{card.action.label}</LinkButton> : null}
        </>
      }
      id={`gov-card-${card.key}`}
      need={card.overdue > 0 ? 'urgent' : count > 0 ? 'needs' : undefined}
      text={card.text}
      title={<a href={card.href}>{card.title}</a>}
    >
      {items.length > 0 ? (
        <List label={card.title}>
          {items.slice(0, SHOWN).map((item) => (
            <Item context={context} item={item} key={`${item.href} ${item.label}`} />
          ))}
          {rest > 0 ? (
            <li className="gov-list__item">
              <a href={card.href}>{t('governance:overview:desk:more', counted(rest, card.needsMe.more))}</a>
            </li>
          ) : null}
        </List>
      ) : null}
    </Card>
  )
}

/** The first thing after signing in: what needs this person, what is late, what the site did by itself. */
export const MyDesk = async (props: ServerProps) => {
  const req = await requestFor(props)
  if (!req) return null
  const searchParams = (props.searchParams ?? {}) as ViewContext['searchParams']
  const context = viewContext(req, searchParams)
  const { actor, t, read, href } = context
  if (actor.kind !== 'staff') return null
  if (searchParams.later === undefined && (await read<boolean>('overview', 'asked'))) {
    redirect(href('/governance/setup'))
  }
  const { locale, now, adminRoute, payload } = context
  const { cards, failed } = await read<Desk>('overview', 'desk', {
    payload,
    req,
    actor,
    t,
    locale,
    now,
    adminRoute,
  })
  const needs = cards.reduce((sum, card) => sum + card.needsMe.count, 0)
  const late = cards.reduce((sum, card) => sum + card.overdue, 0)
  const any = (of: 'more' | 'overdueMore'): boolean => cards.some(({ needsMe }) => needsMe[of])
  const said = [
    needs > 0 ? t('governance:overview:desk:needs', counted(needs, any('more'))) : '',
    late > 0 ? t('governance:overview:desk:late', counted(late, any('overdueMore'))) : '',
  ].filter(Boolean)
  return (
    <section aria-labelledby="gov-desk-title" className="gov-desk">
      <PageTitle title={tabTitle(payload.config, t('governance:overview:desk:title'))} />
      <h1 className="gov-desk__title" id="gov-desk-title">
        {t('governance:overview:desk:title')}
      </h1>
      {said.length > 0 ? <p className="gov-desk__subtitle">{said.join(' ')}</p> : null}
      {said.length === 0 ? (
        <EmptyState title={t('governance:overview:desk:nothing')}>
          {t('governance:overview:desk:nothingHint')}
        </EmptyState>
      ) : null}
      <Grid>
        {cards.map((card) => (
          <DeskCardView card={card} context={context} key={card.key} />
        ))}
        {failed.map((capability) => (
          <Card
            key={capability}
            text={t('governance:overview:desk:failed')}
            title={t('governance:overview:desk:failedTitle', { capability })}
          />
        ))}
      </Grid>
    </section>
  )
}
