/** Parts that several pages have. */
import { freshId, h, setAttribute, setText } from './dom.js';
import { icon } from './icons.js';
import { ago, moment, t, tOf } from './words.js';

const STATE_ICONS = { online: 'good', strained: 'warning', paused: 'pause', offline: 'bad' };

/** What a node is to whoever looks after it: one word of online, strained, paused (takes no work), offline. */
export function stateOf(node) {
  if (!node.online) {
    return 'offline';
  }
  if (node.strain !== 'none') {
    return 'strained';
  }
  return node.accepting ? 'online' : 'paused';
}

/** A node's state as a word with its sign, which `update(node)` keeps. */
export function stateBadge() {
  const word = h('span');
  const element = h('span', { class: 'badge' });
  let shown = '';
  return {
    element,
    update(node) {
      const state = stateOf(node);
      if (shown !== state) {
        shown = state;
        element.className = `badge ${state}`;
        element.replaceChildren(icon(STATE_ICONS[state]), word);
      }
      setText(word, state === 'strained' ? `${t('state.strained')}: ${tOf('strain', node.strain)}` : tOf('state', state));
    },
  };
}

/** What protects a node's key; `software` always looks like what it is. */
export function assuranceBadge(assurance) {
  const soft = assurance === 'software';
  return h('span', { class: soft ? 'badge assurance software' : 'badge assurance' }, icon(soft ? 'warning' : 'chip'), tOf('assurance', assurance));
}

/** A state of anything: `good`, `bad`, `warning`, `info`, `open`. */
export function mark(kind, text) {
  return h('span', { class: `badge mark-${kind}` }, icon(kind), text);
}

/** The first characters of an id or digest; the whole is its title, and what a screen reader or the clipboard gets elsewhere. */
export function short(id, length = 8) {
  return h('code', { class: 'id', title: id }, id.slice(0, length));
}

/** A moment, as how long ago it was; the title says when. */
export function time(at, now) {
  return h('time', { datetime: new Date(at).toISOString(), title: moment(at) }, ago(at, now));
}

/** Keeps the words of an element made by `time`. */
export function updateTime(element, at, now) {
  setAttribute(element, 'datetime', new Date(at).toISOString());
  setAttribute(element, 'title', moment(at));
  setText(element, ago(at, now));
}

/** A part of a page with a title. */
export function card(title, ...children) {
  const id = freshId('card');
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), ...children);
}

/** Says that there is nothing yet, and what to do about it. */
export function empty(title, todo, ...more) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), h('p', {}, todo), ...more);
}

/** Says what went wrong; `again` tries once more. */
export function problem(error, again) {
  return h('div', { class: 'notice bad', role: 'alert' }, icon('bad'), h('div', {}, h('p', {}, error.message),
    again === undefined ? null : h('p', {}, h('button', { type: 'button', on: { click: again } }, t('action.again')))));
}

/** Terms and what they are: pairs of text and node or text. */
export function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== '' && value !== undefined && value !== null)
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** A list of findings: `good` is true, false, or null for what cannot be known. */
export function findings(list) {
  return h('ul', { class: 'findings' }, list.map(({ good, code, what, detail }) => {
    const kind = good === true ? 'good' : good === false ? 'bad' : 'open';
    return h('li', { class: kind }, icon(kind), h('div', {},
      h('span', { class: 'unseen' }, `${tOf('found', kind)}: `),
      h('strong', {}, tOf('finding', code ?? what, what)), detail ? h('p', { lang: 'en' }, detail) : null)); // details are told in English
  }));
}

/** A bar that shows a part of a whole; the words beside it say the same. */
export function meter() {
  const bar = h('span', { class: 'meter-bar' });
  const element = h('span', { class: 'meter', 'aria-hidden': 'true' }, bar);
  return {
    element,
    update(part) {
      bar.style.setProperty('inline-size', `${Math.round(Math.min(1, Math.max(0, part)) * 100)}%`);
    },
  };
}
