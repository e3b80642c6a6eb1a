import type { Locale } from '../site/locales.js'
import steps from './firstSteps.json' with { type: 'json' }

/** Where to click first: one line per promise. Shown on /demo and printed by scripts/dev.mjs. */
export const firstSteps: Record<Locale, string>[] = steps
