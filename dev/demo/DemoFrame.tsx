import type { ReactNode } from 'react'

import type { Locale } from '../site/locales.js'
import { demoStrings } from './strings.js'

interface Props {
  locale: Locale
  /** Path of this page with its query, without `lang`. */
  path: string
  title: string
  children: ReactNode
}

/** Around the demo's own pages: accounts, mails, clock. */
export const DemoFrame = ({ locale, path, title, children }: Props) => {
  const t = demoStrings[locale]
  const other = locale === 'en' ? 'fr' : 'en'
  const lang = `lang=${locale}`
  return (
    <div lang={`${locale}-CA`}>
      <title>{`${title} · Lakeshore`}</title>
      <header className="masthead">
        <div className="wide">
          <a className="brand" href={`/demo?${lang}`}>
            Lakeshore · {t.title}
          </a>
          <nav aria-label={t.pages}>
            <ul>
              <li>
                <a href={`/demo?${lang}`}>{t.desk}</a>
              </li>
              <li>
                <a href={`/demo/mail?${lang}`}>{t.mail}</a>
              </li>
              <li>
                <a href={`/demo/clock?${lang}`}>{t.clock}</a>
              </li>
              <li>
                <a href={`/${locale}`}>{t.site}</a>
              </li>
              <li>
                <a href="/admin">{t.admin}</a>
              </li>
              <li>
                <a
                  className="language"
                  href={`${path}${path.includes('?') ? '&' : '?'}lang=${other}`}
                  hrefLang={other}
                  lang={other}
                >
                  {t.otherLanguage}
                </a>
              </li>
            </ul>
          </nav>
        </div>
      </header>
      <main className="wide">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  )
}
