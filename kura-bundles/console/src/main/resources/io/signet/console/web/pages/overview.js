/** Is my fleet well, and what is to be done. */
import { get } from '../lib/api.js';
import { spark } from '../lib/charts.js';
import { arrange, h, setText } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { assuranceBadge, card, facts, short, stateOf, time, updateTime } from '../lib/parts.js';
import { compact, number, sentence, t, tn, tOf } from '../lib/words.js';

const KINDS = { error: 'bad', warning: 'warning', info: 'info' };
const GROUP_SHOWN_MAX = 50;
const STATES = ['online', 'strained', 'paused', 'offline'];

function figure(title, value, unit, chartOf) {
  const number = h('span', { class: 'figure-number' });
  const beside = h('span', { class: 'figure-unit' });
  const line = spark();
  const element = h('li', { class: 'figure' }, h('span', { class: 'figure-title' }, title), h('span', { class: 'figure-value' }, number, beside), line);
  return {
    element,
    update(overview, samples) {
      setText(number, value(overview));
      setText(beside, unit(overview));
      line.values = samples.map(chartOf);
    },
  };
}

function figures() {
  const all = [
    figure(t('overview.online'), o => number(o.nodes.online), o => t('overview.of', { n: number(o.nodes.online + o.nodes.offline) }), o => o.nodes.online),
    figure(t('overview.speed'), o => compact(o.rowsPerSecond), () => t('unit.rows-per-second'), o => o.rowsPerSecond),
    figure(t('overview.jobs'), o => number(o.jobs.running), o => t('overview.completed', { n: compact(o.jobs.completed) }), o => o.jobs.running),
    figure(t('overview.queued'), o => compact(o.queuedRows), () => t('unit.rows'), o => o.queuedRows),
    figure(t('overview.not-believed'), o => compact(o.stats.answersNotBelieved), o => t('overview.answers', { n: compact(o.stats.tasksAnswered) }), o => o.stats.answersNotBelieved),
  ];
  return {
    element: h('ul', { class: 'figures', 'aria-label': t('overview.figures') }, all.map(each => each.element)),
    update: (overview, samples) => all.forEach(each => each.update(overview, samples)),
  };
}

function verdict() {
  const sign = h('span', { class: 'verdict-sign' });
  const title = h('p', { class: 'verdict-title' });
  const detail = h('p', { class: 'verdict-detail' });
  const element = h('div', { class: 'verdict' }, sign, h('div', {}, title, detail));
  return {
    element,
    update(overview) {
      const count = severity => overview.problemTotals.filter(each => each.severity === severity).reduce((sum, each) => sum + each.count, 0);
      const errors = count('error');
      const warnings = count('warning');
      const kind = errors > 0 ? 'bad' : warnings > 0 ? 'warning' : 'good';
      if (!element.classList.contains(kind)) {
        element.className = `verdict ${kind}`;
        sign.replaceChildren(icon(kind));
      }
      setText(title, kind === 'good' ? t('overview.well') : kind === 'bad' ? tn('overview.errors', errors) : tn('overview.warnings', warnings));
      setText(detail, kind === 'good' ? t('overview.well.detail') : t('overview.todo'));
    },
  };
}

/** Problems of one kind together: a thousand nodes that are off are one thing to see to. */
function grouped(problems) {
  const groups = new Map();
  problems.forEach(each => {
    const key = `${each.severity} ${each.code}`;
    groups.set(key, [...groups.get(key) ?? [], each]);
  });
  return groups;
}

function nodeLink(problem, words) {
  return problem.node ? h('a', { href: `/console/nodes/${problem.node}` }, words ?? t('node.called', { id: problem.node.slice(0, 8) })) : null;
}

/** What one kind of problem is shown as; its elements stay while its nodes come and go, so that what has the focus keeps it. */
function problemItem({ severity, code }, now) {
  const kind = KINDS[severity] ?? 'info';
  const title = h('span');
  const when = time(now, now);
  const one = h('p', { class: 'soft', lang: 'en' });
  const nodes = h('ul', { class: 'problem-nodes' });
  const details = h('details', {}, h('summary', {}, t('overview.which')), nodes);
  const todo = h('span');
  const link = h('span');
  const element = h('li', { class: `problem ${kind}` }, icon(kind), h('div', { class: 'problem-body' },
    h('h3', {}, h('span', { class: 'unseen' }, `${tOf('severity', severity)}: `), title),
    one, details, h('p', { class: 'todo' }, h('strong', {}, `${t('overview.do')} `), todo)),
  h('div', { class: 'problem-side' }, when, link));
  const shown = new Map();
  let linked;
  return {
    element,
    update(list, count, later) {
      const [first] = list;
      const many = count > 1;
      const named = tOf('problem', code, first.what);
      setText(title, many ? t('overview.times', { what: named, n: number(count) }) : named);
      setText(one, many ? '' : sentence(first.what));
      one.hidden = many;
      details.hidden = !many;
      arrange(nodes, many ? nodeItems(list, count, shown) : []);
      setText(todo, tOf('todo', code, sentence(first.todo)));
      if (linked !== (many ? undefined : first.node)) {
        linked = many ? undefined : first.node;
        link.replaceChildren(linked === undefined ? '' : nodeLink(first));
      }
      updateTime(when, Math.min(...list.map(each => each.since)), later);
    },
  };
}

