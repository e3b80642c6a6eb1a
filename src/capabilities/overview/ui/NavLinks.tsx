'use client'
import { Link, NavGroup } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'

export interface NavLinkItem {
  id: string
  href: string
  label: string
}

/** In the look of Payload's own navigation. The page that is open is not a link, as there. */
export const NavLinks = ({ label, links }: { label: string; links: NavLinkItem[] }) => {
  const path = usePathname()
  return (
    <NavGroup label={label}>
      {links.map(({ id, href, label: text }) => {
        const open = path === href
        const content = (
          <>
            {open ? <div className="nav__link-indicator" /> : null}
            <span className="nav__link-label">{text}</span>
          </>
        )
        return open ? (
          <div aria-current="page" className="nav__link" id={id} key={href}>
            {content}
          </div>
        ) : (
          <Link className="nav__link" href={href} id={id} key={href} prefetch={false}>
            {content}
          </Link>
        )
      })}
    </NavGroup>
  )
}
