import { clockIsMoved, demoNow, timeZone } from '../clock.js'
import type { Locale } from './locales.js'
import { strings } from './strings.js'

/** The demo clock's time in words, in the organization's time zone. */
export const timeInWords = (locale: Locale, at: Date = demoNow()): string =>
  new Intl.DateTimeFormat(`${locale}-CA`, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at)

/** A strip above the public site, in the demo only: what the clock says and where the mails are. */
export const DemoBar = ({ locale }: { locale: Locale }) => {
  const t = strings[locale]
  return (
    <aside aria-label={t.demo} className="demo-bar">
      <div className="wide">
        <a href={`/demo?lang=${locale}`}>{t.demoDesk}</a>
        <a href={`/demo/mail?lang=${locale}`}>{t.demoMail}</a>
        <a href={`/demo/clock?lang=${locale}`}>
          {t.demoClock} · {timeInWords(locale)}
          {clockIsMoved() ? ' *' : ''}
        </a>
      </div>
    </aside>
  )
}
