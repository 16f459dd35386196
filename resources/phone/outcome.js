// The outcome card: four pages, now before then, nothing sent before the end, no name with it.
import { S, changed } from './state.js';
import { add, keep, newBallot, recall } from './queue.js';
import { button, fill, h, hint, say } from './dom.js';
import { t } from './words.js';

const ITEMS = ['informed', 'perspective', 'decision'];
const SOURCES = ['others', 'half', 'material', 'none'];
const HIGHEST = 4;

/** Whether the card is to be shown instead of everything else. */
export const cardIsOn = () =>
  Boolean(S.ask && S.ask.form === 'outcome' && S.ask.open && S.later !== S.ask.id && !recall('outcome.' + S.ask.id));

export function outcomePage() {
  let page = 0;
  let filled = {};
  let through = '';
  let drawn = '';
  const el = h('section', { class: 'outcome' });

  function column(item, when, level) {
    const choose = () => (filled[item] = Object.assign(filled[item] || {}, { [when]: level, nothing: false }));
    const was = filled[item] && filled[item][when];
    return h('label', { class: 'cell' }, h('input', { type: 'radio', name: when, class: when, checked: was === level, onchange: choose,
      'aria-label': t(when) + ': ' + t(item[0] + level) }));
  }

  function scale(item) {
    const levels = [4, 3, 2, 1, 0];
    return h('div', { class: 'scale' }, h('div', { class: 'row heads', 'aria-hidden': 'true' }, h('span', { class: 'words' }), h('b', null, t('now')), h('span', null, t('then'))),
      levels.map((level) => h('div', { class: 'row' }, h('span', { class: 'words' }, t(item[0] + level)), column(item, 'now', level), column(item, 'then', level))));
  }

  function nothing() {
    filled.decision = { now: null, then: null, nothing: true, evidence: '' };
    step();
  }

  function step() {
    page++;
    if (page <= ITEMS.length) return draw(true);
    const items = ITEMS.filter((item) => filled[item]).map((item) => {
      const one = filled[item];
      const level = (value) => (typeof value === 'number' ? value : null);
      return { item: item, now: level(one.now), then: level(one.then), evidence: one.evidence || '' };
    });
    const ballot = newBallot();
    keep('outcome.' + S.ask.id, { ballot: ballot });
    if (items.length || through) add({ t: 'outcome', ask: S.ask.id, ballot: ballot, card: { items: items, through: through } });
    say(t('card_given'));
    S.tab = 'give';
    return changed();
  }

  function skip() {
    if (ITEMS[page]) delete filled[ITEMS[page]];
    else through = '';
    step();
  }

  function draw(moved) {
    const item = ITEMS[page];
    const head = h('h2', { class: 'head', tabindex: -1, dir: 'auto' }, t('o_' + (item || 'through'), { topic: S.ask.question || t('this') }));
    const evidence = item && h('input', { type: 'text', id: 'evidence', maxlength: 300, dir: 'auto', value: (filled[item] && filled[item].evidence) || '',
      oninput: () => (filled[item] = Object.assign(filled[item] || {}, { evidence: evidence.value.trim() })) });
    const body = item ? [scale(item), item === 'decision' && button(t('nothing'), 'edged', nothing), h('label', { for: 'evidence' }, t('e_' + item)), evidence]
      : h('ul', { class: 'rows' }, SOURCES.map((one) => h('li', null, h('label', { class: 'row' }, h('span', { class: 'words' }, t('s_' + one)),
        h('input', { type: 'radio', name: 'through', checked: through === one, onchange: () => (through = one) })))));
    fill(el, h('form', { class: 'ask', onsubmit(event) {
      event.preventDefault();
      step();
    } }, head, body, h('div', { class: 'foot' }, hint('promise', t('secret_card')),
      h('div', { class: 'two' }, button(t('skip'), 'edged', skip), h('button', { class: 'filled' }, t(page < ITEMS.length ? 'next' : 'give_card'))))));
    if (moved) {
      scrollTo(0, 0);
      head.focus();
      changed();
    }
  }

  return {
    el,
    title: () => t('card'),
    where: () => t('of', { n: page + 1, all: HIGHEST }),
    back() {
      if (page) {
        page--;
        return draw(true);
      }
      S.later = S.ask.id;
      S.tab = 'give';
      return changed();
    },
    update() {
      if (drawn === S.ask.id) return;
      drawn = S.ask.id;
      page = 0;
      filled = {};
      through = '';
      draw(false);
    },
  };
}
