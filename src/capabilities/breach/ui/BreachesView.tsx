import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, EmptyState, Grid, LinkButton, List, ListItem } from '../../../platform/ui/parts.js'
import { BREACH_ROLES } from '../domain.js'
import type { BreachItem, BreachList } from '../reads.js'
import { BreachBadge, clockWords, K } from './parts.js'
import './breach.css'

const SHOWN = 160

/** Which one it is; all of it stands on its page. */
const shortened = (summary: string): string =>
  summary.length > SHOWN ? `${summary.slice(0, SHOWN).trimEnd()}…` : summary

const peopleIn = ({ t }: ViewContext, { state, counts }: BreachItem['breach']): string =>
  state === 'notifying' || state === 'notified'
    ? t(`${K}:send:progress`, { told: counts!.told, people: counts!.people })
    : t(`${K}:list:people`, { count: counts!.people })

const OpenBreach = ({ item, context }: { item: BreachItem; context: ViewContext }) => {
  const { t, when, href, locale } = context
  const { breach, clocks } = item
  const running = clocks.filter((clock) => clock.running)
  return (
    <Card
      badge={<BreachBadge state={breach.state} t={t} />}
      level={3}
      need={running.some(({ overdue }) => overdue) ? 'urgent' : running.length > 0 ? 'needs' : undefined}
      text={[
        t(`${K}:list:discovered`, { when: when(breach.discoveredAt) }),
        ...(breach.counts ? [peopleIn(context, breach)] : []),
      ].join(' · ')}
      title={
        <a href={href(`/governance/breaches/${breach.id}`)}>
          {t(`${K}:case:heading`, { number: breach.number })}
        </a>
      }
    >
      <p className="gov-breach__summary">{shortened(breach.summary)}</p>
      {running.length > 0 ? (
        <ul className="gov-list">
          {running.map((clock) => (
            <li key={clock.key}>
              {clock.label[locale]}
              <div className="gov-list__meta">{clockWords(context, clock)}</div>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  )
}

const Lists = async (context: ViewContext) => {
  const { t, when, href, read } = context
  const { open, closed } = await read<BreachList>('breach', 'list')
  return (
    <>
      <ButtonRow>
        <LinkButton href={href('/governance/breaches/declare')}>{t(`${K}:declare:title`)}</LinkButton>
        <LinkButton href={href('/governance/breaches/register')} secondary>
          {t(`${K}:list:register`)}
        </LinkButton>
      </ButtonRow>
      {open.length === 0 ? (
        <EmptyState title={t(`${K}:list:emptyTitle`)}>{t(`${K}:list:emptyText`)}</EmptyState>
      ) : (
        <section aria-labelledby="open-breaches">
          <h2 id="open-breaches">{t(`${K}:list:open`, { count: open.length })}</h2>
          <Grid>
            {open.map((item) => (
              <OpenBreach context={context} item={item} key={item.breach.number} />
            ))}
          </Grid>
        </section>
      )}
      {closed.length > 0 ? (
        <section aria-labelledby="closed-breaches">
          <h2 id="closed-breaches">{t(`${K}:list:closed`, { count: closed.length })}</h2>
          <List>
            {closed.map(({ breach }) => (
              <ListItem
                key={breach.number}
                meta={t(`${K}:list:discovered`, { when: when(breach.discoveredAt) })}
              >
                <a href={href(`/governance/breaches/${breach.id}`)}>
                  {t(`${K}:case:heading`, { number: breach.number })}
                </a>
                <div>{shortened(breach.summary)}</div>
              </ListItem>
            ))}
          </List>
        </section>
      ) : null}
    </>
  )
}

/** S2-09: what is open, with the clocks that run. */
export const BreachesView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:intro`} roles={BREACH_ROLES} title={`${K}:title`}>
    {Lists}
  </GovernanceView>
)
