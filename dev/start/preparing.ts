// Imported first, before the environment is read.
process.env.GOVERNANCE_PREPARING = '1'
