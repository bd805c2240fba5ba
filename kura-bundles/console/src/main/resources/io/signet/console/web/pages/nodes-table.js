/** Nodes as a table: sorted, fifty at a time, so that a thousand that change each second cost no more than fifty. */
import { arrange, h, setAttribute, setText } from '../lib/dom.js';
import { assuranceBadge, empty, meter, short, stateBadge, stateOf } from '../lib/parts.js';
import { compact, mebibytes, millis, number, t, tn, tOf } from '../lib/words.js';

const PAGE_ROWS = 50;
/** Sorting by what changes all the time would move rows under the reader's eyes. */
const SORT_AGAIN_MILLIS = 5000;
const STATE_ORDER = { offline: 0, strained: 1, paused: 2, online: 3 };

/** Rows per second of the fastest model. */
export const speedOf = node => node.models.reduce((most, model) => Math.max(most, model.rowsPerSecond), 0);

const COLUMNS = [
  { key: 'node', value: node => node.id },
  { key: 'owner', value: node => node.owner },
  { key: 'state', value: node => STATE_ORDER[stateOf(node)] },
  { key: 'assurance', value: node => node.assurance },
  { key: 'models', value: node => node.models.length, number: true },
  { key: 'speed', value: speedOf, number: true },
  { key: 'tasks', value: node => node.runningTasks, number: true },
  { key: 'queued', value: node => node.queuedRows, number: true },
  { key: 'memory', value: node => node.freeMemoryMib, number: true },
  { key: 'latency', value: node => node.latencyMs, number: true },
];

function compare(column, down) {
  return (a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    const order = typeof x === 'string' ? x.localeCompare(y) : x - y;
    return (down ? -order : order) || (a.id < b.id ? -1 : 1);
  };
}

/** A row that changes only where its node did. */
function row(id) {
  const state = stateBadge();
  const tasks = meter();
  const cells = Object.fromEntries(COLUMNS.map(({ key, number: isNumber }) => [key,
    h(key === 'node' ? 'th' : 'td', { class: `column-${key}${isNumber ? ' number' : ''}`, ...(key === 'node' ? { scope: 'row' } : {}) })]));
  const taskWords = h('span');
  cells.node.append(h('a', { href: `/console/nodes/${id}` }, short(id)));
  cells.state.append(state.element);
  cells.tasks.append(taskWords, tasks.element);
  const element = h('tr', {}, Object.values(cells));
  let last = null;
  return {
    element,
    update(node) {
      if (last === node) {
        return;
      }
      setText(cells.owner, node.owner);
      if (last?.assurance !== node.assurance) {
        cells.assurance.replaceChildren(assuranceBadge(node.assurance));
      }
      if (last === null && node.self) {
        cells.node.append(' ', h('span', { class: 'self' }, t('nodes.self')));
      }
      last = node;
      state.update(node);
      setText(cells.models, node.models.length === 1 ? node.models[0].name : tn('nodes.models', node.models.length));
      setAttribute(cells.models, 'title', node.models.map(model => model.name).join(', '));
      setText(cells.speed, node.online ? compact(speedOf(node)) : '–');
      setText(taskWords, node.online ? `${number(node.runningTasks)} / ${number(node.tasksMax)}` : '–');
      tasks.update(node.online && node.tasksMax > 0 ? node.runningTasks / node.tasksMax : 0);
      setText(cells.queued, node.online ? compact(node.queuedRows) : '–');
      setText(cells.memory, node.online ? mebibytes(node.freeMemoryMib) : '–');
      setText(cells.latency, node.online ? millis(node.latencyMs) : '–');
    },
  };
}

function head(sort, changed) {
  const headers = COLUMNS.map(column => {
    const button = h('button', { type: 'button', class: 'sort', on: { click: () => {
      sort.down = sort.column === column ? !sort.down : Boolean(column.number);
      sort.column = column;
      changed();
    } } }, h('span', {}, tOf('column', column.key)), h('span', { class: 'sort-sign', 'aria-hidden': 'true' }));
    return { column, element: h('th', { scope: 'col', class: `column-${column.key}${column.number ? ' number' : ''}` }, button) };
  });
  return {
    element: h('thead', {}, h('tr', {}, headers.map(each => each.element))),
    update: () => headers.forEach(({ column, element }) =>
      setAttribute(element, 'aria-sort', column !== sort.column ? 'none' : sort.down ? 'descending' : 'ascending')),
  };
}

function pager(turned) {
  const words = h('span');
  const before = h('button', { type: 'button', on: { click: () => turned(-1) } }, t('nodes.before'));
  const after = h('button', { type: 'button', on: { click: () => turned(1) } }, t('nodes.after'));
  const element = h('nav', { class: 'pager', 'aria-label': t('nodes.pages') }, before, words, after);
  return {
    element,
    update(page, pages) {
      element.hidden = pages <= 1;
      setText(words, t('nodes.page', { page: number(page + 1), pages: number(pages) }));
      before.disabled = page === 0;
      after.disabled = page >= pages - 1;
    },
  };
}

/** The table; `update(nodes, acted, why)`: `acted` if the reader changed something, `why` there may be no rows. */
export function nodeTable() {
  const sort = { column: COLUMNS[0], down: false };
  const rows = new Map();
  let nodes = [];
  let order = [];
  let sortedAt = 0;
  let page = 0;
  const turnTo = by => { page += by; draw(); element.querySelector('h2').focus(); };
  const top = head(sort, () => { page = 0; sortedAt = 0; draw(); });
  const bottom = pager(turnTo);
  const body = h('tbody');
  const table = h('div', { class: 'table-box', role: 'group', 'aria-label': t('nodes.table'), tabindex: '0' }, h('table', { class: 'node-table' }, h('caption', { class: 'unseen' }, t('nav.nodes')), top.element, body));
  const nothing = h('div');
  const element = h('div', {}, h('h2', { class: 'unseen', tabindex: '-1' }, t('nodes.table')), table, bottom.element, nothing);

  function sorted() {
    const byId = new Map(nodes.map(node => [node.id, node]));
    const same = order.length === nodes.length && order.every(id => byId.has(id));
    if (!same || performance.now() - sortedAt > SORT_AGAIN_MILLIS) {
      order = [...nodes].sort(compare(sort.column, sort.down)).map(node => node.id);
      sortedAt = performance.now();
    }
    return order.map(id => byId.get(id));
  }

  function draw() {
    const all = sorted();
    const pages = Math.max(1, Math.ceil(all.length / PAGE_ROWS));
    page = Math.min(Math.max(0, page), pages - 1);
    const shown = all.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
    const ids = new Set(shown.map(node => node.id));
    [...rows.keys()].filter(id => !ids.has(id)).forEach(id => rows.delete(id));
    arrange(body, shown.map(node => {
      if (!rows.has(node.id)) {
        rows.set(node.id, row(node.id));
      }
      rows.get(node.id).update(node);
      return rows.get(node.id).element;
    }));
    top.update();
    bottom.update(page, pages);
  }

  return {
    element,
    update(found, acted, why) {
      nodes = found;
      if (acted) {
        page = 0;
        sortedAt = 0;
      }
      table.hidden = found.length === 0;
      nothing.replaceChildren(...found.length > 0 ? [] : [why === 'none' ? empty(t('nodes.none'), t('nodes.none.todo')) : empty(t('nodes.filtered'), t('nodes.filtered.todo'))]);
      draw();
    },
  };
}
