import { wordsOf } from './entry.js'

const set = (list: string): ReadonlySet<string> => new Set(wordsOf(list))

/**
 * Words that hurt only beside others; phrases.ts says beside which. Names of groups are no bad words: they stand here
 * because contempt is said of them.
 */
export const CLASSES: Readonly<Record<string, ReadonlySet<string>>> = {
  you: set('you u ya youre yall ure'),
  your: set('your ur yer yo'),
  // Between "you are" and the insult.
  efill:
    set(`are re r a an the such so just really very all nothing but total complete absolute utter absolutely totally
    completely fucking fuckin fking freaking effing effin fkin fkn damn goddamn bloody little big fat old dumb stupid ugly filthy dirty lazy crazy
    pathetic worthless sick miserable silly poor white black brown lying ignorant disgusting useless sad clearly obviously
    literally truly another bunch of lot people guys lousy rotten cheap brain dead braindead also still always incompetent corrupt greedy hateful vile nasty look looks sound smell`),
  einsult:
    set(`stupid dumb pathetic worthless disgusting ugly useless brainless braindead spineless gutless idiot{,s} moron{,s}
    retard{,s,ed} loser{,s} trash garbage scum filth vermin pig{,s} clown{,s} jerk{,s} freak{,s} creep{,s,y} cunt{,s} dick{,s} prick{,s}
    cow bitch{,es} whore{,s} slut{,s} hoe{,s} ho bastard{,s} coward{,s} groomer{,s} nazi{,s} fascist{,s} donkey{,s} muppet{,s} buffoon{,s} bum{,s} fool{,s} airhead{,s} bonehead{,s} blockhead{,s}
    dunce{,s} dope imbecile{,s} failure{,s} disgrace parasite{,s} maggot{,s} leech{,es}
    pedophile{,s} paedophile{,s} nonce{,s} rapist{,s} degenerate{,s} psycho{,s} lunatic{,s} nutcase{,s} weirdo{,s} cripple hag witch slob{,s} douche{,s} ass arse pussy pussies wimp{,s}
    dyke{,s} fag{,s} faggot{,s} pervert{,s} pedo{,s} lowlife{,s} scumbag{,s}
    twit{,s} git{,s} pillock{,s} plonker{,s} prat{,s} knob tosspot slag{,s} trollop cretin{,s} schmuck{,s} dweeb{,s} doofus dingbat{,s}
    dipstick meathead{,s} pinhead{,s} knucklehead{,s} birdbrain{,s} nincompoop{,s} sleazebag{,s} slimeball{,s} crybaby crybabies snowflake{,s}
    incel{,s} simp{,s} landwhale troglodyte{,s} neanderthal{,s} mongrel{,s} swine numpty numpties liar{,s} thief thieves crook{,s} hypocrite{,s}
    fraud{,s} quack{,s} charlatan{,s} racist{,s} bigot{,s} vile repulsive revolting despicable idiotic moronic insect{,s}
    shit turd{,s} sissy brat{,s} dimwit{,s} halfwit{,s} simpleton{,s} hooker{,s} skank{,s} bimbo{,s} tramp{,s} crackhead{,s} junkie{,s}`),
  group:
    set(`immigrant{,s} migrant{,s} refugee{,s} foreigner{,s} muslim{,s} jew{,s} jewish arab{,s} black{,s} asian{,s} chinese indian{,s}
    native{,s} mexican{,s} gay{,s} lesbian{,s} homo{,s} homosexual{,s} queer{,s} trans transgender{,s} transsexual{,s} tranny trannies
    dyke{,s} fag{,s} women woman female{,s} christian{,s} catholic{,s} disabled cripple{,s} homeless addict{,s} junkie{,s} frenchie{,s}
    french francophone{,s} frenchman quebecer{,s} quebecker{,s} quebecois frog{,s} anglo{,s} somali{,s} african{,s} haitian{,s} pakistani{,s}
    gypsy gypsies roma aboriginal{,s} indigenous inuit metis savage{,s} hindu{,s} sikh{,s} brown{,s} latino{,s} syrian{,s} ukrainian{,s}
    russian{,s} nigerian{,s} jamaican{,s} turk{,s} filipino{,s} feminist{,s} lgbt lgbtq autistic{,s} downie{,s} midget{,s} boomer{,s} races`),
  groupe:
    set(`immigrant{,e,s,es} immigre{,e,s,es} migrant{,e,s,es} refugie{,e,s,es} etranger{,s} etrangere{,s} musulman{,e,s,es} juif{,s} juive{,s}
    arabe{,s} noir{,e,s,es} black{,s} asiatique{,s} chinois chinoise{,s} indien{,s,ne,nes} autochtone{,s} amerindien{,s,ne,nes} gai{,e,s,es} gay{,s}
    lesbienne{,s} homo{,s} homosexuel{,s,le,les} trans transexuel{,s,le,les} transsexuel{,s,le,les} travesti{,s} femme{,s} feministe{,s}
    handicape{,e,s,es} itinerant{,e,s,es} drogue{,e,s,es} assiste{,e,s,es} anglais anglaise{,s} anglo{,s} anglophone{,s} francais francaise{,s}
    quebecois quebecoise{,s} haitien{,s,ne,nes} africain{,e,s,es} maghrebin{,e,s,es} marocain{,e,s,es} algerien{,s,ne,nes} tunisien{,s,ne,nes}
    turc{,s} somalien{,s} gitan{,e,s,es} manouche{,s} rom{,s} romano{,s} mexicain{,e,s,es} latino{,s} syrien{,s,ne,nes} russe{,s} sauvage{,s}
    chretien{,s,ne,nes} catho{,s} catholique{,s} autiste{,s} negre{,s} negro{,s} gouine{,s} pede{,s} tapette{,s} fif{,s} rebeu{,s} beur{,s}
    sikh{,s} hindou{,s} pakistanais bs importes melon{,s} raton{,s} macaque{,s} bougnoule{,s} youpin{,s} portugais latinos`),
  beast:
    set(`vermin animals rats parasites cockroaches subhuman{,s} savages scum trash filth criminals terrorists thieves rapists
    disease cancer plague monkeys apes pigs dogs garbage freaks degenerates perverts pedophiles groomers leeches inferior
    disgusting abomination{,s} worthless stupid retarded lazy drunks drunk filthy dirty liars evil monsters ignorant
    whores sluts cheats scammers freeloaders mentally mental backward uncivilized`),
  bete: set(`vermine{,s} animaux betes rats parasites cafards soushommes racaille{,s} ordures dechets criminels terroristes voleurs
    violeurs singes porcs chiens cancer peste maladie{,s} merde{,s} marde parasite cafards coquerelles pervers pedophiles
    degeneres inferieurs debiles sauvages profiteurs degueulasses ivrognes paresseux menteurs salopes putes soulons alcooliques
    crosseurs incultes arrieres monstres anormaux cons connes caves voleuses violents terroriste envahisseurs racistes`),
  dirty:
    set(`dirty filthy fucking fuckin fkn stinking stinkin smelly disgusting goddamn goddam damn bloody lousy rotten subhuman
    worthless stupid dumb lazy ugly thieving freeloading`),
  sale: set(
    'sale{,s} maudit{,e,s,es} mautadit{,e,s,es} criss crisse ostie osti estie esti hostie tabarnak tabarnac calisse foutu{,s} gros grosse{,s} putain',
  ),
  de: set('de d des'),
  ffill:
    set(`vraiment trop juste rien qu que un une des de d du tellement ben bien pas mal tres tous toutes tout si aussi encore toujours
    sale{,s} gros grosse{,s} pauvre{,s} maudit{,e,s,es} petit{,e,s,es} vieux vieille{,s} ostie osti estie hostie criss crisse tabarnak
    tabarnac calisse putain espece bande gang belle beau la le les vrai{,e,s} qu'un fucking con espece fini parfait{,e,s} sacre`),
  finsult:
    set(`con{,s,ne,nes} connard{,e,s,es} stupide{,s} debile{,s} nul{,s,le,les} laid{,e,s,es} moche{,s} degueulasse{,s} pathetique{,s}
    idiot{,e,s,es} imbecile{,s} cretin{,e,s,es} cave{,s} epais epaisse{,s} niaiseux niaiseuse{,s} niais niaise{,s} mongol{,e,s} attarde{,e,s,es}
    tare{,e,s,es} dechet{,s} merde{,s} marde porc{,s} truie{,s} cochon{,s,ne,nes} chien{,s,ne,nes} vache{,s} grognasse clown{,s} minable{,s}
    pourri{,e,s} rate{,e,s,es} parasite{,s} ordure{,s} raclure{,s} fumier{,s} pute{,s} putain salope{,s} batard{,s} salaud{,s} encule{,e,s,es}
    abruti{,e,s,es} colon{,s} tache cloche tapette{,s} pede{,s} fif{,s} gouine{,s} pd{,s}
    gogol{,s} singe{,s} guenon{,s} macaque{,s} rat{,s} cafard{,s} sorciere{,s} grue plotte{,s} guidoune{,s} tarla nono nounoune{,s}
    niochon{,ne,s} gnochon{,ne,s} tata{,s} twit{,s} toton{,s} pissou{,s} pourriture{,s} charogne{,s} vermine racaille{,s} bouffon{,ne,s} agres facho{,s} pichou thon laideron
    boudin cassos gueux vidange{,s} bonasse pisseuse bitch{,es} loser{,s} vaurien{,s}
    voleur{,s} voleuse{,s} menteur{,s} menteuse{,s} hypocrite{,s} escroc{,s} lache{,s} traitre{,s} raciste{,s} fasciste{,s} nazi{,s}
    pedophile{,s} pedo{,s} violeur{,s} profiteur{,s} profiteuse{,s} bandit{,s} charlatan{,s} crosseur{,s} crosseuse{,s} nouille{,s} cornichon{,s} andouille{,s}
    buse{,s} cruche{,s} dinde{,s} gourde{,s} crapule{,s} canaille{,s} fripouille{,s} guenille{,s} torchon{,s} cancre{,s} demeure{,e,s,es} simplet{,te}
    cingle{,e,s,es} timbre{,e,s,es} fele{,e,s,es} psychopathe{,s} hysterique{,s} baleine{,s} monstre{,s} catin{,s} trainee{,s}
    pouffe{,s} ignare{,s} inculte{,s} repugnant{,e,s} ignoble{,s} abject{,e,s} insignifiant{,e,s} tocard{,e,s} boloss teube{,e,s}
    degenere{,s} pervers zouf{,s} ploucs plouc debilos pleurnichard{,e} geignard{,e}`),
  tu: set('tu t vous te'),
  es: set('es etes t est'),
  kin: set(`family kids kid children child mother mom mum father dad wife husband son daughter daughters sons parents baby babies dog
    sister brother grandkids whole entire`),
  // Fit for nobody: said of people, it is contempt whoever they are.
  vile: set(`vermin rats parasites cockroaches subhuman{,s} savages scum trash filth monkeys apes leeches animals maggots pigs garbage
    disease cancer plague virus`),
}
