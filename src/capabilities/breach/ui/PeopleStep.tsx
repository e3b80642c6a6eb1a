import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { type Counts, unreached } from '../counts.js'
import type { Criteria } from '../domain.js'
import type { StepProps } from './AssessStep.js'
import { Fact, K, More, Step } from './parts.js'
import { SearchForm } from './SearchForm.js'
import { Working } from './Working.js'

const criteriaIn = ({ t, when }: ViewContext, criteria: Criteria): string => {
  const { form, formTitle, from, to, field, records } = criteria
  if (records) return t(`${K}:people:byChosen`, { count: records.length })
  return [
    form ? t(`${K}:people:byForm`, { form: formTitle ?? '' }) : t(`${K}:people:byEvery`),
    from
      ? t(`${K}:people:bySpan`, { from: when(from, false), to: when(to, false) })
      : t(`${K}:people:byEnd`, { to: when(to, false) }),
    ...(field ? [t(`${K}:people:byField`, { field: field.label, value: field.value })] : []),
  ].join(', ')
}

const Found = ({ counts, t }: { counts: Counts } & Pick<ViewContext, 't'>) => {
  const some = (count: number): null | string => (count > 0 ? String(count) : null)
  const deleted =
    counts.deleted === counts.deletedMost
      ? some(counts.deleted)
      : t(`${K}:people:deletedRange`, { least: counts.deleted, most: counts.deletedMost })
  return (
    <>
      <p>{t(`${K}:people:records`, { count: counts.records })}</p>
      <dl className="gov-breach__facts">
        <Fact label={t(`${K}:people:reach`)}>
          <strong>{counts.people}</strong>
        </Fact>
        <Fact label={t(`${K}:people:unsafe`)}>{some(counts.unsafe)}</Fact>
        <Fact label={t(`${K}:people:unasked`)}>{some(counts.unasked)}</Fact>
        <Fact label={t(`${K}:people:noAddress`)}>{some(counts.noAddress)}</Fact>
        <Fact label={t(`${K}:people:gone`)}>{some(counts.gone)}</Fact>
        <Fact label={t(`${K}:people:deleted`)}>{deleted}</Fact>
      </dl>
      {counts.untold ? <p>{t(`${K}:people:untold`)}</p> : null}
      {unreached(counts) > 0 ? <p>{t(`${K}:people:otherWays`)}</p> : null}
    </>
  )
}

const TEXTS = [
  ...(['button', 'choose', 'done', 'everyForm', 'field', 'form', 'from'] as const),
  ...(['noField', 'records', 'recordsHelp', 'to', 'value', 'valueHelp'] as const),
]

const Search = ({ page, context: { t } }: StepProps) => (
  <SearchForm
    path={`/governance/breaches/${page.breach.id}/search`}
    sources={page.sources}
    texts={
      Object.fromEntries(
        // The button of a form says what it does; `records` in a count is another word.
        TEXTS.map((key) => [key, t(`${K}:people:${key === 'records' ? 'chosen' : key}`)]),
      ) as Parameters<typeof SearchForm>[0]['texts']
    }
  />
)

/** Who is concerned, found in the data itself, and who cannot be reached. */
export const PeopleStep = (props: StepProps) => {
  const { page, context } = props
  const { t } = context
  const { breach, actions } = page
  const title = t(`${K}:people:title`)
  if (breach.state === 'suspected' || breach.state === 'noRisk')
    return <Step id="breach-people" later={t(`${K}:people:later`)} title={title} />
  const may = actions.includes('search')
  return (
    <Step id="breach-people" title={title}>
      <p>{t(`${K}:people:intro`)}</p>
      {breach.criteria ? (
        <p>{t(`${K}:people:criteria`, { what: criteriaIn(context, breach.criteria) })}</p>
      ) : null}
      {breach.state === 'searching' ? (
        <Working
          done={page.searched?.looked ?? 0}
          text={t(`${K}:people:searching`)}
          total={page.searched?.total ?? 0}
          words={t(`${K}:people:looked`, { ...(page.searched ?? { looked: 0, total: 0 }) })}
        />
      ) : null}
      {breach.counts ? <Found counts={breach.counts} t={t} /> : null}
      {may && breach.counts ? (
        <More label={t(`${K}:people:again`)}>
          <p>{t(`${K}:people:againText`)}</p>
          <Search {...props} />
        </More>
      ) : null}
      {may && !breach.counts ? <Search {...props} /> : null}
    </Step>
  )
}
