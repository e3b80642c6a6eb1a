import { wordsOf } from './entry.js'

/** Words after which (or, in English, before which) a capitalized word is the name of a place. */
export const BEFORE_PLACES: ReadonlySet<string> = new Set(
  wordsOf(`lac{,s} riviere ruisseau mont montagne{,s} baie ile iles anse pointe cap chemin rue rang route avenue boulevard
    boul place village ville hameau canton commune paroisse chute{,s} butte{,s} colline pic col etang marais marecage parc
    secteur quartier pont passage crique fleuve gare station plage foret bois vallee val saint sainte municipalite
    lake river mount mt creek island isle bay cape point port fort town village city county township parish st saint
    valley hill hills street road lane harbour harbor brook pond strait`),
)
export const AFTER_PLACES: ReadonlySet<string> = new Set(
  wordsOf(`lake river creek island isle bay hill hills mountain mountains valley township county street st road rd avenue ave
    lane drive crescent court square park falls point harbour harbor brook pond bridge heights ridge beach peak station
    village town rock cove ontario quebec alberta manitoba newfoundland`),
)
/** May stand between the first word and the name: Lac de la …, Rivière aux …, Baie d'… */
export const OF_PLACES: ReadonlySet<string> = new Set(wordsOf('a au aux d de des du l la le les of the'))

/** After these a capitalized word is somebody's name. */
export const BEFORE_NAMES: ReadonlySet<string> = new Set(
  wordsOf(`mr mrs ms miss mx dr dre me mme mlle m prof professor professeur docteur doctor sir lady lord madame monsieur judge
    juge senator senateur minister ministre nurse uncle aunt oncle tante captain sergeant maitre mp depute deputee pere soeur
    frere maire mairesse mayor councillor`),
)

/** Honest phrases that hold a word of the lists, by their folded words. */
export const HONEST_PHRASES: readonly string[] = [
  'moby dick',
  'dick cheney',
  'dick van dyke',
  'van dyke',
  'van dyck',
  'spotted dick',
  'dick and jane',
  'philip k dick',
  'andy dick',
  'maine coon',
  'maine coons',
  'coon cat',
  'pussy cat',
  'pussy cats',
  'pussy willow',
  'pussy willows',
  'pussy riot',
  'spic and span',
  'chink in the',
  'chinks in the',
  'chink of light',
  'kaffir lime',
  'faggots and peas',
  'tranny fluid',
  'jerk chicken',
  'retard the',
  'retarded by',
  'retarded growth',
  'bitch and her',
  'bitch had puppies',
  'bastard file',
  'bastard saffron',
  'bastard toadflax',
  'bite d amarrage',
  'bites d amarrage',
  'tuer de rire',
  'mourir de rire',
  'crever de rire',
  'mourir de soif',
  'horse s ass',
  'to retard',
  'may retard',
  'retard growth',
  'retard progress',
  'inglourious basterds',
  'cul de sac',
  'culs de sac',
  'cul de poule',
  'cul de lampe',
  'cul de jatte',
  'cul sec',
  'cul de bouteille',
  'cul terreux',
  'con artist',
  'con artists',
  'con man',
  'pros and cons',
  'tapette a mouche',
  'tapette a mouches',
  'tapette a souris',
  'tapette a rat',
  'tapettes a souris',
  'tapettes a mouches',
  'petite tapette sur',
  'petite tapette dans',
  'negre litteraire',
  'negres litteraires',
  'negres blancs',
  'tete de negre',
  'art negre',
  'chien batard',
  'chiens batards',
  'pain batard',
  'batard de pain',
  'race batarde',
  'solution batarde',
  'moteur bride',
  'cocu imaginaire',
  'respectful prostitute',
  'putain respectueuse',
  'crap game',
  'retard light',
  'retard mental',
  'retard de croissance',
]

/** Longer words that hold a stem of the lists. */
export const HONEST: ReadonlySet<string> = new Set(
  wordsOf('snigger{,s,ed,ing} niggard{,ly} faggoting faggotwood enculturation enculturer'),
)

/** Short words that are whole words: pieces of a split word are not made of them. */
export const SHORT_WORDS: ReadonlySet<string> = new Set(
  wordsOf(`a ai an and are as at au aux be bon but by ca ce ces cet can car d dans de des did do du eh elle en es est et eu eux
    for go got had has he her hey hi him his how i if ici il ils in is it its j je jl l la las le les leur lui m ma mais me
    mes mon my n ne ni no non nos not nous now of oh ok on or ou oui our out pas peu plus pour qu que qui s sa se ses she si
    so son sont sous sur t ta te tes that the them they this to toi ton tout tu un une up us vas vers via vos vous vu was we
    were what who why with y yes you your hit tit ass bit big boy cut fat fun old one two new too see say sat sit top try
    back head hole face hat jack half bell end knob bag sand wet camel son dirt dirty pig cow dog man men girl kid guy car job
    set lot let run eat pay ask buy call care city door each even ever eyes fact feel find fire five food four free from full
    game gave give goes gone good hair hand hard hear help here hold home hope hour idea into just keep kind knew know land
    last late less life like line list live long look lost love made make many mind more most much must name near need next
    nice once only open over part past plan play rest road room same seat seen send ship show side some soon stay step stop
    sure take talk tell than then time took town tree turn very wait walk wall want week well went were west what when wide
    wife will wind wine with word work year your zone sale gros tres bien fait faut peut dire dans avec sans mais nous vous
    elle chez deux trois jour mois fois rien tout moi toi lui eux vie mal air feu eau mer ciel mot nom fin fil ami`),
)
