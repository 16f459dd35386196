// The smaller pages: wall, role, observer's sheet, hand, help.
import { S, changed } from './state.js';
import { add, done, waiting } from './queue.js';
import { button, fill, h, hint, icon, say, words } from './dom.js';
import { cardList, onWall } from './cards.js';
import { kindWord, number, t } from './words.js';

export function wallPage(help) {
  let by = '';
  const turn = (which) => () => {
    by = which;
    changed();
  };
  const themes = button(t('by_theme'), '', turn('theme'));
  const newest = button(t('newest'), '', turn('newest'));
  const bar = h('div', { class: 'switch', role: 'group' }, themes, newest);
  const empty = h('div', { class: 'empty' });
  const groups = h('div');
  let lists = new Map();
  return {
    el: h('section', { class: 'wall' }, bar, empty, groups),
    title: () => t('wall'),
    entered() {
      lists = new Map();
      groups.textContent = '';
      for (const card of Array.from(S.wall.values())) if (card.gone) S.wall.delete(card.id);
    },
    update() {
      const stage = S.stage || {};
      const way = by || (stage.wall === 'by_theme' ? 'theme' : 'newest');
      themes.setAttribute('aria-pressed', String(way === 'theme'));
      newest.setAttribute('aria-pressed', String(way === 'newest'));
      const hidden = stage.wall === 'hidden';
      const cards = hidden ? [] : onWall(false);
      bar.hidden = hidden || !cards.length;
      const note = hidden ? t('wall_hidden', { n: stage.in || 0 }) : cards.length ? '' : t('first');
      if (empty.dataset.now !== note) {
        empty.dataset.now = note;
        fill(empty, note && [h('p', null, note), button(t('help'), 'act', help, 'question')]);
      }
      const sorted = new Map();
      const place = (name, card) => sorted.set(name, (sorted.get(name) || []).concat(card));
      for (const card of cards) {
        if (way !== 'theme') place('', card);
        else if (card.themes && card.themes.length) card.themes.forEach((name) => place('t' + name, card));
      }
      if (way === 'theme') cards.filter((card) => !(card.themes && card.themes.length)).forEach((card) => place('other', card));
      for (const key of Array.from(lists.keys())) {
        if (!sorted.has(key)) {
          lists.get(key).el.remove();
          lists.delete(key);
        }
      }
      let spot = groups.firstChild;
      sorted.forEach((some, key) => {
        if (!lists.has(key)) {
          const list = cardList(key ? 3 : 2);
          const name = key === 'other' ? t('no_theme') : key.slice(1);
          lists.set(key, { el: h('section', null, key && h('h2', { dir: 'auto' }, name), list.el), list: list });
        }
        const { el, list } = lists.get(key);
        if (el === spot) spot = el.nextSibling;
        else groups.insertBefore(el, spot); // what is in its place is not touched: somebody may be writing in it
        list.show(some);
      });
    },
  };
}

