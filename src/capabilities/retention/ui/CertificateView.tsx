import type { AdminViewServerProps } from 'payload'
import type { ReactNode } from 'react'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import { mayDecide, WORKERS } from '../domain.js'
import type { BeyondView } from '../attestations.js'
import type { CertificateView as Certificate } from '../reads.js'
import { placeName } from './AttestCards.js'
import { PrintButton } from './PrintButton.js'
import { VerifyButton } from './VerifyButton.js'
import './retention.css'

const K = 'governance:retention:certificate'

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)

const F = 'governance:footprint'

/** Stores that were searched besides the records themselves, the empty ones too. */
const Stores = ({ stores, t }: { stores: Readonly<Record<string, number>> } & Pick<ViewContext, 't'>) => (
  <>
    <h3 className="gov-certificate__part">{t(`${F}:stores`)}</h3>
    <p>{t(`${F}:storesText`)}</p>
    <dl className="gov-certificate">
      {Object.entries(stores).map(([key, count]) => (
        <Fact key={key} label={t(`${F}:store:${key}`)}>
          {count}
        </Fact>
      ))}
    </dl>
  </>
)

const Beyond = ({ places, context }: { places: BeyondView[]; context: ViewContext }) => {
  const { t, when } = context
  return (
    <>
      <h3 className="gov-certificate__part">{t(`${F}:beyond:title`)}</h3>
      <p>{t(`${F}:beyond:text`)}</p>
      <dl className="gov-certificate">
        {places.map((place) => (
          <Fact key={place.key} label={placeName(context, place)}>
            {t(`${F}:beyond:until`, { when: when(place.until, false) })} ·{' '}
            {place.confirmed ? (
              <>
                {t(`${F}:beyond:confirmed`, {
                  by: place.confirmed.by,
                  when: when(place.confirmed.at, false),
                })}
                <br />
                {t(`${F}:beyond:note`, { note: place.confirmed.note })}
              </>
            ) : (
              t(`${F}:beyond:open`)
            )}
          </Fact>
        ))}
      </dl>
    </>
  )
}

/** Nothing is left, or so many files are that could not be deleted yet. */
const statement = (t: ViewContext['t'], left: number): string => {
  if (left === 0) return t(`${K}:statement`)
  return left === 1 ? t(`${K}:filesLeftOne`) : t(`${K}:filesLeft`, { count: left })
}

/** Who decides may have it reckoned anew: the whole ledger is walked for that. */
const Doing = (props: { number: string; context: ViewContext; children: ReactNode }) => {
  const { t, actor } = props.context
  if (!mayDecide(actor)) return <ButtonRow>{props.children}</ButtonRow>
  const word = (key: string): string => t(`governance:retentionSafety:certificate:${key}`)
  return (
    <VerifyButton
      path={`/governance/retention/certificates/${encodeURIComponent(props.number)}/verify`}
      words={{ button: word('verify'), verifying: word('verifying') }}
    >
      {props.children}
    </VerifyButton>
  )
}

const page = (number: string) => async (context: ViewContext) => {
  const { t, read, when, href } = context
  const back = (
    <LinkButton href={href('/governance/worklist')} secondary>
      {t(`${K}:back`)}
    </LinkButton>
  )
  const found = await read<Certificate | null>('retention', 'certificate', { number, locale: context.locale })
  if (!found) return <EmptyState title={t(`${K}:missing`)}>{back}</EmptyState>
  const window =
    found.windowFrom && found.windowTo
      ? t(`${K}:windowText`, { from: when(found.windowFrom, false), to: when(found.windowTo, false) })
      : ''
  return (
    <article>
      <h2>{t(`${K}:heading`, { number: found.number })}</h2>
      <p>{statement(t, found.filesLeft)}</p>
      <dl className="gov-certificate">
        <Fact label={t(`${K}:collection`)}>{found.collection}</Fact>
        <Fact label={t(`${K}:rule`)}>{found.rule}</Fact>
        <Fact label={t(`${K}:clause`)}>{found.clause}</Fact>
        <Fact label={t(`${K}:reason`)}>{t(`${K}:${found.reason}`)}</Fact>
        {window ? <Fact label={t(`${K}:window`)}>{window}</Fact> : null}
        <Fact label={t(`${K}:rows`)}>{found.rows}</Fact>
        <Fact label={t(`${K}:versions`)}>{found.versions}</Fact>
        <Fact label={t(`${K}:uploads`)}>{found.uploads}</Fact>
        <Fact label={t(`${K}:files`)}>{found.files}</Fact>
        {found.counted > 0 ? (
          <Fact label={t('governance:statistics:certificate')}>{found.counted}</Fact>
        ) : null}
        {found.failures > 0 ? <Fact label={t(`${K}:failures`)}>{found.failures}</Fact> : null}
        {found.held > 0 ? <Fact label={t(`${K}:held`)}>{found.held}</Fact> : null}
        {found.filesThen > 0 ? <Fact label={t(`${K}:filesThen`)}>{found.filesThen}</Fact> : null}
        <Fact label={t(`${K}:ran`)}>{when(found.endedAt)}</Fact>
        <Fact label={t(`${K}:by`)}>{found.by || t(`${K}:system`)}</Fact>
        {found.ledgerHead ? (
          <Fact label={t('governance:retentionSafety:certificate:ledgerHead')}>
            <code>{found.ledgerHead}</code>
          </Fact>
        ) : null}
        <Fact label={t(`${K}:digest`)}>
          <code>{found.digest}</code>
        </Fact>
      </dl>
      {found.stores ? <Stores stores={found.stores} t={t} /> : null}
      {found.beyond.length > 0 ? (
        <Beyond context={context} places={found.beyond} />
      ) : (
        <p>{t(`${K}:beyond`)}</p>
      )}
      <Doing context={context} number={found.number}>
        <PrintButton label={t(`${K}:print`)} />
        {back}
      </Doing>
    </article>
  )
}

/** One certificate, to read and to print. */
export const CertificateView = (props: AdminViewServerProps) => {
  const segments = props.params?.segments
  const number = Array.isArray(segments) ? (segments.at(-1) ?? '') : ''
  return (
    <GovernanceView {...props} roles={WORKERS} title={`${K}:title`}>
      {page(number)}
    </GovernanceView>
  )
}
