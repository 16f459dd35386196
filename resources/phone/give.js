// The first page: the prompt, a field for what one has, the kinds, and what the others gave.
import { S, changed } from './state.js';
import { add, keep, newId, recall } from './queue.js';
import { line } from './wire.js';
import { button, fill, h, hint, icon, mark, say, warn } from './dom.js';
import { cardList, onWall } from './cards.js';
import { askPart } from './ask.js';
import { kindWord, number, t } from './words.js';

const KINDS = ['idea', 'knowledge', 'information', 'question', 'story', 'concern', 'commitment', 'thanks'];
const WISHES = ['keep', 'share_without_name', 'share'];
const COUNTED = 240;
const WIDEST = 1600;

/** Whether what is written now goes on a slip that nobody reads before the reveal. */
function onSlip() {
  const part = S.stage.slip !== undefined ? S.stage.slip : S.stage.modality === 'pens_first' && (S.stage.part || 'write');
  return part === 'write' || part === 'choose';
}

/** A photo as a small JPEG: what else the file holds, its place above all, stays on the phone. */
function shrink(file, then) {
  const reader = new FileReader();
  reader.onload = () => {
    const shown = new Image();
    shown.onload = () => {
      const by = Math.min(1, WIDEST / Math.max(shown.width, shown.height));
      const paper = h('canvas', { width: Math.round(shown.width * by), height: Math.round(shown.height * by) });
      paper.getContext('2d').drawImage(shown, 0, 0, paper.width, paper.height);
      then(paper.toDataURL('image/jpeg', 0.8));
    };
    shown.onerror = () => then('');
    shown.src = reader.result;
  };
  reader.readAsDataURL(file);
}

/** What is promised of names, in the phone's language. */
function promise() {
  const level = S.stage.anonymity;
  return ['named', 'by_group', 'without_names'].includes(level) ? t('p_' + level) : S.stage.promise || '';
}

