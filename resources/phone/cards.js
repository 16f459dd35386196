// Cards of others, as the page shows them in two places: with what can be done with them, and the new ones held back.
import { S, changed } from './state.js';
import { add } from './queue.js';
import { button, fill, h, icon, mark, rows, say, words } from './dom.js';
import { kindWord, t } from './words.js';

const open = new Set(); // cards whose thanks are shown

/** What is on the wall, newest first; without one's own if asked. */
export function onWall(others) {
  const all = Array.from(S.wall.values()).filter((card) => !others || (!S.mine.has(card.id) && !card.gone));
  return all.reverse();
}

function thankForm(card, row) {
  const field = h('input', { type: 'text', maxlength: 300, 'aria-label': t('for_what'), placeholder: t('for_what'), autocomplete: 'off' });
  const close = () => {
    row.querySelector('form').remove();
    row.querySelector('.thank').focus();
    changed();
  };
  const give = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return field.focus();
    add({ t: 'thank', card: card.id, text: text, anonymity: S.stage.anonymity });
    say(t('thanked'));
    close();
  };
  const form = h('form', { class: 'small', onsubmit: give }, field,
    h('div', { class: 'acts' }, h('button', { class: 'act' }, t('thank')), button(t('cancel'), 'act', close)));
  row.append(form);
  field.focus();
}

function make(card, level) {
  const row = h('li', { class: 'card' });
  if (card.gone) return put(row, words(t('taken_back'), 'quiet'));
  const who = card.who && h('bdi', null, card.who);
  row.append(h('h' + level, { class: 'by' }, icon(card.kind, 'k-' + card.kind), who && h('b', null, who), h('span', null, kindWord(card.kind))));
  if (card.on) row.append(h('p', { class: 'quiet' }, icon('build'), ' ', t('builds_on'), ' ', h('bdi', null, card.on.who || card.on.text)));
  if (card.text) row.append(words(card.text));
  if (card.photo) row.append(h('img', { src: '/api/photo/' + card.photo, alt: t('photo_alt'), loading: 'lazy' }));
  const acts = h('div', { class: 'acts' }, button(t('build_on'), 'act', () => buildOn(card), 'build'),
    button(t('thank'), 'act thank', () => row.querySelector('form') || thankForm(card, row), 'thanks'));
  row.append(acts);
  if (card.thanks && card.thanks.length) {
    const list = h('ul', { class: 'thanks', hidden: !open.has(card.id) }, card.thanks.map((one) =>
      h('li', { dir: 'auto' }, one.who && h('b', null, h('bdi', null, one.who), ' '), one.text)));
    const turn = () => {
      list.hidden = !list.hidden;
      open[list.hidden ? 'delete' : 'add'](card.id);
      shown.setAttribute('aria-expanded', String(!list.hidden));
    };
    const shown = mark(t('thanks_for_it'), 'thanks', turn, { 'aria-expanded': String(open.has(card.id)) });
    shown.classList.add('end', 'k-thanks');
    acts.append(shown);
    row.append(list);
  }
  return row;
}

function put(row, ...kids) {
  row.append(...kids);
  return row;
}

/** Answer a card: its first line goes above the field. */
function buildOn(card) {
  S.onto = card;
  S.tab = 'give';
  changed();
  setTimeout(() => {
    const field = document.getElementById('field');
    if (field) field.focus();
  }, 50);
}

/**
 * A list of cards. Those that come in while it is looked at wait behind a button, so that the words under a thumb do
 * not move; `fresh()` lets them in.
 */
export function cardList(level) {
  const list = h('ul', { class: 'cards' });
  const more = h('div', { class: 'more' });
  let seen = null;
  return {
    el: h('div', null, more, list),
    fresh: () => (seen = null),
    show(cards) {
      if (!seen || !seen.size) seen = new Set(cards.map((card) => card.id));
      const news = cards.filter((card) => !seen.has(card.id) && !card.gone);
      const key = String(news.length);
      if (more.dataset.n !== key) {
        more.dataset.n = key;
        fill(more, news.length && button(t('new', { n: news.length }), 'chip', () => {
          seen = null;
          changed();
          setTimeout(() => list.querySelector('button') && list.querySelector('button').focus(), 50);
        }));
      }
      rows(list, cards.filter((card) => seen.has(card.id)), (card) => card.id, (card) => make(card, level));
    },
  };
}
