import type { Where } from 'payload'

import { type Differences, never } from './differences.js'

const CONFLICT = 'TransientTransactionError'

/** Of Payload's adapter what is needed here. */
interface Mongoose {
  collections: Record<string, undefined | Model>
  versions: Record<string, undefined | Model>
  sessions: Record<string, unknown>
}
interface Model {
  updateOne: (query: object, change: object, options: object) => Promise<unknown>
  collection: {
    createIndex: (fields: Record<string, 1>) => Promise<unknown>
    findOne: (where: object, options: { projection: object }) => Promise<object | null>
  }
}

export const mongodb: Differences = {
  adapter: 'mongoose',
  // One statement as it is; and a document that goes changes nothing of its versions.
  deleteVersions: (db, { collection, ids, req }) =>
    db.deleteVersions({ collection, where: { parent: { in: ids } }, req }),
  versionsStay: true,
  setInVersion: async (db, { collection, id, fields, req }) => {
    const { sessions, versions } = db as unknown as Mongoose
    const session = req.transactionID ? sessions[String(await req.transactionID)] : undefined
    const change = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`version.${name}`, value]),
    )
    await versions[collection]?.updateOne({ _id: id }, { $set: change }, { session, timestamps: false })
  },
  deleteDocuments: (db, { collection, ids, createdTo, req }) =>
    db.deleteMany({
      collection,
      where: {
        and: [{ id: { in: ids } }, ...(createdTo ? [{ createdAt: { less_than_equal: createdTo } }] : [])],
      },
      req,
    }),
  // Payload asks it for the fields that are wanted, and lists are values here.
  lookUp: async () => null,
  countAmong: async () => null,
  filled: async (db, collections) => {
    const known = (db as unknown as Mongoose).collections
    const first = await Promise.all(
      collections.map(async (slug) => known[slug]?.collection.findOne({}, { projection: { _id: 1 } })),
    )
    return new Set(collections.filter((slug, at) => !known[slug] || first[at]))
  },
  // It refuses at once.
  limitWait: async () => undefined,
  indexPointer: async (db, { collection, path }) => {
    const { collections, versions } = db as unknown as Mongoose
    await collections[collection]?.collection.createIndex({ [path]: 1 })
    await versions[collection]?.collection.createIndex({ [`version.${path}`]: 1 })
  },
  isUniqueViolation: ({ code }) => code === 11000,
  // Of two transactions that write one row the second is refused, with a label or, on its own, by code.
  isWriteConflict: (error) =>
    Boolean(error.errorLabels?.includes(CONFLICT)) ||
    Boolean(error.hasErrorLabel?.(CONFLICT)) ||
    error.code === 112 ||
    /write ?conflict/i.test(String(error.message)),
  // Mongoose, on what is no id.
  isNoValue: ({ name }) => name === 'CastError' || name === 'BSONError',
  // It makes a collection when it is first written to.
  isUnmigrated: never,
  // It quotes the key that was taken, which is one of ours and no word of anybody.
  removeValues: () => undefined,
}

/** Without a condition it would estimate a count, which it refuses inside a transaction. */
export const everyRow: Where = { id: { exists: true } }
