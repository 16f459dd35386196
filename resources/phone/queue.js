// What is to be sent. Each thing is kept on the phone before it is sent, and until the laptop says that it has it: so
// it survives a reload, a sleeping phone and a laptop that starts again. One id each, so nothing arrives twice.
import { changed } from './state.js';

const PLACE = 'facilitator.send.';
const PICTURE = 'facilitator.photo.';
const kept = new Map(); // where the phone keeps nothing for pages, this page does

function store(key, value) {
  try {
    localStorage.setItem(key, value);
    kept.delete(key);
  } catch (_full) {
    kept.set(key, value);
  }
}

function fetchKept(key) {
  try {
    return kept.get(key) || localStorage.getItem(key);
  } catch (_denied) {
    return kept.get(key) || null;
  }
}

function drop(key) {
  kept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch (_denied) {
    // it was never there
  }
}

/** Small things of one's own that outlive a reload: a ballot's id, a slip. */
export const keep = (key, value) => (value ? store('facilitator.' + key, JSON.stringify(value)) : drop('facilitator.' + key));
export const recall = (key) => JSON.parse(fetchKept('facilitator.' + key) || 'null');

/** The session is over for this phone: only what was never sent stays on it. */
export function forget() {
  const known = Array.from(kept.keys());
  try {
    known.push(...Object.keys(localStorage));
  } catch (_denied) {
    // only what this page holds
  }
  for (const key of known) if (key.startsWith('facilitator.') && !key.startsWith(PLACE) && !key.startsWith(PICTURE)) drop(key);
}

function hex(bytes) {
  const made = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(made, (one) => one.toString(16).padStart(2, '0')).join('');
}

/** An id by chance: in it is neither who nor when. */
export function newId() {
  const d = hex(16);
  return [d.slice(0, 8), d.slice(8, 12), '4' + d.slice(13, 16), 'a' + d.slice(17, 20), d.slice(20)].join('-');
}
export const newBallot = () => hex(16);

let things = [];

function read() {
  const found = Array.from(kept.keys());
  try {
    for (let i = 0; i < localStorage.length; i++) found.push(localStorage.key(i));
  } catch (_denied) {
    // only what this page holds
  }
  things = [];
  for (const key of new Set(found)) if (key.startsWith(PLACE)) things.push(JSON.parse(fetchKept(key)));
  things.sort((a, b) => a.seq - b.seq);
}
read();
addEventListener('storage', () => {
  read();
  changed();
});

const write = (thing) => store(PLACE + thing.id, JSON.stringify(thing));

/** All that has not arrived, first to last. A thing is `{id, seq, m, sent, why}`; `why` is what the laptop had against it. */
export const waiting = () => things;
export const find = (id) => things.find((thing) => thing.id === id);
export const next = () => things.find((thing) => !thing.why);

/** Keep a message, to be sent in its turn; true if it will outlive a reload. */
export function add(m, picture) {
  if (!m.id) m.id = newId();
  const thing = { id: m.id, seq: things.length ? things[things.length - 1].seq + 1 : 1, m: m, sent: false, why: '' };
  if (picture) {
    thing.picture = true;
    store(PICTURE + m.id, picture);
  }
  things.push(thing);
  write(thing);
  wake();
  changed();
  return m.id;
}

export const picture = (id) => fetchKept(PICTURE + id);

/** It is there, or no longer wanted. */
export function done(id) {
  things = things.filter((thing) => thing.id !== id);
  drop(PLACE + id);
  drop(PICTURE + id);
  changed();
}

/** Something about a thing is otherwise: it was sent, refused, or its text changed. */
export function alter(thing, by) {
  Object.assign(thing, by);
  write(thing);
  changed();
}

/** Send what was refused once more: as another thing, for the same id would get the same answer. */
export function again(thing, text) {
  const m = Object.assign({}, thing.m, { id: '' }, text === undefined ? {} : { text: text });
  const shown = thing.picture && picture(thing.id);
  done(thing.id);
  return add(m, shown);
}

/** Change or take back a card, wherever it is by now. What left the phone once may have arrived: that is told after it. */
export function change(id, text) {
  const thing = find(id);
  if (!thing || (thing.sent && !thing.why)) add({ t: 'edit', card: id, text: text });
  else if (thing.why) again(thing, text);
  else {
    thing.m.text = text;
    alter(thing, {});
  }
}
export function takeBack(id) {
  const thing = find(id);
  if (!thing || (thing.sent && !thing.why)) add({ t: 'take_back', card: id });
  else done(id);
}

let wake = () => {};
export const onWork = (act) => (wake = act);
