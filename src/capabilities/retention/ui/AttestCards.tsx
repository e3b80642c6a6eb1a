import { inLanguage } from '../../../kernel/labels.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { Card } from '../../../platform/ui/parts.js'
import type { DueAttestation } from '../attestations.js'

const K = 'governance:footprint'
const OWN = ['backups', 'logs', 'mail']

type Place = { key: string; label?: { en: string; fr: string } }

/** The host's own word for it first. */
export const placeName = ({ t, locale }: Pick<ViewContext, 'locale' | 't'>, { key, label }: Place): string =>
  inLanguage(label, locale, OWN.includes(key) ? t(`${K}:beyond:${key}`) : key)

/** What was deleted should be gone elsewhere by now: somebody looks and confirms. */
export const AttestCard = ({ due, context }: { due: DueAttestation; context: ViewContext }) => {
  const { t, when } = context
  const place = placeName(context, { key: due.place, label: due.label })
  const word = (key: string): string => t(`${K}:attest:${key}`, { place })
  return (
    <Card
      footer={
        <ActionButton
          body={{ place: due.place, through: due.through }}
          confirm={{
            title: word('confirmTitle'),
            text: word('confirmText'),
            confirmLabel: word('confirm'),
            cancelLabel: word('cancel'),
            fields: [
              { name: 'note', label: word('note'), type: 'textarea', required: true, maxLength: 2000 },
            ],
          }}
          done={word('done')}
          label={word('button')}
          path="/governance/retention/attestations"
        />
      }
      need="needs"
      text={t(`${K}:attest:text`, {
        count: due.certificates,
        through: when(due.through, false),
        until: when(due.until, false),
      })}
      title={word('title')}
    />
  )
}
