// What one gave oneself: what waits on the phone, what has landed, and what others made of it.
import { S, changed } from './state.js';
import { add, again, change, find, takeBack, waiting } from './queue.js';
import { button, fill, h, icon, rows, say, words } from './dom.js';
import { clock, kindWord, t } from './words.js';

const LOOK = { waits: 'waits', held: 'waits', landed: 'landed', taken_back: 'undo', refused: 'concern', declined: 'close' };

/** All cards of this phone, the last first. */
export function mineNow() {
  const taken = new Set(waiting().filter((thing) => thing.m.t === 'take_back').map((thing) => thing.m.card));
  const told = Array.from(S.mine.values()).map((card) => Object.assign({}, card, { may: card.edit !== false }, card.refused && { state: 'declined' }));
  for (const thing of waiting()) {
    const of = thing.m.t === 'edit' && told.find((card) => card.id === thing.m.card);
    if (of) of.text = thing.m.text;
  }
  told.sort((a, b) => b.at - a.at);
  const gives = waiting().filter((thing) => thing.m.t === 'give' && !S.mine.has(thing.id));
  const sent = gives.filter((thing) => !thing.why);
  const kept = gives.map((thing) => ({ id: thing.id, text: thing.m.text, kind: thing.m.kind, photo: thing.picture, may: true,
    state: thing.why ? 'refused' : 'waits', place: sent.indexOf(thing) + 1, why: thing.why }));
  const cards = kept.reverse().concat(told);
  return cards.map((card) => (taken.has(card.id) ? Object.assign(card, { state: 'taken_back' }) : card)).map(withAnswers);
}

function withAnswers(card) {
  const shown = S.wall.get(card.id);
  card.thanks = (shown && shown.thanks) || [];
  card.builders = Array.from(S.wall.values()).filter((other) => other.on && other.on.id === card.id).map((other) => other.who || '');
  return card;
}

function stateWords(card) {
  if (card.state === 'waits') return t('m_waits', { n: card.place });
  if (card.state === 'landed') return t('m_landed', { time: clock(card.at) });
  return t('m_' + card.state);
}

function edit(card, row) {
  const field = h('textarea', { rows: 3, dir: 'auto', 'aria-label': t('change'), value: card.text });
  const close = () => {
    row.querySelector('form').remove();
    changed();
  };
  const save = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return field.focus();
    if (text !== card.text) {
      change(card.id, text);
      say(t('changed'));
    }
    return close();
  };
  row.append(h('form', { class: 'small', onsubmit: save }, field, h('div', { class: 'acts' }, h('button', { class: 'act' }, t('save')), button(t('cancel'), 'act', close))));
  field.focus();
}

function make(card) {
  const row = h('li', { class: 'card' });
  const gone = card.state === 'taken_back';
  row.append(h('h2', { class: 'by' }, icon(card.kind, 'k-' + card.kind), h('span', null, kindWord(card.kind)),
    h('span', { class: 'state ' + card.state }, icon(LOOK[card.state]), stateWords(card))));
  if (!gone && card.text) row.append(words(card.text));
  if (!gone && card.photo) row.append(h('p', { class: 'quiet' }, icon('photo'), ' ', t('photo_alt')));
  if (card.why) row.append(h('p', { class: 'bad', dir: 'auto' }, card.why));
  const names = card.builders.filter(Boolean);
  if (card.builders.length && !gone) {
    row.append(h('p', { class: 'quiet' }, names.length ? t('built', { names: names.join(', ') }) : t('built_some')));
  }
  for (const one of gone ? [] : card.thanks) {
    row.append(h('p', { class: 'quiet' }, one.who ? t('thanks_you', { name: one.who, text: one.text }) : t('thanked_you', { text: one.text })));
  }
  if (card.may && !gone) {
    row.append(h('div', { class: 'acts' }, button(t('change'), 'act', () => row.querySelector('form') || edit(card, row), 'give'),
      button(t('take_back'), 'act', () => {
        takeBack(card.id);
        say(t('taken_back'));
      }, 'undo'),
      card.why && button(t('again'), 'act', () => find(card.id) && again(find(card.id)))));
  }
  return row;
}

export function minePage() {
  const list = h('ul', { class: 'cards' });
  const empty = h('p', { class: 'empty' }, t('mine_empty'));
  const leaving = h('div', { class: 'leave' });
  const ask = () => fill(leaving, h('p', { class: 'quiet' }, t('leave_means')), h('div', { class: 'two' }, button(t('cancel'), 'edged', offer),
    button(t('leave'), 'filled', () => {
      add({ t: 'leave' });
      offer();
    })));
  const offer = () => fill(leaving, button(t('leave'), 'plain', ask));
  offer();
  return {
    el: h('section', null, empty, list, leaving),
    title: () => t('mine'),
    update() {
      const cards = mineNow();
      empty.hidden = cards.length > 0;
      rows(list, cards, (card) => card.id, make);
    },
  };
}

/** All of one's own words, to copy by hand where nothing is sent any more. */
export function textPage() {
  const field = h('textarea', { class: 'all', readonly: true, rows: 12, dir: 'auto', 'aria-label': t('my_things') });
  return {
    el: h('section', null, h('p', null, t('copy_by_hand')), field),
    title: () => t('my_things'),
    update() {
      const text = mineNow().filter((card) => card.state !== 'taken_back').reverse().map((card) => kindWord(card.kind) + ': ' + card.text).join('\n\n');
      if (field.value !== text) field.value = text;
    },
  };
}
