// The way in: a name (or none where the agreement allows it), with the code from the picture or typed.
import { S, changed } from './state.js';
import { ask, look } from './wire.js';
import { button, fill, h, hint, icon, say } from './dom.js';
import { day, t } from './words.js';

const AGAIN_MS = 3000;

/** Words with the stressed ones between stars, as elements. */
const stressed = (text) => text.split('*').map((part, place) => (place % 2 ? h('b', null, part) : part));

/** What was agreed, in the phone's language where all of it is known, else in the laptop's words. */
function agreed(hello) {
  const keys = [hello.rule, hello.anonymity].filter(Boolean).map((one) => 'd_' + one);
  if (!hello.anonymity || keys.some((key) => t(key) === key)) return hello.promise;
  return keys.map((key) => t(key)).concat(hello.kept_until ? t('d_kept', { date: day(hello.kept_until) }) : []).join(' ');
}

export function joinPage(help) {
  let hello = null;
  let key = (/^#k=([\w-]+)/.exec(location.hash) || [])[1] || '';
  let busy = false;
  const logo = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  logo.setAttribute('viewBox', '0 0 64 64');
  logo.setAttribute('class', 'logo');
  logo.setAttribute('aria-hidden', 'true');
  for (const d of ['M57 32a16.5 16.5 0 1 0-33 0a16.5 16.5 0 1 0 33 0', 'M41 32a16.5 16.5 0 1 0-33 0a16.5 16.5 0 1 0 33 0']) {
    const ring = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    ring.setAttribute('d', d);
    logo.append(ring);
  }
  const title = h('h1', { dir: 'auto' });
  const who = h('p', { class: 'with' });
  const name = h('input', { type: 'text', id: 'name', maxlength: 40, autocomplete: 'given-name', dir: 'auto', 'aria-describedby': 'trouble' });
  const code = h('input', { type: 'text', id: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 7, dir: 'ltr', 'aria-describedby': 'trouble' });
  const codePart = h('div', null, h('label', { for: 'code' }, t('code')), code);
  const trouble = h('p', { id: 'trouble', class: 'bad', role: 'alert' });
  const without = button(t('unnamed'), 'plain', () => go(''));
  const form = h('form', { onsubmit(event) {
    event.preventDefault();
    if (name.value.trim()) go(name.value.trim());
    else {
      trouble.textContent = t('name_first');
      name.focus();
    }
  } }, codePart, h('label', { for: 'name' }, t('name')), name, trouble, h('button', { class: 'filled' }, t('join')), without);
  const wait = h('p', { class: 'big', role: 'status' });
  const promise = h('div', { class: 'agreement' });
  const ways = h('ul', { class: 'ways' }, [['give', 'way_give'], ['build', 'way_build'], ['thanks', 'way_thank']].map((one) =>
    h('li', null, icon(one[0]), h('span', null, stressed(t(one[1]))))));
  const el = h('section', { class: 'join' }, logo, title, who, wait, form, ways, button(t('help'), 'act', help, 'question'), promise);

  async function go(called) {
    if (busy) return;
    const digits = code.value.replace(/\D/g, '');
    if (!key && digits.length !== 6) {
      trouble.textContent = t('code_first');
      return code.focus();
    }
    busy = true;
    trouble.textContent = '';
    const [status, said] = await ask('/api/join', Object.assign(key ? { k: key } : { code: digits }, { name: called }));
    busy = false;
    if (status === 200) {
      history.replaceState(null, '', location.pathname);
      S.guest = said.guest;
      S.name = said.name;
      S.phase = 'in';
      look();
      return changed();
    }
    if (status === 409) {
      trouble.textContent = t('taken', { name: called });
      name.value = said.suggest || called;
      return name.focus();
    }
    if (status === 401) {
      trouble.textContent = t(key ? 'key_old' : 'code_wrong');
      key = '';
      codePart.hidden = false;
      code.value = '';
      return code.focus();
    }
    if (status === 429) trouble.textContent = t('locked', { n: Math.ceil((said.retry_s || 60) / 60) });
    else trouble.textContent = status === 403 ? t('joining_off') : status ? said.why || t('no_line') : t('no_line');
    return undefined;
  }

  async function meet() {
    const [status, said] = await ask('/api/hello');
    if (status === 200) {
      hello = said;
      changed();
    }
    if (S.phase === 'join') setTimeout(meet, AGAIN_MS);
  }

  return {
    el,
    meet,
    update() {
      codePart.hidden = Boolean(key);
      if (!hello) {
        form.hidden = true;
        wait.textContent = t('no_line');
        return;
      }
      const open = hello.joining && hello.started !== false;
      title.textContent = document.title = hello.title;
      who.textContent = hello.lead ? (hello.until ? t('with_until', { name: hello.lead, time: hello.until }) : t('with', { name: hello.lead })) : '';
      form.hidden = !open;
      const said = open ? '' : hello.started === false ? t('waiting') + ' ' + t('goes_on') : t('joining_off');
      if (wait.textContent !== said) {
        wait.textContent = said;
        if (said) say(said);
      }
      without.hidden = !hello.unnamed;
      const words = agreed(hello) || '';
      if (promise.dataset.now !== words) {
        promise.dataset.now = words;
        fill(promise, words && hint('promise', words));
      }
    },
  };
}
