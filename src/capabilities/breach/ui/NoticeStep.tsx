import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow } from '../../../platform/ui/parts.js'
import { LANGUAGES, NOTICE_FIELDS } from '../noticeText.js'
import type { StepProps } from './AssessStep.js'
import { BreachForm } from './BreachForm.js'
import { Fact, K, More, Step } from './parts.js'

const HELP: readonly string[] = ['contact', 'complain']

const Write = ({ page, context: { t } }: StepProps) => (
  <BreachForm
    body={page.hash ? { seen: page.hash } : {}}
    columns
    done={t(`${K}:notice:done`)}
    groups={LANGUAGES.map((language) => ({
      legend: t(`${K}:notice:${language}`),
      fields: NOTICE_FIELDS.map((field) => ({
        name: `${language}-notice-${field}`,
        label: t(`${K}:notice:${field}`),
        ...(HELP.includes(field) ? { help: t(`${K}:notice:${field}Help`) } : {}),
        type: 'textarea' as const,
        maxLength: 4000,
        defaultValue: page.breach.notice?.[language][field] ?? '',
      })),
    }))}
    label={t(`${K}:notice:button`)}
    path={`/governance/breaches/${page.breach.id}/notice`}
  />
)

const Read = ({ page, context: { t } }: StepProps) => (
  <div className="gov-breach__columns">
    {LANGUAGES.map((language) => (
      <section aria-labelledby={`notice-${language}`} key={language}>
        <h3 id={`notice-${language}`}>{t(`${K}:notice:${language}`)}</h3>
        <dl className="gov-breach__notice" lang={language === 'fr' ? 'fr-CA' : 'en-CA'}>
          {NOTICE_FIELDS.map((field) => (
            <Fact key={field} label={t(`${K}:notice:${field}`)}>
              <span style={{ whiteSpace: 'pre-wrap' }}>{page.breach.notice![language][field]}</span>
            </Fact>
          ))}
        </dl>
      </section>
    ))}
  </div>
)

/** What still keeps the notice from being approved, and by whom. */
const statusOf = ({ page, context: { t, when } }: StepProps): string => {
  const { breach, gaps, isWriter, actions } = page
  if (!breach.notice) return t(`${K}:notice:none`)
  if (breach.approvedAt)
    return t(`${K}:notice:approved`, { when: when(breach.approvedAt), name: page.approvedBy })
  if (gaps.length > 0) {
    const fields = gaps.map((gap) => t(`governance:fields:${gap}`)).join('; ')
    return t(`${K}:notice:gaps`, { count: gaps.length, fields })
  }
  if (!actions.includes('approve')) return t(`${K}:notice:peopleFirst`)
  return t(`${K}:notice:${isWriter ? 'writer' : 'waits'}`)
}

/** The words of the notice in both languages, and the second person who reads them. */
export const NoticeStep = (props: StepProps) => {
  const { page, context } = props
  const { t } = context
  const { breach, actions, gaps, isWriter } = page
  const title = t(`${K}:notice:title`)
  if (breach.state === 'suspected' || breach.state === 'noRisk')
    return <Step id="breach-notice" later={t(`${K}:notice:later`)} title={title} />
  const mayWrite = actions.includes('write')
  return (
    <Step id="breach-notice" title={title}>
      <p>{t(`${K}:notice:intro`)}</p>
      <p>
        <strong>{statusOf(props)}</strong>
      </p>
      {breach.notice && gaps.length === 0 ? <Read {...props} /> : null}
      {actions.includes('approve') && breach.notice && gaps.length === 0 && !isWriter ? (
        <ButtonRow>
          <ActionButton
            body={{ hash: page.hash }}
            confirm={{
              title: t(`${K}:notice:approveTitle`),
              text: t(`${K}:notice:approveText`),
              confirmLabel: t(`${K}:notice:approve`),
              cancelLabel: t(`${K}:case:cancel`),
            }}
            done={t(`${K}:notice:approvedDone`)}
            label={t(`${K}:notice:approve`)}
            path={`/governance/breaches/${breach.id}/approve`}
          />
        </ButtonRow>
      ) : null}
      {mayWrite && gaps.length > 0 ? <Write {...props} /> : null}
      {mayWrite && gaps.length === 0 ? (
        <More label={t(`${K}:notice:edit`)}>
          <p>{t(`${K}:notice:editText`)}</p>
          <Write {...props} />
        </More>
      ) : null}
    </Step>
  )
}
