/** Nodes as tiles, by owner: a thousand at one look. The arrow keys go from tile to tile. */
import { arrange, h, setAttribute, setText } from '../lib/dom.js';
import { empty, stateOf } from '../lib/parts.js';
import { speedOf } from './nodes-table.js';
import { compact, number, t, tn, tOf } from '../lib/words.js';

const SIGNS = { online: '', strained: '▲', paused: '=', offline: '×' };
const ORDER = { offline: 0, strained: 1, paused: 2, online: 3 };
const LOADS = 4;

function loadOf(node) {
  return node.tasksMax === 0 ? 0 : Math.min(LOADS - 1, Math.floor(node.runningTasks / node.tasksMax * LOADS));
}

function tile(id) {
  const element = h('a', { href: `/console/nodes/${id}`, tabindex: '-1' });
  let last = null;
  return {
    element,
    update(node) {
      if (node === last) {
        return;
      }
      last = node;
      const state = stateOf(node);
      setAttribute(element, 'class', `tile ${state} load-${loadOf(node)}${node.assurance === 'software' ? ' software' : ''}${node.self ? ' me' : ''}`);
      setText(element, SIGNS[state]);
      const words = [t('node.called', { id: id.slice(0, 8) }), tOf('state', state), tOf('assurance', node.assurance),
        ...node.online ? [t('nodes.speed', { n: compact(speedOf(node)) })] : []].join(', ');
      setAttribute(element, 'aria-label', words);
      setAttribute(element, 'title', words);
    },
  };
}

/** One stop of the Tab key a group, and the arrows within. */
function walk(event) {
  const tiles = [...event.currentTarget.querySelectorAll('a')];
  const here = tiles.indexOf(event.target.closest('a'));
  const columns = tiles.filter(each => each.offsetTop === tiles[0].offsetTop).length;
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: here + columns, ArrowUp: here - columns, Home: 0, End: tiles.length - 1 }[event.key];
  if (to !== undefined && here >= 0) {
    event.preventDefault();
    const next = tiles[Math.min(tiles.length - 1, Math.max(0, to))];
    tiles.forEach(each => { each.tabIndex = each === next ? 0 : -1; });
    next.focus();
  }
}

function group(owner) {
  const counts = h('span', { class: 'soft' });
  const list = h('ul', { class: 'tiles', 'aria-label': owner, on: { keydown: walk } });
  const items = new Map();
  return {
    element: h('section', { class: 'card' }, h('h2', {}, owner, ' ', counts), list),
    update(nodes) {
      setText(counts, [tn('nodes.number', nodes.length), t('nodes.online', { n: number(nodes.filter(node => node.online).length) })].join(', '));
      const ids = new Set(nodes.map(node => node.id));
      [...items.keys()].filter(id => !ids.has(id)).forEach(id => items.delete(id));
      const sorted = [...nodes].sort((a, b) => ORDER[stateOf(a)] - ORDER[stateOf(b)] || (a.id < b.id ? -1 : 1));
      arrange(list, sorted.map(node => {
        if (!items.has(node.id)) {
          const made = tile(node.id);
          items.set(node.id, { made, item: h('li', {}, made.element) });
        }
        items.get(node.id).made.update(node);
        return items.get(node.id).item;
      }));
      if (list.querySelector('[tabindex="0"]') === null) {
        list.querySelector('a').tabIndex = 0;
      }
    },
  };
}

function legend() {
  return h('ul', { class: 'legend' }, Object.entries(SIGNS).map(([state, sign]) => h('li', {}, h('span', { class: `tile ${state} load-3`, 'aria-hidden': 'true' }, sign), tOf('state', state))),
    h('li', {}, [0, 1, 2, 3].map(load => h('span', { class: `tile online load-${load}`, 'aria-hidden': 'true' })), t('nodes.load')),
    h('li', {}, h('span', { class: 'tile online load-2 software', 'aria-hidden': 'true' }), tOf('assurance', 'software')));
}

/** The map; as the table it has `update(nodes, acted, why)`. */
export function nodeMap() {
  const groups = new Map();
  const place = h('div', { class: 'groups' });
  const nothing = h('div');
  const element = h('div', { class: 'map' }, h('p', { class: 'soft small' }, t('nodes.keys')), legend(), place, nothing);
  return {
    element,
    update(found, acted, why) {
      const owners = new Map();
      found.forEach(node => owners.has(node.owner) ? owners.get(node.owner).push(node) : owners.set(node.owner, [node]));
      [...groups.keys()].filter(owner => !owners.has(owner)).forEach(owner => groups.delete(owner));
      arrange(place, [...owners.keys()].sort((a, b) => a.localeCompare(b)).map(owner => {
        if (!groups.has(owner)) {
          groups.set(owner, group(owner));
        }
        groups.get(owner).update(owners.get(owner));
        return groups.get(owner).element;
      }));
      nothing.replaceChildren(...found.length > 0 ? [] : [why === 'none' ? empty(t('nodes.none'), t('nodes.none.todo')) : empty(t('nodes.filtered'), t('nodes.filtered.todo'))]);
    },
  };
}
