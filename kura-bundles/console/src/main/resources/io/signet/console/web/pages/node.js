/** One node: how it does, whose it is, what proves it, what happened. */
import { get, getByItself, send } from '../lib/api.js';
import { chart, chartTable } from '../lib/charts.js';
import { h, setText } from '../lib/dom.js';
import { assuranceBadge, card, empty, facts, findings, mark, short, stateBadge, time, updateTime } from '../lib/parts.js';
import { compact, day, mebibytes, millis, number, t, tn, tOf } from '../lib/words.js';

const AGAIN_MILLIS = 10000;
const TICK_MILLIS = 5000;
const VERDICTS = { accepted: 'good', refused: 'bad', none: 'open' };
const EVENTS = { online: 'good', offline: 'bad', 'not-believed': 'bad', 'evidence-refused': 'bad', 'log-forked': 'bad', revoked: 'bad', retried: 'warning' };

const CHARTS = [
  { key: 'runningTasks', word: 'chart.tasks', format: value => number(value, 1) },
  { key: 'queuedRows', word: 'chart.queued', format: compact },
  { key: 'latencyMs', word: 'chart.latency', format: millis },
  { key: 'freeMemoryMib', word: 'chart.memory', format: mebibytes },
  { key: 'online', word: 'chart.online', format: value => value > 0 ? t('word.yes') : t('word.no') },
];

function charts() {
  const drawn = CHARTS.map(() => chart());
  const table = h('div', { class: 'table-box', tabindex: '0', role: 'group', 'aria-label': t('chart.as-table') });
  let latest = [];
  const fillTable = () => table.replaceChildren(chartTable(latest));
  const details = h('details', { on: { toggle: () => details.open && fillTable() } }, h('summary', {}, t('chart.as-table')), table);
  return {
    element: card(t('node.hour'), h('div', { class: 'charts' }, drawn), details),
    update(history) {
      latest = CHARTS.map(({ key, word, format }) => ({ title: tOf('chart', word.slice(6)), values: history[key], stepMs: history.stepMs, endMs: history.endMs, format, plain: key === 'online' }));
      latest.forEach((each, index) => drawn[index].show(each));
      if (details.open) {
        fillTable();
      }
    },
  };
}

function nowCard() {
  const place = h('div');
  let report = null;
  let reported = 0;
  return {
    element: card(t('node.now'), place),
    /** `heardAt`: when its last report came, by the node's clock. What an offline node does is not known. */
    update(node, heardAt, now) {
      const told = (value, format) => node.online ? format(value) : t('chart.unknown');
      reported = heardAt;
      report = time(heardAt, now);
      place.replaceChildren(facts([
        [t('fact.owner'), node.owner],
        [t('fact.assurance'), assuranceBadge(node.assurance)],
        [t('column.tasks'), told(node.runningTasks, running => t('node.tasks', { running: number(running), max: number(node.tasksMax) }))],
        [t('column.queued'), told(node.queuedRows, rows => t('node.rows', { n: number(rows) }))],
        [t('column.memory'), told(node.freeMemoryMib, mebibytes)],
        [t('column.latency'), told(node.latencyMs, millis)],
        [t('fact.report'), report],
        [t('fact.gateway'), node.gateway ?? t('fact.not-told')],
        [t('fact.log'), node.log ?? t('fact.not-told')],
      ]));
    },
    tick: now => report && updateTime(report, reported, now),
  };
}

function modelsCard(node) {
  return card(t('nav.models'), node.models.length === 0 ? empty(t('node.no-models'), t('node.no-models.todo'))
    : h('table', { class: 'dense' }, h('caption', { class: 'unseen' }, t('nav.models')),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('model.name')), h('th', { scope: 'col' }, t('model.package')), h('th', { scope: 'col', class: 'number' }, t('column.speed')))),
      h('tbody', {}, node.models.map(model => h('tr', {}, h('th', { scope: 'row' }, model.name), h('td', {}, short(model.package, 16)), h('td', { class: 'number' }, compact(model.rowsPerSecond)))))));
}

function keyCard(key) {
  if (key === undefined) {
    return card(t('node.key'), empty(t('node.no-key'), t('node.no-key.todo')));
  }
  const { certificate } = key;
  return card(t('node.key'), facts([
    [t('key.algorithm'), key.algorithm],
    [t('key.subject'), certificate.subject],
    [t('key.issuer'), certificate.issuer],
    [t('key.valid'), t('key.valid.value', { from: day(certificate.notBefore), to: day(certificate.notAfter) })],
    [t('key.serial'), h('code', { class: 'break' }, certificate.serial)],
  ]), h('details', {}, h('summary', {}, t('key.public')), h('code', { class: 'break block' }, key.publicKey)));
}

