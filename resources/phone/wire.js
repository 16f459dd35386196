// The line to the laptop: opened again by itself, sending what waits in order, one thing at a time.
import { S, changed, told } from './state.js';
import * as queue from './queue.js';
import { t } from './words.js';

const ANSWER_MS = 10000;
const OPEN_MS = 5000;
const PING_MS = 15000;
const NOT_READ = 1008;
const PATIENCE_MS = 5000;
const SLOWEST_MS = 2000;
const OWN = ['frozen', 'full', 'closed', 'gone', 'name']; // refusals the page says in the phone's language

/** How the line is: `up`, since when it is not, and how many things went out since it came back. */
export const line = { up: false, downAt: Date.now(), backAt: 0, went: 0 };

let socket = null;
let flying = null;
let wait = 250;
let timer = 0;
let deadline = 0;
let resting = true;
let refused = () => {};

/** Hear of what the laptop did not take, and why. */
export const onRefused = (hear) => (refused = hear);

/** A question by HTTP: `[status, answer]`; status 0 where nobody answers. */
export async function ask(path, body) {
  const stop = typeof AbortController === 'function' ? new AbortController() : null;
  const timeout = setTimeout(() => stop && stop.abort(), OPEN_MS);
  const how = { credentials: 'same-origin', signal: stop ? stop.signal : undefined };
  if (body) Object.assign(how, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  try {
    const answer = await fetch(path, how);
    return [answer.status, await answer.json().catch(() => ({}))];
  } catch (_unreachable) {
    return [0, {}];
  } finally {
    clearTimeout(timeout);
  }
}

/** Begin, or look at once whether the line still holds: phones wake with lines that are dead and do not know it. */
export function look() {
  resting = false;
  wait = 250;
  if (!socket) open();
  else if (socket.readyState === 1) ping(PATIENCE_MS / 2);
}

export function rest() {
  resting = true;
  clearTimeout(timer);
  if (socket) socket.close();
}

function send(m) {
  socket.send(JSON.stringify(m));
}

const cards = () => queue.waiting().filter((thing) => thing.m.t === 'give' && !thing.why).length;

function ping(patience) {
  const mine = socket;
  send({ t: 'ping', waiting: cards() });
  clearTimeout(deadline);
  deadline = setTimeout(() => lost(mine), patience);
}

function open() {
  clearTimeout(timer);
  const opened = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
  socket = opened;
  clearTimeout(deadline);
  deadline = setTimeout(() => lost(opened), OPEN_MS);
  opened.onmessage = (event) => socket === opened && hear(JSON.parse(event.data));
  opened.onclose = (event) => {
    // The laptop could not read it: sent again it would close the line for ever, and nothing after it would arrive.
    const bad = event.code === NOT_READ && socket === opened && flying && queue.find(flying);
    if (bad) setAside(bad, t('refused'));
    lost(opened);
  };
}

function lost(gone) {
  if (socket !== gone) return;
  const was = line.up;
  socket = null;
  flying = null;
  clearTimeout(deadline);
  gone.close();
  if (was) line.downAt = Date.now();
  line.up = false;
  changed();
  if (resting) return;
  if (!was) {
    // Not let in, or nobody there? Only the first has an answer.
    ask('/api/me').then((answer) => {
      if (answer[0] === 401 && !resting) {
        rest();
        S.phase = 'join';
        changed();
      }
    });
  }
  timer = setTimeout(() => !document.hidden && !resting && !socket && open(), wait);
  wait = Math.min(wait * 2, SLOWEST_MS);
}

function hear(said) {
  clearTimeout(deadline);
  if (said.t === 'hello') {
    line.up = true;
    line.backAt = Date.now();
    line.went = 0;
    wait = 250;
    if (S.guest !== said.guest) {
      S.mine.clear();
      S.n = 0;
    }
    S.guest = said.guest;
    S.name = said.name;
    S.limit = (said.limits && said.limits.text) || S.limit;
    S.phase = 'in';
    send({ t: 'since', n: S.n, waiting: cards() });
    flush();
  } else if (said.t === 'ok' || said.t === 'no') answered(said);
  else if (said.t === 'bye') {
    if (said.why === 'closing' || said.why === 'slow') return;
    queue.waiting().filter((thing) => thing.m.t === 'leave').forEach((thing) => queue.done(thing.id)); // once is enough
    if (said.why !== 'elsewhere') queue.forget();
    rest();
    S.phase = 'over';
    S.why = said.why;
  } else told(said);
  changed();
}

function answered(said) {
  if (flying === said.id) flying = null;
  const thing = queue.find(said.id);
  if (thing && said.t === 'ok') {
    line.went++;
    if (thing.m.t === 'give' && !S.mine.has(thing.id)) {
      const state = S.stage && S.stage.held ? 'held' : 'landed';
      S.mine.set(thing.id, Object.assign({}, thing.m, { state: state, at: said.at }));
    }
    queue.done(said.id);
  } else if (thing && (said.code === 'slow' || said.code === 'busy')) {
    flying = said.id;
    setTimeout(() => {
      if (flying === said.id) flying = null;
      flush();
    }, said.retry_ms || SLOWEST_MS);
    return;
  } else if (thing && said.code === 'photo' && thing.picture) {
    thing.m.photo = null;
    queue.again(thing);
  } else if (thing) {
    const why = OWN.includes(said.code) ? t('r_' + said.code) : said.why || t('refused');
    setAside(thing, why);
  }
  flush();
}

/** A thing that is not taken: a card stays in Mine with the reason, the rest is said and dropped. */
function setAside(thing, why) {
  refused(why);
  if (thing.m.t === 'give') queue.alter(thing, { why: why });
  else queue.done(thing.id);
}

/** Send the first thing that waits, unless one is under way. */
async function flush() {
  const thing = queue.next();
  if (!thing || flying || !line.up || socket.readyState !== 1) return;
  flying = thing.id;
  const mine = socket;
  if (thing.picture && !thing.m.photo && !(await upload(thing))) {
    if (socket === mine) lost(mine);
    return;
  }
  if (socket !== mine || !queue.find(thing.id)) {
    if (flying === thing.id) flying = null;
    return;
  }
  if (!thing.why) {
    queue.alter(thing, { sent: true });
    send(thing.m);
    setTimeout(() => socket === mine && flying === thing.id && lost(mine), ANSWER_MS);
  } else {
    flying = null;
    flush();
  }
}

/** Send the picture of a card before the card; false where nobody answered. */
async function upload(thing) {
  const data = queue.picture(thing.id);
  if (!data) return true;
  const raw = atob(data.slice(data.indexOf(',') + 1));
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  try {
    const answer = await fetch('/api/photo?id=' + thing.id, {
      method: 'POST', body: new Blob([bytes], { type: 'image/jpeg' }), headers: { 'Content-Type': 'image/jpeg' },
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) queue.alter(thing, { m: Object.assign({}, thing.m, { photo: said.photo }) });
    else if (answer.status === 429 || answer.status >= 500) return false;
    else queue.alter(thing, { why: said.why || String(answer.status) });
    return true;
  } catch (_unreachable) {
    return false;
  }
}

queue.onWork(flush);
setInterval(() => line.up && !document.hidden && ping(PATIENCE_MS), PING_MS);
for (const sign of ['online', 'pageshow', 'focus']) addEventListener(sign, () => resting || look());
addEventListener('offline', () => line.up && ping(PATIENCE_MS / 2));
document.addEventListener('visibilitychange', () => document.hidden || resting || look());
