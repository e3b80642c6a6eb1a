import { StateBadge } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { ChainState as State } from '../verifying.js'
import { ledgerAddress } from './EntryDays.js'
import { VerifyButton } from './VerifyButton.js'

const K = 'governance:ledgerScreen:chain'
/** As many findings as one reads at once. */
const SHOWN = 5

const Broken = ({ findings, context }: { findings: State['findings']; context: ViewContext }) => {
  const { t } = context
  return (
    <div role="alert">
      <ul>
        {findings.slice(0, SHOWN).map(({ at, problem, name }) => (
          <li key={`${at} ${problem} ${name ?? ''}`}>
            {t(`governance:ledger:found:${problem}`, { at })}{' '}
            <a
              aria-label={t(`${K}:openNumber`, { number: at })}
              href={ledgerAddress(context, { number: String(at) })}
            >
              {t(`${K}:open`)}
            </a>
          </li>
        ))}
      </ul>
      {findings.length > SHOWN ? <p>{t(`${K}:more`, { count: findings.length - SHOWN })}</p> : null}
      <p>{t(`${K}:brokenText`)}</p>
    </div>
  )
}

/** How many entries are sealed, whether they are whole, and which head was kept outside. */
export const ChainState = async ({ context }: { context: ViewContext }) => {
  const { t, read, when, locale } = context
  const { sealed, unsealed, exported, verifiedAt, findings } = await read<State>('ledger', 'chain')
  const number = (value: number): string => new Intl.NumberFormat(`${locale}-CA`).format(value)
  const broken = findings.length > 0
  const whole = !broken && verifiedAt !== null
  const sentences = [
    broken ? '' : verifiedAt ? t(`${K}:checkedAt`, { when: when(verifiedAt) }) : t(`${K}:neverChecked`),
    exported
      ? t(`${K}:exported`, { number: number(exported.sequence), hash: `${exported.hash.slice(0, 12)}…` })
      : t(`${K}:notExported`),
    unsealed === 1 ? t(`${K}:tailOne`) : unsealed > 1 ? t(`${K}:tail`, { count: number(unsealed) }) : '',
  ]
  return (
    <section
      aria-label={t(`${K}:label`)}
      className={`gov-card${broken ? ' gov-card--urgent' : ''}`}
      id="governance-ledger-chain"
    >
      <div className="gov-card__head">
        <h2 className="gov-card__title">
          {sealed === 0 ? t(`${K}:none`) : t(`${K}:${whole ? 'whole' : 'sealed'}`, { count: number(sealed) })}
        </h2>
        {broken ? <StateBadge tone="bad">{t(`${K}:broken`)}</StateBadge> : null}
      </div>
      {broken ? <Broken context={context} findings={findings} /> : null}
      <p className="gov-card__text">{sentences.filter(Boolean).join(' ')}</p>
      <VerifyButton />
    </section>
  )
}
