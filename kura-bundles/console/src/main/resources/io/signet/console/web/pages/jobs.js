/** Jobs that this node placed: live, with where their rows were computed. */
import { get } from '../lib/api.js';
import { arrange, h, s, setText } from '../lib/dom.js';
import { empty, facts, mark, meter, time, updateTime } from '../lib/parts.js';
import { millis, number, t, tn, tOf } from '../lib/words.js';

const STATES = { running: 'info', completed: 'good', failed: 'bad' };
const WIDTH = 1000;
const LANE = 22;
const SHOWN_MAX = 50;
/** So long changes are gathered: many jobs change at once. */
const TOGETHER_MILLIS = 100;

/** Who computed which rows: a lane a node, the rows from left to right. The table below has the same. */
function placement(job) {
  const lanes = new Map();
  job.parts.forEach(part => lanes.has(part.node) ? lanes.get(part.node).push(part) : lanes.set(part.node, [part]));
  const rows = Math.max(1, job.rows);
  return h('ul', { class: 'lanes', 'aria-hidden': 'true' }, [...lanes].map(([node, parts]) => h('li', {},
    h('code', { class: 'id' }, node.slice(0, 8)),
    s('svg', { viewBox: `0 0 ${WIDTH} ${LANE}`, preserveAspectRatio: 'none', class: 'lane', focusable: 'false' },
      parts.map(part => s('rect', { x: part.from / rows * WIDTH, y: part.state === 'retried' ? LANE * 0.6 : 1, rx: 2,
        width: Math.max(2, part.rows / rows * WIDTH - 1), height: part.state === 'retried' ? LANE * 0.35 : LANE - 2, class: `part ${part.state}` }))),
    h('span', { class: 'lane-sum' }, number(parts.reduce((sum, part) => sum + (part.state === 'answered' ? part.rows : 0), 0))))));
}

function partTable(job) {
  return h('div', { class: 'table-box', tabindex: '0', role: 'group', 'aria-label': t('job.parts') }, h('table', { class: 'dense' }, h('caption', { class: 'unseen' }, t('job.parts')),
    h('thead', {}, h('tr', {}, ['rows', 'node', 'state', 'time'].map(key => h('th', { scope: 'col', class: key === 'time' ? 'number' : '' }, tOf('job-part', key))))),
    h('tbody', {}, job.parts.map(part => h('tr', {}, h('th', { scope: 'row' }, t('job.rows', { from: number(part.from), to: number(part.from + part.rows - 1) })),
      h('td', {}, h('a', { href: `/console/nodes/${part.node}` }, h('code', {}, part.node.slice(0, 8)))),
      h('td', {}, tOf('part-state', part.state)), h('td', { class: 'number' }, part.ms > 0 ? millis(part.ms) : '–'))))));
}

function legend() {
  return h('ul', { class: 'legend' }, ['answered', 'running', 'retried'].map(state => h('li', {},
    s('svg', { viewBox: '0 0 24 14', class: 'key', 'aria-hidden': 'true' }, s('rect', { x: 0, y: state === 'retried' ? 8 : 0, width: 24, height: state === 'retried' ? 5 : 14, class: `part ${state}` })),
    tOf('part-state', state))));
}

function jobItem(live) {
  const title = h('h2');
  const state = h('span');
  const sum = h('span', { class: 'count' });
  const since = time(0, 0);
  const bar = meter();
  const reason = h('p', { class: 'notice bad', hidden: true });
  const body = h('div');
  const details = h('details', { on: { toggle: () => drawBody() } }, h('summary', {}, t('job.where')), body);
  const element = h('li', { class: 'card job' }, h('div', { class: 'title-row' }, title, state, sum, h('span', { class: 'push' }, since)), bar.element, reason, details);
  let shown = null;
  function drawBody() {
    if (details.open) {
      const { scrollTop = 0 } = body.querySelector('.table-box') ?? {};
      body.replaceChildren(facts([[t('job.id'), h('code', { class: 'break' }, shown.id)], [t('job.retries'), number(shown.retries)],
        [t('job.took'), shown.endedAt === undefined ? '' : millis(shown.endedAt - shown.startedAt)]]),
      ...shown.parts.length === 0 ? [h('p', { class: 'soft' }, t('job.no-parts'))] : [legend(), placement(shown), partTable(shown)]);
      body.querySelector('.table-box')?.scrollTo(0, scrollTop);
    }
  }
  return {
    element,
    details,
    update(job) {
      updateTime(since, job.startedAt, live.now());
      if (shown === job) {
        return;
      }
      if (shown?.state !== job.state) {
        state.replaceChildren(mark(STATES[job.state] ?? 'open', tOf('job-state', job.state)));
        element.dataset.state = job.state;
      }
      shown = job;
      setText(title, job.model);
      setText(sum, t('job.done', { done: number(job.rowsDone), all: number(job.rows) }) + (job.retries > 0 ? ` · ${tn('job.retried', job.retries)}` : ''));
      bar.update(job.rowsDone / Math.max(1, job.rows));
      reason.hidden = job.reason === '';
      setText(reason, job.reason);
      drawBody();
    },
  };
}

/** Shows the page. */
export async function show({ live }) {
  live.takeJobs((await get('jobs')).jobs);
  const list = h('ul', { class: 'jobs' });
  const count = h('p', { class: 'count' });
  const nothing = h('div', { hidden: true }, empty(t('job.none'), t('job.none.todo')));
  const items = new Map();
  let waiting = false;
  let opened = false;
  const draw = () => {
    waiting = false;
    const jobs = [...live.jobs.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, SHOWN_MAX);
    const ids = new Set(jobs.map(job => job.id));
    [...items.keys()].filter(id => !ids.has(id)).forEach(id => items.delete(id));
    nothing.hidden = jobs.length > 0;
    setText(count, tn('job.running', [...live.jobs.values()].filter(job => job.state === 'running').length));
    arrange(list, jobs.map(job => {
      if (!items.has(job.id)) {
        items.set(job.id, jobItem(live));
      }
      items.get(job.id).update(job);
      return items.get(job.id).element;
    }));
    if (!opened && jobs.length > 0) {
      opened = true;
      items.get(jobs[0].id).details.open = true; // so that it is seen what there is to see
    }
  };
  const hear = () => {
    if (!waiting) {
      waiting = true;
      setTimeout(draw, TOGETHER_MILLIS);
    }
  };
  draw();
  live.addEventListener('jobs', hear);
  return {
    element: h('div', { class: 'page' }, h('div', { class: 'title-row' }, h('h1', { tabindex: '-1' }, t('nav.jobs')), count), h('p', { class: 'soft' }, t('job.what')), list, nothing),
    close: () => live.removeEventListener('jobs', hear),
  };
}
