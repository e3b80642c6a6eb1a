import path from 'node:path'

/**
 * What the demo reads from its environment, once. `scripts/dev.mjs` sets all of it;
 * the defaults let the Payload command line and `next build` run without it.
 */
const demoDir = path.resolve(/*turbopackIgnore: true*/ process.env.DEMO_DIR || '.demo')

export const environment = {
  /** Everything that the demo writes: database file, mails, uploads, clock, secret. */
  demoDir,
  mailDir: path.join(demoDir, 'mail'),
  clockFile: path.join(demoDir, 'clock.json'),
  mediaDir: path.join(demoDir, 'media'),
  attachmentsDir: path.join(demoDir, 'attachments'),
  /** Demo pages, demo clock and one-click sign-in exist only with GOVERNANCE_DEMO=1. */
  isDemo: process.env.GOVERNANCE_DEMO === '1',
  /** True in the process that fills the database: what it starts must not run on while the site starts. */
  isPreparing: process.env.GOVERNANCE_PREPARING === '1',
  databaseURI: process.env.DATABASE_URI || `file:${path.join(demoDir, 'demo.db')}`,
  smtpPort: Number(process.env.SMTP_PORT) || 1025,
  serverURL: process.env.DEMO_URL || 'http://127.0.0.1:3000',
  /** Only types and import maps are made without a secret; the runner always sets one. */
  secret: process.env.PAYLOAD_SECRET || 'not-a-secret-only-for-code-generation',
}
