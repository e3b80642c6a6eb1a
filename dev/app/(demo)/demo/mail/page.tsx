import { demoAccounts } from '../../../../demo/accounts.js'
import { DemoFrame } from '../../../../demo/DemoFrame.js'
import { readQuery, requireDemo, type SearchParams } from '../../../../demo/guard.js'
import { demoStrings } from '../../../../demo/strings.js'
import { listMails } from '../../../../mail/store.js'
import { timeInWords } from '../../../../site/DemoBar.js'

export default async function Mails({ searchParams }: { searchParams: SearchParams }) {
  requireDemo()
  const { locale, query } = await readQuery(searchParams)
  const t = demoStrings[locale]
  const to = query('to')?.trim() ?? ''
  const [all, shown] = await Promise.all([listMails(), listMails(to)])
  const addresses = [
    ...new Set([...demoAccounts.map(({ email }) => email), ...all.flatMap((mail) => mail.to), to]),
  ].filter(Boolean)
  const path = to ? `/demo/mail?to=${encodeURIComponent(to)}` : '/demo/mail'
  return (
    <DemoFrame locale={locale} path={path} title={t.mailTitle}>
      <form action="/demo/mail" className="row" method="get">
        <input name="lang" type="hidden" value={locale} />
        <div>
          <label htmlFor="to">{t.filter}</label>
          <select defaultValue={to} id="to" name="to">
            <option value="">{t.everyone}</option>
            {addresses.map((address) => (
              <option key={address} value={address}>
                {address}
              </option>
            ))}
          </select>
        </div>
        <button>{t.show}</button>
      </form>
      {shown.length === 0 ? (
        <p>{to ? t.mailNoneFor : t.mailNone}</p>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t.received}</th>
                <th scope="col">{t.to}</th>
                <th scope="col">{t.subject}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((mail) => (
                <tr key={mail.id}>
                  <td>
                    <time dateTime={mail.receivedAt}>{timeInWords(locale, new Date(mail.receivedAt))}</time>
                  </td>
                  <td>{mail.to.join(', ')}</td>
                  <td>
                    <a href={`/demo/mail/${mail.id}?lang=${locale}`}>{mail.subject || t.noSubject}</a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </DemoFrame>
  )
}
