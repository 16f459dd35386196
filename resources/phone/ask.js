// What everybody is asked: a poll, dots, a rating, a pulse. A ballot has an id by chance and nothing of a person.
import { S, changed } from './state.js';
import { add, keep, newBallot, recall } from './queue.js';
import { button, fill, h, hint, say } from './dom.js';
import { number, t } from './words.js';

const HOLD_MS = 500;
const MOST_DRAWN = 5;

/** The ballot of this phone for what is asked now; a changed question is another turn, and asks again. */
export function ballotOf(ask) {
  const had = recall('ballot');
  if (had && had.ask === ask.id && had.turn === ask.turn) return had;
  const places = ask.options.length * (ask.form === 'rating' ? ask.criteria.length : 1);
  const blank = Array(places).fill(ask.form === 'rating' ? -1 : 0);
  // A ballot of an earlier turn is given anew under its own id, so that no phone counts twice.
  return { ask: ask.id, turn: ask.turn, ballot: had && had.ask === ask.id ? had.ballot : newBallot(), marks: blank, given: false };
}

const sum = (marks) => marks.reduce((all, one) => all + one, 0);

export function askPart(into) {
  let drawn = '';
  let told = '';
  let mine = null;
  const shown = () => Boolean(S.ask) && (S.ask.form !== 'outcome' ? S.ask.form !== 'check_in' : S.ask.open && !recall('outcome.' + S.ask.id));

  function set(place, mark) {
    mine.marks[place] = mark;
    draw();
  }

  function give(event) {
    event.preventDefault();
    mine.given = true;
    keep('ballot', mine);
    add({ t: 'vote', ask: S.ask.id, ballot: mine.ballot, marks: mine.marks.slice() });
    say(t('vote_given'));
    draw();
  }

  function takeBack() {
    if (mine.given) add({ t: 'unvote', ask: S.ask.id, ballot: mine.ballot });
    keep('ballot', null);
    mine = ballotOf(S.ask);
    say(t('vote_back'));
    draw();
  }

  /** One option and its dots: a tap gives one, a long press or the last dot takes one back; buttons for keys and ears. */
  function dots(ask, option, place) {
    const has = mine.marks[place];
    const rest = ask.budget - sum(mine.marks);
    const more = () => has < ask.per_option && rest > 0 && set(place, has + 1);
    const less = () => has > 0 && set(place, has - 1);
    let held = 0;
    let long = false;
    const press = () => {
      long = false;
      held = setTimeout(() => {
        long = true;
        less();
      }, HOLD_MS);
    };
    const tap = (event) => {
      if (long || event.target.tagName === 'BUTTON') return;
      if (event.target === drops.children[has - 1]) less();
      else more();
    };
    const drops = h('span', { class: 'dots', 'aria-hidden': 'true' });
    if (ask.per_option <= MOST_DRAWN) for (let i = 0; i < ask.per_option; i++) drops.append(h('i', { class: i < has ? 'dot on' : 'dot' }));
    else drops.append(h('b', null, number(has)), h('i', { class: has ? 'dot on' : 'dot' }));
    const said = option + ', ' + t('dots', { n: has });
    const step = (sign, key, act) => h('button', { type: 'button', class: 'step', 'aria-label': t(key) + ' ' + said, onclick: act, 'data-step': key + place }, sign);
    return h('li', { class: 'row', onclick: tap, onpointerdown: press, onpointerup: () => clearTimeout(held), onpointercancel: () => clearTimeout(held), oncontextmenu: (event) => event.preventDefault() },
      h('span', { class: 'words', dir: 'auto' }, option), step('\u2212', 'less', less), step('+', 'more', more), drops);
  }

  function one(option, place) {
    const choose = () => {
      mine.marks = mine.marks.map((_mark, at) => (at === place ? 1 : 0));
      draw();
    };
    return h('li', null, h('label', { class: 'row' }, h('span', { class: 'words', dir: 'auto' }, option),
      h('input', { type: 'radio', name: 'one', checked: mine.marks[place] === 1, onchange: choose, 'data-step': 'one' + place })));
  }

  function rating(ask, option, place) {
    const wide = ask.criteria.length;
    return h('li', { class: 'rated' }, h('h2', { dir: 'auto' }, option), ask.criteria.map((criterion, at) => {
      const spot = place * wide + at;
      const choice = h('select', { onchange: () => set(spot, Number(choice.value)), 'aria-label': option + ', ' + criterion, 'data-step': 'r' + spot },
        h('option', { value: -1 }, t('unsaid')), ask.scale.map((word, level) => h('option', { value: level }, word)));
      choice.value = String(mine.marks[spot]);
      return h('label', { class: 'row' }, h('span', { class: 'words', dir: 'auto' }, criterion), choice);
    }));
  }

  function results(ask) {
    if (ask.few || !ask.results || !ask.results.length) return h('p', { class: 'empty' }, t(ask.few ? 'too_few' : 'vote_closed'));
    const most = Math.max(1, ...ask.results.map((one) => one.count));
    return h('ul', { class: 'rows' }, ask.results.map((one) => {
      const bar = h('i', { class: 'bar' });
      bar.style.width = (100 * Math.max(0, one.count)) / most + '%';
      return h('li', { class: 'result' }, h('span', { class: 'words', dir: 'auto' }, one.words), h('b', null, one.count < 0 ? '' : number(one.count)), bar,
        one.behind && h('span', { class: 'quiet', dir: 'auto' }, one.behind));
    }));
  }

  function draw() {
    const ask = S.ask;
    const active = document.activeElement && document.activeElement.dataset.step;
    const head = h('h1', { dir: 'auto' }, ask.question);
    if (!ask.open) return fill(into, head, results(ask));
    const makes = { dots: (option, place) => dots(ask, option, place), rating: (option, place) => rating(ask, option, place) };
    const list = h('ul', { class: 'rows' }, ask.options.map(makes[ask.form] || one));
    const given = sum(mine.marks);
    const any = ask.form === 'rating' ? mine.marks.some((mark) => mark >= 0) : given > 0;
    const rest = ask.budget - given;
    const budget = ask.form === 'dots' && h('p', { class: 'budget', role: 'status' }, h('b', null, t('dots', { n: ask.budget })), ' ',
      rest ? t('in_hand', { n: rest }) : t('none_in_hand'));
    fill(into, h('form', { class: 'ask', onsubmit: give }, head, budget, list, hint('hidden', t(ask.form === 'pulse' ? 'secret_five' : 'secret')),
      h('div', { class: 'foot' }, (mine.given || ask.mine) && h('p', { class: 'quiet' }, t('vote_in')),
        (mine.given || any) && button(t(ask.form === 'dots' ? 'dots_back' : 'answer_back'), 'edged', takeBack),
        h('button', { class: 'filled', disabled: !any }, ask.form === 'dots' ? t('give_dots', { n: given }) : t('give')))));
    const again = active && into.querySelector('[data-step="' + active + '"]');
    if (again) again.focus();
  }

  return {
    shown,
    update() {
      const ask = shown() ? S.ask : null;
      const now = JSON.stringify(ask);
      if (now === drawn) return;
      drawn = now;
      into.hidden = !ask;
      if (!ask) return fill(into);
      if (ask.form === 'outcome') {
        return fill(into, h('p', null, t('card_waits')), button(t('card_open'), 'filled', () => {
          S.later = '';
          changed();
        }));
      }
      mine = ballotOf(ask);
      draw();
      const news = [ask.id, ask.turn, ask.open].join();
      if (news === told) return;
      told = news; // that somebody else has voted is not read out
      say(ask.question);
    },
  };
}
