import data from './accounts.json' with { type: 'json' }

export interface DemoAccount {
  key: string
  email: string
  name: string
  /** Governance role codes. */
  roles: string[]
}

/** One account per role; everybody shares one password, which is why this belongs to the demo only. */
export const demoAccounts: DemoAccount[] = data.accounts
export const demoPassword: string = data.password

export const accountFor = (key: string): DemoAccount | undefined =>
  demoAccounts.find((account) => account.key === key)
