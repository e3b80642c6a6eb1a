/** Browsers ask for it on the plugin's public pages, which name no icon of their own. */
export const GET = (): Response => new Response(null, { status: 308, headers: { Location: '/icon.svg' } })