/** The nodes of one kind of problem, by what is said of each; `shown` has those that there are. */
function nodeItems(list, count, shown) {
  const keyed = list.slice(0, GROUP_SHOWN_MAX).map(each => [`${each.node} ${each.what}`,
    () => h('li', {}, nodeLink(each) ?? '', each.node ? ': ' : '', h('span', { lang: 'en' }, each.what))]);
  if (count > keyed.length) {
    keyed.push([`more ${count}`, () => h('li', {}, t('overview.more', { n: number(count - keyed.length) }))]);
  }
  const wanted = new Map(keyed);
  [...shown.keys()].filter(key => !wanted.has(key)).forEach(key => shown.delete(key));
  return [...wanted].map(([key, make]) => {
    if (!shown.has(key)) {
      shown.set(key, make());
    }
    return shown.get(key);
  });
}

function problems() {
  const list = h('ul', { class: 'problems' });
  const none = h('p', { class: 'soft' }, t('overview.no-problems'));
  const shown = new Map();
  return {
    element: card(t('overview.problems'), list, none),
    update(overview, now) {
      none.hidden = overview.problems.length > 0;
      const totals = new Map(overview.problemTotals.map(({ severity, code, count }) => [`${severity} ${code}`, count]));
      const groups = grouped(overview.problems);
      [...shown.keys()].filter(key => !groups.has(key)).forEach(key => shown.delete(key));
      arrange(list, [...groups].map(([key, group]) => {
        if (!shown.has(key)) {
          shown.set(key, problemItem(group[0], now));
        }
        const item = shown.get(key);
        item.update(group, totals.get(key) ?? group.length, now);
        return item.element;
      }));
    },
  };
}

/** One bar of all nodes by their state, each part with its words. */
function fleetBar() {
  const bar = h('div', { class: 'fleet-bar', 'aria-hidden': 'true' });
  const words = h('ul', { class: 'fleet-words' });
  const parts = STATES.map(state => {
    const part = h('span', { class: state });
    const count = h('strong');
    bar.append(part);
    words.append(h('li', {}, h('a', { href: `/console/nodes?state=${state}` }, h('span', { class: `dot ${state}` }), tOf('state', state), ' ', count)));
    return { state, part, count };
  });
  return {
    element: card(t('overview.fleet'), bar, words, h('p', {}, h('a', { href: '/console/nodes?view=map', class: 'go' }, t('overview.to-map'), icon('link')))),
    update(nodes) {
      const counts = { online: 0, strained: 0, paused: 0, offline: 0 };
      nodes.forEach(node => { counts[stateOf(node)] += 1; });
      parts.forEach(({ state, part, count }) => {
        part.style.setProperty('flex-grow', counts[state]);
        part.hidden = counts[state] === 0;
        setText(count, number(counts[state]));
      });
    },
  };
}

function thisNode(session) {
  const list = h('div');
  const since = time(0, 0);
  let made = '';
  return {
    element: card(t('overview.this-node'), list),
    update(overview, now) {
      const { stats } = overview;
      const next = JSON.stringify([overview.state, overview.connected, overview.member, overview.assurance, stats]);
      if (made !== next) {
        made = next;
        list.replaceChildren(facts([
          [t('fact.node'), h('a', { href: `/console/nodes/${session.node}` }, short(session.node))],
          [t('fact.state'), tOf('node-state', overview.state)],
          [t('fact.since'), since],
          [t('fact.broker'), overview.connected ? t('fact.connected') : t('fact.not-connected')],
          [t('fact.member'), overview.member ? t('word.yes') : t('word.no')],
          [t('fact.assurance'), assuranceBadge(overview.assurance)],
          [t('fact.served'), t('fact.served.value', { served: number(stats.tasksServed), refused: number(stats.tasksRefused) })],
          [t('fact.sent'), t('fact.sent.value', { sent: number(stats.tasksSent), answered: number(stats.tasksAnswered), retried: number(stats.tasksRetried) })],
          [t('fact.witness'), t('fact.witness.value', { cosigned: number(stats.headsCosigned), received: number(stats.cosignaturesReceived) })],
          [t('fact.version'), session.version],
        ]));
      }
      updateTime(since, overview.stateSince, now);
    },
  };
}

/** Shows the page. */
export async function show({ live, session }) {
  if (live.overview === null) {
    live.takeOverview(await get('overview'));
  }
  const parts = { verdict: verdict(), figures: figures(), problems: problems(), fleet: fleetBar(), self: thisNode(session) };
  const draw = () => {
    parts.verdict.update(live.overview);
    parts.figures.update(live.overview, live.samples);
    parts.problems.update(live.overview, live.now());
    parts.self.update(live.overview, live.now());
  };
  const drawNodes = () => parts.fleet.update(live.nodes);
  draw();
  drawNodes();
  live.addEventListener('overview', draw);
  live.addEventListener('nodes', drawNodes);
  return {
    element: h('div', { class: 'page overview' }, h('h1', { tabindex: '-1' }, t('nav.overview')), parts.verdict.element, parts.figures.element,
      h('div', { class: 'columns' }, parts.problems.element, h('div', { class: 'side' }, parts.fleet.element, parts.self.element))),
    close() {
      live.removeEventListener('overview', draw);
      live.removeEventListener('nodes', drawNodes);
    },
  };
}
