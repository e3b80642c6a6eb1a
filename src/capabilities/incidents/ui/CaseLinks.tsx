import type { Ref } from '../../../kernel/ref.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, LinkButton } from '../../../platform/ui/parts.js'

/** What other capabilities begin from a case, such as a privacy breach. */
export const CaseLinks = async ({ about, context }: { about: Ref; context: ViewContext }) => {
  const { runtime } = context
  const links = (
    await Promise.all(
      runtime.capabilities.flatMap(({ linksAbout }) => (linksAbout ? [linksAbout(context, about)] : [])),
    )
  ).flat()
  if (links.length === 0) return null
  return (
    <ButtonRow>
      {links.map(({ label, href }) => (
        <LinkButton href={href} key={href} secondary>
          {label}
        </LinkButton>
      ))}
    </ButtonRow>
  )
}