export function rolePage() {
  const el = h('section', { class: 'role' });
  let drawn = '';
  let before = '';
  let ready = '';

  function brief(one) {
    const key = one.round + one.role;
    const isNew = one.new || (before && before !== key);
    before = key;
    const part = (title, text, look) => text && [h('h2', null, title), words(text, look)];
    const pressed = () => {
      ready = key;
      add({ t: 'brief_read' });
      say(t('ready_said'));
      drawn = '';
      changed();
    };
    if (isNew) say(t('new_role'));
    fill(el, h('div', { class: 'part' }, h('span', { class: 'square' }, icon('role')), h('div', null,
      h('p', { class: 'quiet' }, isNew ? t('new_role') + ' · ' : '', t('round', { n: one.round })), h('h1', { dir: 'auto' }, one.role))),
    words(one.situation), part(t('only_you'), one.secret, 'text secret'), part(t('you_want'), one.wants), part(t('if_stuck'), one.if_stuck),
    hint('lock', t('nobody_sees')),
    one.phase === 'brief' && (one.read || ready === key ? h('p', { class: 'quiet', role: 'status' }, t('ready_said')) : button(t('ready'), 'filled', pressed)));
  }

  function sheet(one) {
    const ticked = new Set(one.ticked || []);
    const box = h('input', { type: 'text', maxlength: 300, dir: 'auto', id: 'heard' });
    const note = (mark) => () => {
      const text = box.value.trim();
      if (!text) return box.focus();
      add({ t: 'words', words: text, mark: mark });
      box.value = '';
      return say(t('given'));
    };
    fill(el, h('p', { class: 'quiet' }, t('round_sheet', { n: one.round })), h('h1', null, t('observer')),
      h('ul', { class: 'rows' }, one.behaviours.map((behaviour, place) => {
        const tick = h('input', { type: 'checkbox', checked: ticked.has(place), onchange: () => add({ t: 'tick', behaviour: place, on: tick.checked }) });
        return h('li', null, h('label', { class: 'row' }, h('span', { class: 'words', dir: 'auto' }, behaviour), tick));
      })),
      h('label', { for: 'heard' }, t('heard')), box,
      h('div', { class: 'two' }, button(t('warmer'), 'edged', note('warmer')), button(t('colder'), 'edged', note('colder'))), hint('promise', t('sheet_secret')));
  }

  return {
    el,
    title: () => '',
    update() {
      // Ticks come back as they were given: only another sheet is another page.
      const now = S.brief ? JSON.stringify(S.brief) : S.sheet ? JSON.stringify([S.sheet.round, S.sheet.behaviours]) : 'none';
      if (now === drawn) return;
      drawn = now;
      if (S.brief) brief(S.brief);
      else if (S.sheet) sheet(S.sheet);
      else fill(el, h('h1', null, t('my_role')), h('p', { class: 'empty' }, t('no_role')));
    },
  };
}

export function handPage() {
  const told = h('p', { class: 'big', role: 'status' });
  const nextUp = h('p', { class: 'quiet' });
  const raise = button('', 'filled', () => {
    const up = raise.dataset.up !== 'true';
    const old = waiting().find((thing) => thing.m.t === 'hand' && !thing.sent);
    if (old) done(old.id);
    add({ t: 'hand', up: up });
  });
  return {
    el: h('section', { class: 'hand' }, told, nextUp, raise),
    title: () => t('hand'),
    update() {
      const floor = S.floor;
      const queued = waiting().filter((thing) => thing.m.t === 'hand').pop();
      const up = queued ? queued.m.up : Boolean(floor.place) || floor.speaking;
      const text = floor.speaking ? t('speaking') : floor.place ? t('place', { n: floor.place }) : up ? t('hand_up') : t('hand_down');
      if (told.textContent !== text) told.textContent = text;
      const names = (floor.next || []).map((name, place) => ((floor.unnamed || []).includes(place) ? t('participant') : name)).join(', ');
      nextUp.textContent = names && t('next_up', { names: names });
      raise.dataset.up = String(up);
      raise.textContent = t(floor.speaking ? 'done_speaking' : up ? 'lower' : 'raise');
      raise.hidden = !S.stage || !S.stage.block || S.stage.hand === false;
      if (raise.hidden) told.textContent = t('no_hand');
    },
  };
}

export function helpPage() {
  const kinds = ['idea', 'knowledge', 'information'];
  return {
    el: h('section', { class: 'help' }, h('ol', null, Array.from({ length: 10 }, (_none, i) => h('li', null, h('b', null, number(i + 1)), h('span', null, t('h' + (i + 1)))))),
      h('h2', null, t('what_giving')), h('dl', null, kinds.map((kind) => h('div', null, h('dt', null, icon(kind, 'k-' + kind), kindWord(kind)), h('dd', null, t('x_' + kind)))))),
    title: () => t('help'),
    update() {},
  };
}
