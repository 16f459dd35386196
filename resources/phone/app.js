// The page as a whole: who is in, which part of it is shown, the time, the line to the laptop.
import { S, changed, left, onChange } from './state.js';
import { keep, recall, waiting } from './queue.js';
import { ask, line, look, onRefused } from './wire.js';
import { $, button, fill, h, icon, mark, warn } from './dom.js';
import { joinPage } from './join.js';
import { givePage } from './give.js';
import { minePage, textPage } from './mine.js';
import { cardIsOn, outcomePage } from './outcome.js';
import { handPage, helpPage, rolePage, wallPage } from './pages.js';
import { loadWords, t } from './words.js';

const TABS = [['give', 'give', 'give'], ['wall', 'wall', 'wall'], ['mine', 'note', 'mine'], ['role', 'role', 'my_role'], ['hand', 'hand', 'hand']];
const GRACE_MS = 1500; // a line that is back by then was never missed
const BACK_MS = 4000;
const LONG_MS = 600000;

const pages = {};
let shown = '';
let over = ''; // help or text, over what is there

function openOver(which) {
  over = which;
  history.pushState({ over: which }, '');
  changed();
}
addEventListener('popstate', () => {
  over = '';
  changed();
});

const help = () => openOver('help');
const makes = { join: () => joinPage(help), give: () => givePage(help), wall: () => wallPage(help), mine: minePage, role: rolePage,
  hand: handPage, help: helpPage, text: textPage, outcome: outcomePage, over: overPage };

function overPage() {
  const head = h('h1');
  const note = h('p');
  return {
    el: h('section', { class: 'empty' }, head, note, button(t('my_things'), 'edged', () => openOver('text')), button(t('come_back'), 'plain', () => location.reload())),
    update() {
      head.textContent = t('bye_' + (['ended', 'removed', 'elsewhere'].includes(S.why) ? S.why : 'ended'));
      note.textContent = waiting().length ? t('n_waiting', { n: waiting().length }) : '';
    },
  };
}

function page(which) {
  if (!pages[which]) pages[which] = makes[which]();
  return pages[which];
}

function which() {
  if (over) return over;
  if (S.phase === 'join') return 'join';
  if (S.phase === 'over') return 'over';
  return cardIsOn() ? 'outcome' : S.tab;
}

function draw() {
  if (S.phase === 'load') return;
  const now = which();
  const one = page(now);
  if (now !== shown) {
    shown = now;
    if (one.entered) one.entered();
    one.update();
    fill($('main'), one.el);
    scrollTo(0, 0);
    if (now === 'join') one.meet();
    if (now === 'over') warn(''); // what was said of the session says nothing of its end
  } else one.update();
  drawTop(now, one);
  drawTabs(now);
  drawLine();
}

function drawTop(now, one) {
  const title = one.title && one.title();
  const sub = one.back || over;
  const key = [now, title, S.name].join('|');
  $('top').hidden = now === 'join' || now === 'over';
  if ($('top').dataset.key !== key) {
    $('top').dataset.key = key;
    fill($('top'), sub && mark(t('back'), 'back', one.back || (() => history.back())), h(title ? 'h1' : 'p', { class: 'who' }, h('bdi', null, title || S.name || t('no_name'))),
      !sub && mark(t('help'), 'question', help), h('span', { id: 'time', role: 'timer' }));
  }
  drawTime(one);
}

function drawTime(one) {
  const at = $('time');
  if (!at) return;
  const ms = left();
  let text = '';
  if (one.where) text = one.where();
  else if (!over && ms !== null) {
    // As the room screen has it: the second that runs is counted, and what is over has a minus.
    const s = ms < 0 ? Math.floor(-ms / 1000) : Math.ceil(ms / 1000);
    const two = (n) => String(n).padStart(2, '0');
    text = (ms < 0 && s ? '\u2212' : '') + (s < 3600 ? two(Math.floor(s / 60)) : Math.floor(s / 3600) + ':' + two(Math.floor(s / 60) % 60)) + ':' + two(s % 60);
  }
  if (at.textContent !== text) at.textContent = text;
  at.className = one.where ? 'where' : ms !== null && ms < 0 ? 'past' : '';
}

function drawTabs(now) {
  const tabs = $('tabs');
  tabs.hidden = S.phase !== 'in' || now === 'outcome' || now === 'text';
  tabs.setAttribute('aria-label', t('parts'));
  const mine = S.brief || S.sheet;
  const part = mine && [mine.block, mine.round, mine.role || ''].join('|');
  // Said once, also over a reload, and only where the way to it is seen.
  if (part && now === S.tab && part !== recall('part')) {
    if (now !== 'role') warn(t(S.brief ? 'new_role' : 'observer'));
    keep('part', part);
  }
  const key = S.tab;
  if (tabs.dataset.key === key) return;
  tabs.dataset.key = key;
  const had = tabs.contains(document.activeElement);
  fill(tabs, TABS.map((one) => h('button', { type: 'button', 'aria-current': S.tab === one[0] && 'page', onclick: () => {
    S.tab = one[0];
    S.later = S.ask && S.ask.form === 'outcome' ? S.ask.id : S.later;
    if (over) history.back();
    changed();
  } }, icon(one[1]), h('span', null, t(one[2])))));
  if (had) tabs.querySelector('[aria-current]').focus();
}

function drawLine() {
  const place = $('line');
  const n = waiting().filter((thing) => !thing.why).length;
  const ago = Date.now() - line.downAt;
  const down = S.phase === 'in' && !line.up && ago > GRACE_MS;
  const justBack = line.up && place.dataset.was && Date.now() - line.backAt < BACK_MS; // what waited may still be on its way
  const back = justBack && line.went;
  const long = down && ago > LONG_MS;
  const key = down ? 'down' + n + long : back ? 'back' + line.went : '';
  if (down) place.dataset.was = 'down';
  else if (line.up && !justBack) delete place.dataset.was;
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.className = key && (down ? 'down' : 'back');
  if (down) {
    fill(place, icon('offline'), h('div', null, h('b', null, t('offline')), h('p', null, n ? t('n_waiting', { n: n }) : t('keeps_trying')),
      long && button(t('show_text'), 'act', () => openOver('text'))));
  } else fill(place, back && [icon('landed'), h('b', null, t('back_sent', { n: line.went }))]);
}

function tick() {
  if (S.phase === 'load') return;
  const one = pages[shown];
  if (one) drawTime(one);
  drawLine();
}

async function begin() {
  await loadWords();
  const [status, said] = await ask('/api/me');
  S.phase = status === 200 || (status === 0 && waiting().length) ? 'in' : 'join';
  if (said.name) S.name = said.name;
  onChange(draw);
  onRefused(warn);
  setInterval(tick, 500);
  if (S.phase === 'in') look();
  changed();
}

begin();
