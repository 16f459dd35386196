// What this phone was told. The laptop is the truth; this is only the last of it that came through.

export const S = {
  phase: 'load', // load, join, wait, in, over
  tab: 'give',
  guest: '',
  name: '',
  why: '', // why it is over
  n: 0,
  limit: 2000,
  stage: null,
  heardAt: 0,
  wall: new Map(),
  mine: new Map(),
  ask: null,
  brief: null,
  sheet: null,
  floor: { place: null, speaking: false, next: [] },
  onto: null, // the card that is built on
  later: '', // the outcome card that was put off
};

const hearers = [];
let asked = false;

export const onChange = (hear) => hearers.push(hear);

/** Something is otherwise: the page is drawn once, soon. */
export function changed() {
  if (asked) return;
  asked = true;
  setTimeout(() => {
    asked = false;
    hearers.forEach((hear) => hear());
  }, 16);
}

const TELL = {
  stage(said) {
    if (S.stage && S.stage.block !== said.block) S.onto = null;
    S.stage = said;
    S.heardAt = Date.now();
  },
  wall(said) {
    if (said.all) S.wall.clear();
    for (const card of said.put || []) S.wall.set(card.id, card);
    for (const id of said.gone || []) {
      if (S.wall.has(id)) S.wall.set(id, { id: id, gone: true, themes: S.wall.get(id).themes, at: S.wall.get(id).at });
    }
    S.n = said.n;
  },
  mine(said) {
    if (said.all) S.mine.clear();
    for (const card of said.put || []) S.mine.set(card.id, card);
    for (const id of said.gone || []) S.mine.delete(id);
  },
  ask: (said) => (S.ask = said.ask),
  brief: (said) => (S.brief = said.brief),
  sheet: (said) => (S.sheet = said.sheet),
  floor: (said) => (S.floor = said),
};

/** Take in one message of the laptop; what is not known is left alone. */
export function told(said) {
  if (TELL[said.t]) {
    TELL[said.t](said);
    changed();
  }
}

/** Milliseconds left of the activity, or null where it has no end. */
export function left() {
  if (!S.stage || typeof S.stage.left_ms !== 'number') return null;
  return S.stage.left_ms - (S.stage.paused ? 0 : Date.now() - S.heardAt);
}
