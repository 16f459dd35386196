// Small helpers to build the page from elements; no text is ever read as markup.
import { OUTLINES } from './icons.js';

const SVG = 'http://www.w3.org/2000/svg';

export const $ = (id) => document.getElementById(id);

/** Put children into an element: texts, elements, lists of them; nothing is left out. */
export function put(into, ...kids) {
  for (const kid of kids) {
    if (Array.isArray(kid)) put(into, ...kid);
    else if (kid) into.append(kid);
  }
  return into;
}

/** An element with attributes, `on…` listeners and children. */
export function h(tag, given, ...kids) {
  const made = document.createElement(tag);
  for (const name of Object.keys(given || {})) {
    const value = given[name];
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked') made[name] = value;
    else if (value || value === '' || value === 0) made.setAttribute(name, value === true ? '' : value);
  }
  // What is empty has no direction of its own yet: it stands the way the page does.
  if (made.placeholder === '' && made.dir === 'auto') made.placeholder = ' ';
  return put(made, ...kids);
}

/** Other children in place of those there. */
export function fill(into, ...kids) {
  into.textContent = '';
  return put(into, ...kids);
}

export function icon(name, look) {
  const drawn = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', OUTLINES[name] || OUTLINES.note);
  drawn.setAttribute('viewBox', '0 0 24 24');
  drawn.setAttribute('aria-hidden', 'true');
  drawn.setAttribute('class', 'icon i-' + name + ' ' + (look || ''));
  drawn.append(line);
  return drawn;
}

/** A button with words, and an outline before them if named. */
export function button(words, look, act, drawn) {
  return h('button', { type: 'button', class: look, onclick: act }, drawn && icon(drawn), words);
}

/** A button that shows an outline only; its words are for those who hear the page. */
export function mark(words, drawn, act, more) {
  return h('button', Object.assign({ type: 'button', class: 'mark', 'aria-label': words, title: words, onclick: act }, more), icon(drawn));
}

/** A line of small words after an outline. */
export const hint = (drawn, words) => h('p', { class: 'hint' }, icon(drawn), h('span', { dir: 'auto' }, words));

/** Other people's words: their own direction, never a link, never markup. */
export const words = (text, look) => h('p', { class: look || 'text', dir: 'auto' }, text);

/**
 * Keep a list in step with what there is: a row whose content is as before is not touched, so nothing moves under a
 * thumb and no focus is lost. A row in which somebody writes stays as it is.
 */
export function rows(list, items, keyOf, make) {
  const had = new Map(Array.from(list.children).map((row) => [row.dataset.key, row]));
  let before = null;
  for (const item of items) {
    const key = keyOf(item);
    const now = JSON.stringify(item);
    let row = had.get(key);
    had.delete(key);
    if (!row || (row.dataset.now !== now && !row.querySelector('form'))) {
      const made = make(item);
      made.dataset.key = key;
      made.dataset.now = now;
      if (row) row.replaceWith(made);
      row = made;
    }
    const place = before ? before.nextSibling : list.firstChild;
    if (place !== row) list.insertBefore(row, place);
    before = row;
  }
  for (const row of had.values()) row.remove();
}

let until = 0;

/** Tell everybody, for a while: something was not taken. */
export function warn(text) {
  clearTimeout(until);
  const top = $('top');
  $('note').style.top = (getComputedStyle(top).position === 'sticky' ? top.offsetHeight : 0) + 8 + 'px'; // under the bar
  $('note').textContent = text;
  until = setTimeout(() => ($('note').textContent = ''), 6000);
}

/** Tell those who hear the page. */
export function say(text) {
  $('say').textContent = '';
  setTimeout(() => ($('say').textContent = text), 60);
}
