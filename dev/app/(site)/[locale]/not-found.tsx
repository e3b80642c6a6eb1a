import { strings } from '../../../site/strings.js'

/** In both languages, because an address that does not exist says nothing about its reader. */
export default function NotFound() {
  return (
    <main className="narrow" id="content">
      <title>{`${strings.en.notFoundTitle} · ${strings.fr.notFoundTitle}`}</title>
      {(['en', 'fr'] as const).map((locale) => (
        <section key={locale} lang={locale}>
          <h1>{strings[locale].notFoundTitle}</h1>
          <p>{strings[locale].notFound}</p>
          <p>
            <a href={`/${locale}`}>{strings[locale].backHome}</a>
          </p>
        </section>
      ))}
    </main>
  )
}
