import type { UIFieldServerProps } from 'payload'

import { List } from '../../../platform/ui/parts.js'
import { viewContext } from '../../../platform/ui/viewContext.js'
import type { RecordView } from '../reads.js'
import { ConsentLine, K } from './parts.js'
import './consents.css'

/** At a message: what its sender agreed to and what not, for whoever answers it. */
export const ConsentsOfMessage = async ({ req, id, collectionSlug }: UIFieldServerProps) => {
  if (!id) return null
  const context = viewContext(req)
  const { records, decides, shown } = await context.read<{
    records: boolean
    decides: boolean
    shown: RecordView[]
  }>('consents', 'ofMessage', { subject: `${collectionSlug}:${id}`, locale: context.locale })
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="consents-of-message" className="field-type gov-consents__message">
      <h2 className="gov-card__title" id="consents-of-message">
        {context.t(`${K}:atMessage`)}
      </h2>
      <List>
        {shown.map((one) => (
          <ConsentLine context={context} decides={decides} key={one.record} one={one} records={records} />
        ))}
      </List>
    </section>
  )
}
