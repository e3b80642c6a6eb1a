import { demoAccounts, demoPassword } from '../../../demo/accounts.js'
import { DemoFrame } from '../../../demo/DemoFrame.js'
import { firstSteps } from '../../../demo/firstSteps.js'
import { readQuery, requireDemo, type SearchParams } from '../../../demo/guard.js'
import { demoStrings } from '../../../demo/strings.js'

export default async function DemoDesk({ searchParams }: { searchParams: SearchParams }) {
  requireDemo()
  const { locale, query } = await readQuery(searchParams)
  const t = demoStrings[locale]
  return (
    <DemoFrame locale={locale} path="/demo" title={t.desk}>
      {query('failed') ? (
        <p className="notice" role="alert">
          {t.signInFailed}
        </p>
      ) : null}
      <p>{t.intro}</p>
      <h2>{t.accounts}</h2>
      <p>
        {t.accountsHint} <code>{demoPassword}</code>
      </p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.role}</th>
              <th scope="col">{t.name}</th>
              <th className="desk-only" scope="col">
                {t.email}
              </th>
              <th scope="col">{t.signIn}</th>
            </tr>
          </thead>
          <tbody>
            {demoAccounts.map(({ key, name, email, roles }) => (
              <tr key={key}>
                <th scope="row">{roles.map((role) => t.roles[role] ?? role).join(', ')}</th>
                <td>{name}</td>
                <td className="desk-only">{email}</td>
                <td>
                  <form action="/demo/sign-in" method="post">
                    <input name="lang" type="hidden" value={locale} />
                    <button aria-label={`${t.signInAs} ${name}`} name="account" value={key}>
                      {t.signIn}
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small">
        {t.member} <code>member@lakeshore.example</code>.
      </p>
      <h2>{t.firstSteps}</h2>
      <ol>
        {firstSteps.map((step) => (
          <li key={step.en}>{step[locale]}</li>
        ))}
      </ol>
    </DemoFrame>
  )
}
