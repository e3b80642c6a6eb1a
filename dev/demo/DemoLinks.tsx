import { demoNow } from '../clock.js'
import { environment } from '../environment.js'
import { timeInWords } from '../site/DemoBar.js'
import { isLocale, type Locale } from '../site/locales.js'
import { strings } from '../site/strings.js'

const link = { display: 'block', padding: '0.2rem 0' } as const

/** In the admin navigation, in the demo only: the mails and the clock. */
export const DemoLinks = ({ i18n }: { i18n: { language: string } }) => {
  if (!environment.isDemo) return null
  const locale: Locale = isLocale(i18n.language) ? i18n.language : 'en'
  const t = strings[locale]
  return (
    <div style={{ marginTop: 'var(--base)', fontSize: '0.85rem' }}>
      <strong>{t.demo}</strong>
      <a href={`/demo?lang=${locale}`} style={link}>
        {t.demoDesk}
      </a>
      <a href={`/demo/mail?lang=${locale}`} style={link}>
        {t.demoMail}
      </a>
      <a href={`/demo/clock?lang=${locale}`} style={link}>
        {t.demoClock} · {timeInWords(locale, demoNow())}
      </a>
    </div>
  )
}
