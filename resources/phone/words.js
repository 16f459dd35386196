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

/** An hour and minute, the way the phone's language writes them. */
export function clock(ms) {
  const own = navigator.language || '';
  return new Date(ms).toLocaleTimeString(own.startsWith(language) ? own : language, { hour: '2-digit', minute: '2-digit' });
}

/** The word of a kind, the shorter one of phones. */
export const kindWord = (kind) => t('k_' + kind);