function evidenceCard(id, { mayChange, live, announce }) {
  const place = h('div');
  const button = h('button', { type: 'button', class: 'primary', on: { click: ask } }, t('node.challenge'));
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  let checkedAt = 0;
  let checked = null;
  const update = evidence => {
    const kind = VERDICTS[evidence?.verdict] ?? 'open';
    checkedAt = evidence?.checkedAt ?? 0;
    checked = checkedAt > 0 ? time(checkedAt, live.now()) : null;
    place.replaceChildren(h('p', {}, mark(kind, tOf('evidence', evidence?.verdict ?? 'none')),
      checked === null ? null : [' ', t('node.checked'), ' ', checked]),
    evidence?.findings?.length > 0 ? findings(evidence.findings) : h('p', { class: 'soft' }, t('node.no-evidence')));
  };
  async function ask() {
    button.disabled = true;
    setText(wrong, '');
    announce(t('node.asking'));
    try {
      const answer = await send('POST', `nodes/${id}/challenge`, {});
      update({ checkedAt: live.now(), ...answer });
      announce(tOf('evidence', answer.verdict));
    } catch (error) {
      setText(wrong, error.message);
    } finally {
      button.disabled = false;
    }
  }
  return { element: card(t('node.evidence'), place, wrong, mayChange ? h('p', {}, button) : h('p', { class: 'soft' }, t('word.read-only'))), update, tick: now => checked && updateTime(checked, checkedAt, now) };
}

function logCard(head, live) {
  if (head === undefined) {
    return card(t('node.log'), empty(t('node.no-log'), t('node.no-log.todo')));
  }
  return card(t('node.log'), facts([
    [t('log.size'), tn('log.statements', head.size)],
    [t('log.root'), h('code', { class: 'break' }, head.root)],
    [t('log.signed'), time(head.at, live.now())],
  ]));
}

function eventsCard(events, live) {
  return card(t('node.events'), events.length === 0 ? h('p', { class: 'soft' }, t('node.no-events'))
    : h('ol', { class: 'events' }, events.map(({ at, what, detail }) => h('li', {}, mark(EVENTS[what] ?? 'info', tOf('event', what)), h('span', { class: 'event-detail', lang: 'en' }, detail), time(at, live.now())))));
}

/** What stands beside the charts, in a word: as long as that is the same, it is not drawn anew. */
const sideOf = ({ key, logHead, node, events }) => JSON.stringify([key, logHead, node.models, events]);

/** Shows the page of node `id`. */
export async function show(context, id) {
  const { live } = context;
  const path = `nodes/${encodeURIComponent(id)}`;
  let data = await get(path);
  const state = stateBadge();
  const parts = { now: nowCard(), charts: charts(), evidence: evidenceCard(id, context) };
  const rest = h('div', { class: 'side' });
  const events = h('div');
  const gone = h('p', { class: 'notice bad', role: 'status', hidden: true }, t('node.gone'));
  /** What is shown of it, and when that came. */
  let now = { node: data.node, at: data.at };
  const drawNow = () => {
    state.update(now.node);
    parts.now.update(now.node, now.at - now.node.reportAgeMs, live.now());
  };
  let drawn = '';
  const draw = () => {
    drawn = sideOf(data);
    drawNow();
    rest.replaceChildren(parts.now.element, modelsCard(data.node), keyCard(data.key), logCard(data.logHead, live));
    events.replaceChildren(eventsCard(data.events, live));
  };
  const hear = ({ detail }) => {
    const told = detail.find(node => node.id === id);
    if (told !== undefined) {
      now = { node: told, at: live.now() };
      drawNow();
    }
  };
  const take = next => {
    data = next;
    now = { node: next.node, at: next.at };
    gone.hidden = true;
    parts.charts.update(data.history);
    if (sideOf(data) !== drawn && !rest.contains(document.activeElement)) {
      draw(); // else when the focus has left
    } else {
      drawNow();
    }
  };
  draw();
  parts.charts.update(data.history);
  parts.evidence.update(data.evidence);
  live.addEventListener('nodes', hear);
  const again = setInterval(async () => {
    try {
      take(await getByItself(path));
    } catch (error) {
      gone.hidden = error.status !== 404; // else the line above the page says that the node can't be reached
    }
  }, AGAIN_MILLIS);
  const tick = setInterval(() => {
    parts.now.tick(live.now());
    parts.evidence.tick(live.now());
  }, TICK_MILLIS);
  return {
    element: h('div', { class: 'page node' }, h('nav', { class: 'crumbs', 'aria-label': t('node.where') }, h('a', { href: '/console/nodes' }, t('nav.nodes'))),
      h('div', { class: 'title-row' }, h('h1', { tabindex: '-1' }, t('node.called', { id: id.slice(0, 8) })), state.element, data.node.self ? h('span', { class: 'self' }, t('nodes.self')) : null),
      h('p', { class: 'soft' }, h('code', { class: 'break' }, id)), gone,
      h('div', { class: 'columns' }, h('div', { class: 'main-side' }, parts.charts.element, parts.evidence.element, events), rest)),
    close() {
      clearInterval(again);
      clearInterval(tick);
      live.removeEventListener('nodes', hear);
    },
  };
}