export function givePage(help) {
  let kind = 'note';
  let picture = '';
  let drawn = '';
  let noticed = '';
  const prompt = h('h1', { dir: 'auto' });
  const above = h('p', { class: 'quiet', dir: 'auto' });
  const onto = h('div', { class: 'onto' });
  const field = h('textarea', { id: 'field', rows: 2, dir: 'auto', 'aria-describedby': 'promise count' });
  const count = h('span', { id: 'count', class: 'quiet' });
  const pick = h('input', { type: 'file', accept: 'image/*', class: 'unseen', 'aria-label': t('photo') });
  const camera = h('label', { class: 'mark camera', title: t('photo') }, pick, icon('photo'));
  const preview = h('div', { class: 'preview' });
  const promised = h('div', { id: 'promise' });
  const kinds = h('div', { class: 'kinds', role: 'group', 'aria-label': t('kind') });
  const wishes = h('fieldset', { class: 'wishes' });
  const give = h('button', { class: 'filled' });
  const told = h('p', { class: 'quiet', role: 'status' });
  const form = h('form', { onsubmit: send }, onto, h('label', { for: 'field', class: 'unseen' }, t('field')),
    h('div', { class: 'field' }, field, camera), h('div', { class: 'under' }, preview, count), promised, kinds, wishes, give, told);
  const asking = h('div', { class: 'asking' });
  const title = h('h2', null, t('others'));
  const empty = h('div', { class: 'empty' });
  const list = cardList(3);
  const others = h('section', null, title, empty, list.el);
  const el = h('section', { class: 'give' }, above, asking, prompt, form, others);
  field.addEventListener('input', grow);
  pick.addEventListener('change', () => {
    const file = pick.files[0];
    pick.value = '';
    if (file) shrink(file, (made) => {
      picture = made;
      if (!made) warn(t('photo_bad'));
      showPicture();
    });
  });

  function showPicture() {
    fill(preview, picture && [h('img', { src: picture, alt: t('photo_alt') }), mark(t('remove'), 'close', () => {
      picture = '';
      showPicture();
    })]);
  }

  function grow() {
    const length = Array.from(field.value).length;
    const over = length > S.limit;
    field.style.height = 'auto';
    const most = Math.max(160, 9.5 * parseFloat(getComputedStyle(field).fontSize));
    field.style.height = Math.min(Math.max(field.scrollHeight + 2, 88), most) + 'px';
    count.textContent = length >= COUNTED ? number(length) + ' / ' + number(S.limit) : '';
    count.className = over ? 'bad' : 'quiet';
    field.setAttribute('aria-invalid', String(over));
    if (!onSlip()) keep('draft', field.value ? { text: field.value, block: S.stage.block } : null);
  }

  function send(event) {
    event.preventDefault();
    const text = field.value.trim();
    if (S.stage.frozen) return warn(t('r_frozen'));
    if (Array.from(text).length > S.limit) return warn(t('r_full'));
    if (onSlip()) return sendSlip(text);
    if (!text && !picture) {
      warn(t('write_first'));
      return field.focus();
    }
    add({ t: 'give', text: text, kind: kind, on: S.onto ? S.onto.id : null, photo: null,
      block: S.stage.block, anonymity: S.stage.anonymity }, picture);
    const said = t(!line.up ? 'given_later' : S.stage.held ? 'given_held' : 'given');
    told.textContent = said;
    field.value = '';
    picture = '';
    kind = 'note';
    S.onto = null;
    grow();
    showPicture();
    drawKinds();
    changed();
  }

  const slipKey = () => 'slip.' + S.stage.block;

  function sendSlip(text) {
    if (!text) return field.focus();
    const slip = recall(slipKey()) || { id: newId() };
    slip.text = text;
    const chosen = wishes.querySelector(':checked');
    slip.wish = chosen ? chosen.value : 'keep';
    keep(slipKey(), slip);
    add({ t: 'slip', slip: slip.id, text: text, wish: slip.wish, block: S.stage.block, anonymity: S.stage.anonymity });
    told.textContent = t('slip_in');
    changed();
  }

  function drawKinds() {
    const some = (S.stage && S.stage.kinds) || KINDS;
    fill(kinds, KINDS.filter((one) => some.includes(one)).map((one, place) => {
      const choose = () => {
        kind = kind === one ? 'note' : one;
        drawKinds();
        kinds.children[place].focus();
      };
      return h('button', { type: 'button', class: 'kind', 'aria-pressed': String(kind === one), onclick: choose },
        icon(one, 'k-' + one), h('span', null, kindWord(one)));
    }));
  }

  function drawWishes() {
    const slip = recall(slipKey());
    fill(wishes, h('legend', null, t('wish')), WISHES.map((one) =>
      h('label', { class: 'choice' }, h('input', { type: 'radio', name: 'wish', value: one, checked: (slip ? slip.wish : 'keep') === one }), t('w_' + one))));
    if (slip && !field.value) field.value = slip.text;
  }

  const part = askPart(asking);
  const draft = recall('draft');

  return {
    el,
    entered: list.fresh,
    update() {
      const stage = S.stage;
      const idle = !stage || !stage.block;
      const round = S.ask && S.ask.form === 'check_in' && S.ask.open && S.ask.question; // said aloud, one after another
      const text = idle ? t('waiting') : round || stage.prompt || stage.title;
      if (prompt.textContent !== text) {
        prompt.textContent = text;
        if (drawn) say(text);
      }
      above.textContent = idle ? t('goes_on') : stage.group ? t('group', { name: stage.group }) : '';
      part.update();
      // A vote that is open has the page to itself, unless one builds on a card; its totals leave room for cards.
      const asked = !idle && part.shown() && S.ask.open && !S.onto;
      form.hidden = idle || asked;
      prompt.hidden = asked && Boolean(S.ask.question) && S.ask.form !== 'outcome';
      if (!idle) {
        const slip = onSlip();
        const now = [stage.block, slip, stage.kinds, stage.anonymity, stage.promise, stage.frozen, stage.held, stage.notice].join('|');
        if (now !== drawn) {
          if (!drawn && draft && draft.block === stage.block) field.value = draft.text;
          drawn = now;
          told.textContent = '';
          if (stage.notice && stage.notice !== noticed) say(t('n_' + stage.notice));
          noticed = stage.notice;
          fill(promised, stage.notice && h('p', { class: 'notice' }, t('n_' + stage.notice)), hint(slip ? 'hidden' : 'promise', slip ? t('p_slip') : promise()), stage.held && hint('waits', t('held')),
            stage.frozen && hint('lock', t('r_frozen')));
          kinds.hidden = camera.hidden = slip;
          wishes.hidden = !slip;
          if (slip) drawWishes();
          drawKinds();
          field.placeholder = t('field');
          fill(give, t(slip ? 'hand_in' : 'give'));
          give.setAttribute('aria-disabled', String(Boolean(stage.frozen)));
          if (field.isConnected) grow();
        }
        if (onto.dataset.id !== (S.onto ? S.onto.id : '')) {
          onto.dataset.id = S.onto ? S.onto.id : '';
          fill(onto, S.onto && [icon('build'), h('span', { dir: 'auto' }, S.onto.who && h('b', null, h('bdi', null, S.onto.who), ' '),
            S.onto.text.split('\n')[0].slice(0, 90)), mark(t('not_on'), 'close', () => {
            S.onto = null;
            changed();
          })]);
        }
      }
      const hidden = idle || stage.wall === 'hidden' || onSlip();
      others.hidden = idle || asked;
      title.hidden = !idle && onSlip();
      const cards = hidden ? [] : onWall(true).slice(0, 30);
      const note = idle || cards.length ? '' : onSlip() ? t('slips', { n: stage.in || 0 }) : hidden ? t('wall_hidden', { n: stage.in || 0 }) : t('first');
      if (empty.dataset.now !== note) {
        empty.dataset.now = note;
        fill(empty, note && [h('p', null, note), button(t('help'), 'act', help, 'question')]);
      }
      list.show(cards);
    },
  };
}
