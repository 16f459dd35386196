// All words of the page, in the phone's own language where there is one.
const KNOWN = ['en', 'de', 'fr', 'es', 'tr', 'ar'];

let said = {};
let plural = null;
export let language = 'en';

/** Fetch the words of the first language of the phone that is known, and turn the page its way. */
export async function loadWords() {
  const asked = (navigator.languages || [navigator.language || 'en']).map((one) => one.slice(0, 2).toLowerCase());
  language = asked.find((one) => KNOWN.includes(one)) || 'en';
  const answer = await fetch('/strings/' + language + '.json');
  said = await answer.json();
  plural = new Intl.PluralRules(language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
}

/** The words of a key; `{name}` is filled in and kept apart from the writing around it. `n` chooses the number's form. */
export function t(key, given) {
  let found = said[key];
  if (found === undefined) return key;
  if (typeof found === 'object') found = found[plural.select(given.n)] || found.other;
  return found.replace(/\{(\w+)\}/g, (_all, name) => {
    const value = given[name];
    return typeof value === 'number' ? number(value) : '\u2068' + value + '\u2069';
  });
}

export const number = (value) => value.toLocaleString(language);

/** The phone's own way of writing, where it is one of the page's language. */
const own = () => ((navigator.language || '').startsWith(language) ? navigator.language : language);

/** An hour and minute, the way the phone's language writes them. */
export function clock(ms) {
  return new Date(ms).toLocaleTimeString(own(), { hour: '2-digit', minute: '2-digit' });
}

/** A day like 2027-03-12, the way the phone's language writes it. */
export function day(iso) {
  const at = new Date(iso + 'T12:00:00Z');
  return isNaN(at) ? iso : at.toLocaleDateString(own(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' });
}

/** The word of a kind, the shorter one of phones. */
export const kindWord = (kind) => t('k_' + kind);
