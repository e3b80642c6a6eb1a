/** Of the shape of a record: rises when a column gets another meaning. */
export const SCHEMA_VERSION = '1'
/** How a consent is withdrawn: by the link of its receipt, or by telephone. */
export const WITHDRAWAL = 'receipt-link,telephone'
