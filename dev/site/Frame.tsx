import type { ReactNode } from 'react'

import { environment } from '../environment.js'
import { DemoBar } from './DemoBar.js'
import type { Locale } from './locales.js'
import { strings } from './strings.js'

interface Props {
  locale: Locale
  /** Path below the language, such as `/about`; the language switch leads to the same page. */
  path: string
  children: ReactNode
}

const Logo = () => (
  <svg aria-hidden="true" className="logo" height="36" viewBox="0 0 36 36" width="36">
    <circle cx="18" cy="18" fill="var(--accent)" r="18" />
    <path
      d="M6 20c4-4 8-4 12 0s8 4 12 0M9 26c3-3 6-3 9 0s6 3 9 0"
      fill="none"
      stroke="var(--accent-ink)"
      strokeLinecap="round"
      strokeWidth="2.5"
    />
    <circle cx="18" cy="11" fill="var(--accent-ink)" r="3.5" />
  </svg>
)

const NavLink = ({ href, label, path }: { href: string; label: string; path: string }) => (
  <li>
    <a aria-current={href.endsWith(path) && path !== '' ? 'page' : undefined} href={href}>
      {label}
    </a>
  </li>
)

/** Header, navigation and footer around one page of the public site. */
export const Frame = ({ locale, path, children }: Props) => {
  const t = strings[locale]
  const other = locale === 'en' ? 'fr' : 'en'
  const language = `?lang=${locale}`
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      {environment.isDemo ? <DemoBar locale={locale} /> : null}
      <header className="masthead">
        <div className="wide">
          <a className="brand" href={`/${locale}`}>
            <Logo />
            <span>{t.organization}</span>
          </a>
          <nav aria-label={t.mainNavigation}>
            <ul>
              <NavLink href={`/${locale}/about`} label={t.about} path={path} />
              <NavLink href={`/${locale}/services`} label={t.services} path={path} />
              <NavLink href={`/${locale}/posts`} label={t.news} path={path} />
              <NavLink href={`/${locale}/contact`} label={t.contact} path={path} />
              <li>
                <a className="language" href={`/${other}${path}`} hrefLang={other} lang={other}>
                  {t.otherLanguage}
                </a>
              </li>
            </ul>
          </nav>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="colophon">
        <div className="wide">
          <address>
            <strong>{t.organization}</strong>
            <br />
            {t.address}
            <br />
            {t.hours}
            <br />
            <a href="tel:+16135550142">{t.callUs}</a>
          </address>
          <nav aria-label={t.footerNavigation}>
            <ul>
              <li>
                <a href={`/api/info/notice${language}`}>{t.privacyNotice}</a>
              </li>
              <li>
                <a href={`/api/info/form/contact${language}`}>{t.contactForm}</a>
              </li>
              <li>
                <a href={`/api/info/message${language}`}>{t.reportContent}</a>
              </li>
              <li>
                <a href="/admin">{t.staffSignIn}</a>
              </li>
            </ul>
          </nav>
          <div>
            <p className="emergency">{t.emergency}</p>
            <p className="small">{t.invented}</p>
          </div>
        </div>
      </footer>
    </>
  )
}
