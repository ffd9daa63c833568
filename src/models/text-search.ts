/** A text to look for; where case does not matter, it is written in lower case. */
export interface Needle {
  readonly text: string;
  readonly ignoresCase?: boolean;
  /** Whether it counts where it stands. */
  readonly counts: (text: string, at: number) => boolean;
}

/** The part of a needle by which it is found. */
interface Placed extends Needle {
  /** Where the part begins in the needle. */
  readonly at: number;
}

/** Of each needle, as many characters are looked for: the shortest (`'ws'`) has no more. */
export const WINDOW = 4;
/** Pairs of characters, by 7 bits of each. */
const PAIRS = 1 << 14;

/** Pairs of characters in the order of how often code has them; what is not here is rarer. */
const FREQUENT_PAIRS = [
  `eronrestinteset esatco: orenroth cti = {et te le, ntnsme= de } a s);is rtaalitio irict) tredans s.argenengidecssn to f 'ndliasom ( pexhevepourpaeartchamusraacced lola nmapeouelhina encr unfi()prcaimllutrrtuke madsoifhatsic d',daeme.`,
  `aiagilckf disiodulrnoltypluerst(e( boc==//mp o{ no u/ cl> .soomi('sa /})vat.beieowap--wafom ot *mofr}  " ly e:efay=>opcrignu wttquypfahoxtr.ls').cscsushltepspry.taw* auviptxptcs:osbaupboeq**rd hewr(blnnrv ge,g .pabevdoivh 00o uml irlu`,
].join('');

/**
 * A test whether a text has one of many in it that counts, which reads about half of its characters: of each needle
 * four are looked for, and where a pair of characters is no part of them, three are passed over (Wu and Manber, "A
 * Fast Algorithm for Multi-Pattern Searching", 1994).
 *
 * @throws RangeError if a needle has fewer than four characters
 */
export function createTextSearch(needles: readonly Needle[]): (text: string) => boolean {
  const shifts = new Uint8Array(PAIRS).fill(WINDOW - 1);
  // Whether four characters may be a window: most that end like one are not, and need no closer look.
  const windows = new Uint8Array(PAIRS);
  const byWindow = new Map<number, Placed[]>();
  for (const needle of needles) {
    const { at } = windowOf(needle.text);
    const [first, second, third] = [0, 1, 2].map((index) => pairOf(needle.text.charCodeAt(at + index), needle.text.charCodeAt(at + index + 1))) as [number, number, number];
    shifts[first] = Math.min(shifts[first] ?? 0, 2);
    shifts[second] = Math.min(shifts[second] ?? 0, 1);
    shifts[third] = 0;
    const window = windowFrom(first, third);
    windows[window] = 1;
    byWindow.set(window, [...(byWindow.get(window) ?? []), { ...needle, at }]);
  }
  const standsBefore = (text: string, bytes: Uint8Array, end: number): boolean => {
    const window = windowFrom(pairOf(bytes[end - 3] ?? 0, bytes[end - 2] ?? 0), pairOf(bytes[end - 1] ?? 0, bytes[end] ?? 0));
    return windows[window] === 1 && (byWindow.get(window) ?? []).some((needle) => standsAt(text, end - WINDOW + 1, needle));
  };
  return (text) => {
    const { length } = text;
    const bytes = bytesOf(text);
    for (let end = WINDOW - 1; end < length;) {
      const shift = shifts[pairOf(bytes[end - 1] ?? 0, bytes[end] ?? 0)] ?? 0;
      if (shift === 0 && standsBefore(text, bytes, end)) return true;
      end += shift || 1;
    }
    return false;
  };
}

/** Room for the text that is searched, which is used again and again. */
let room = new Uint8Array(0);

/** A text with a byte for each character, which is read twice as fast as the text itself. */
function bytesOf(text: string): Uint8Array {
  const isNode = typeof Buffer !== 'undefined';
  if (room.length < text.length) room = isNode ? Buffer.alloc(text.length * 2) : new Uint8Array(text.length * 2);
  if (isNode) (room as Buffer).write(text, 'latin1');
  else for (let at = 0; at < text.length; at += 1) room[at] = text.charCodeAt(at);
  return room;
}

/** The same for a letter in upper and in lower case. */
function pairOf(first: number, second: number): number {
  return (((first | 0x20) & 0x7f) << 7) | ((second | 0x20) & 0x7f);
}

function windowFrom(first: number, last: number): number {
  return (first ^ (last * 37)) & (PAIRS - 1);
}

function standsAt(text: string, window: number, { text: needle, at, ignoresCase = false, counts }: Placed): boolean {
  const start = window - at;
  if (start < 0) return false;
  return (ignoresCase ? text.slice(start, start + needle.length).toLowerCase() === needle : text.startsWith(needle, start)) && counts(text, start);
}

/** How rare a text is in code: what a search for it costs, turned round. */
export function rarityOf(text: string): number {
  return 1 / windowOf(text).cost;
}

/** Of rare pairs some go together: a part of a word is met more often than its pairs say. */
const IN_A_WORD = 3;

/** Where the four characters stand that are the cheapest to look for: their pairs make it stop, most of all the last. */
function windowOf(text: string): { at: number; cost: number } {
  if (text.length < WINDOW) throw new RangeError(`"${text}" has fewer than ${String(WINDOW)} characters.`);
  let found = { at: 0, cost: Infinity };
  for (let at = 0; at + WINDOW <= text.length; at += 1) {
    const window = text.slice(at, at + WINDOW);
    const pairs = [0, 1, 2].reduce((sum, index) => sum + frequencyOf(window.slice(index, index + 2)) * (index + 1), 0);
    const cost = pairs * (/^[a-z]*$/iu.test(window) ? IN_A_WORD : 1);
    if (cost < found.cost) found = { at, cost };
  }
  return found;
}

/** About the share among all pairs: the tenth is half as frequent as the first. */
function frequencyOf(pair: string): number {
  for (let at = 0; at < FREQUENT_PAIRS.length; at += 2) if (FREQUENT_PAIRS.startsWith(pair, at)) return 1 / (at / 2 + 10);
  return 1 / FREQUENT_PAIRS.length;
}
