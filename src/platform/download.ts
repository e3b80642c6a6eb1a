/** Text that is written while it is sent: whatever its length, no more than one part is in memory. */
const bodyOf = (parts: AsyncIterator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await parts.return?.()
    },
  })
}

const KEPT_BY_NOBODY = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** An answer that tells of work while it goes on. */
export const linesOf = (type: string, parts: AsyncIterator<string>): Response =>
  new Response(bodyOf(parts), {
    // Compression would hold the lines back until there are enough of them.
    headers: { 'content-type': type, ...KEPT_BY_NOBODY, 'cache-control': 'no-store, no-transform' },
  })

/** A file of any length. */
export const downloadOf = (name: string, type: string, parts: AsyncIterator<string>): Response =>
  new Response(bodyOf(parts), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
      ...KEPT_BY_NOBODY,
    },
  })
