/**
 * What is written as it is said, and the words that it stands for, folded: phrases know only the usual spelling. None
 * is a word of the other language; words of the lists have their own spellings there.
 */
export const SPOKEN: ReadonlyMap<string, readonly string[]> = new Map(
  `vai vais|vait vais|jvai jvais|chte je te|jte je te|jtai je t ai|jvous je vous|jla je la|jle je le|jles je les|
   jsuis je suis|jai j ai|chui chu|chuis chu|jpeux je peux|jveux je veux|jvoudrais je voudrais|jdevrais je devrais|
   ki qui|koi quoi|kel quel|kelle quelle|kels quels|ptit petit|ptite petite|ptits petits|pti petit|tite petite|
   icitte ici|icite ici|qqun quelqu un|cest c est|twe toi|
   ppl people|yoo you|yew you|yaself yourself|dat that|yr your|stoopid stupid|stupit stupid|dum dumb|fugly ugly|
   friggin fucking|frigging fucking|freakin fucking|flippin fucking|frickin fucking|fricking fucking|
   shoulda should have|coulda could have|woulda would have`
    .split('|')
    .map((line): [string, string[]] => {
      const [said = '', ...meant] = line.trim().split(/\s+/)
      return [said, meant]
    }),
)
