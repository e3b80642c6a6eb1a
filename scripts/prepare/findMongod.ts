/** Ends with 0 when mongodb-memory-server has a mongod or can download one. For prepare/mongod.mjs. */
import { findBinary } from '../../test/helpers/mongod.js'

const reason = await findBinary()
if (reason) console.error(reason)
process.exit(reason ? 1 : 0)
