import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { Window } from 'happy-dom'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run: (node: unknown, options: object) => Promise<{ violations: { id: string; help: string }[] }>
}

/**
 * What axe finds in the HTML of a mail, its advice on good practice included; empty is good. In a window of its own,
 * which leaves no `document` behind in a process that other tests share. Colours are those of the mail program.
 */
export const mailBarriers = async (html: string): Promise<string[]> => {
  const window = new Window({
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  })
  try {
    window.document.write(html)
    window.eval(axe)
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(
      window.document.documentElement,
      {
        rules: { 'color-contrast': { enabled: false } },
      },
    )
    return violations.map(({ id, help }) => `${id}: ${help}`)
  } finally {
    await window.happyDOM.close()
  }
}
