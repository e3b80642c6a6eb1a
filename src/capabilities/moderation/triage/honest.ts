import { isVerb } from './contexts.js'
import { HONEST_PHRASES } from './lists/names.js'
import type { Token } from './token.js'

/** Which words stand in an honest phrase: Moby Dick, spic and span, tapette à mouches. */
export const honestAt = (tokens: readonly Token[]): boolean[] => {
  const honest = new Array<boolean>(tokens.length).fill(false)
  for (let at = 0; at < tokens.length; at += 1) {
    if (isVerb(tokens, at)) honest[at] = true
    const phrases = BY_FIRST.get(tokens[at]!.word)
    if (!phrases) continue
    for (const words of phrases)
      if (words.every((word, index) => tokens[at + index]?.word === word && !tokens[at + index]!.disguised))
        for (let index = 0; index < words.length; index += 1) honest[at + index] = true
  }
  return honest
}

const BY_FIRST: ReadonlyMap<string, readonly (readonly string[])[]> = HONEST_PHRASES.reduce((map, phrase) => {
  const words = phrase.split(' ')
  map.set(words[0]!, [...(map.get(words[0]!) ?? []), words])
  return map
}, new Map<string, string[][]>())
