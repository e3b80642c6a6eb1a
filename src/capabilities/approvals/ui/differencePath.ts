/** Address of "What changed?" below the admin route; `href()` and `formatAdminURL` put the route before it. */
export const differencePath = (
  document: { kind: 'collection'; slug: string; id: number | string } | { kind: 'global'; slug: string },
): `/${string}` =>
  document.kind === 'global'
    ? `/governance/approvals/difference/globals/${document.slug}`
    : `/governance/approvals/difference/collections/${document.slug}/${encodeURIComponent(String(document.id))}`

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Back from the segments of such an address. */
export const documentIn = (
  segments: readonly string[],
): { kind: 'collection' | 'global'; slug: string; id?: string } => {
  const [kind, slug = '', id = ''] = segments.slice(3)
  return kind === 'globals' ? { kind: 'global', slug } : { kind: 'collection', slug, id: decoded(id) }
}
