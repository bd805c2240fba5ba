/** Models: who serves what, and giving this node packages. */
import { get, getByItself, upload } from '../lib/api.js';
import { h, setText } from '../lib/dom.js';
import { card, empty, facts, mark, problem, short } from '../lib/parts.js';
import { bytes, compact, number, t, tn, tOf } from '../lib/words.js';
import { packageDigest } from './package-digest.js';

const STATES = { ready: 'good', loading: 'info', failed: 'bad', absent: 'open' };

function tensors(list) {
  return list.length === 0 ? null
    : h('ul', { class: 'tensors' }, list.map(({ name, datatype, shape }) => h('li', {}, h('code', {}, `${name}: ${datatype} [${shape.map(size => size < 0 ? '?' : size).join(', ')}]`))));
}

function modelItem(model) {
  const summary = model.card?.summary;
  const more = Object.entries(model.card ?? {}).filter(([name]) => name !== 'summary');
  return h('li', { class: 'card model' },
    h('div', { class: 'title-row' }, h('h2', {}, model.name), model.version ? h('span', { class: 'soft' }, model.version) : null,
      mark(STATES[model.state] ?? 'open', tOf('model-state', model.state))),
    summary ? h('p', {}, summary) : null,
    model.reason ? h('p', { class: 'notice bad' }, model.reason) : null,
    h('ul', { class: 'figures small-figures' },
      h('li', { class: 'figure' }, h('span', { class: 'figure-title' }, t('model.nodes')), h('span', { class: 'figure-value' }, h('a', { class: 'figure-number', href: `/console/nodes?model=${encodeURIComponent(model.name)}` }, number(model.nodes)))),
      h('li', { class: 'figure' }, h('span', { class: 'figure-title' }, t('model.speed')), h('span', { class: 'figure-value' }, h('span', { class: 'figure-number' }, compact(model.rowsPerSecond)), h('span', { class: 'figure-unit' }, t('unit.rows-per-second'))))),
    h('details', { 'data-model': `${model.name} ${model.package}` }, h('summary', {}, t('model.details')), facts([
      [t('model.package'), h('code', { class: 'break' }, model.package)],
      [t('model.publisher'), model.publisher ? short(model.publisher, 16) : ''],
      [t('model.engine'), model.engine],
      [t('model.size'), model.bytes > 0 ? bytes(model.bytes) : ''],
      [t('model.inputs'), tensors(model.inputs)],
      [t('model.outputs'), tensors(model.outputs)],
      ...more.map(([name, value]) => [tOf('model-card', name), value]),
    ])));
}

/** Choosing or dropping a file, and how far it is. */
function pushCard(context, changed) {
  const input = h('input', { type: 'file', id: 'package', accept: '.signet', on: { change: () => input.files.length > 0 && push(input.files[0]) } });
  const bar = h('progress', { max: '1', value: '0', 'aria-label': t('model.push.progress') });
  const words = h('span');
  let giveUp = new AbortController();
  const stop = h('button', { type: 'button', on: { click: () => giveUp.abort() } }, t('action.give-up'));
  const progress = h('p', { class: 'row', hidden: true }, bar, words, stop);
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  async function push(file) {
    setText(wrong, '');
    giveUp = new AbortController();
    progress.hidden = false;
    bar.value = 0;
    try {
      const digest = await packageDigest(file);
      await upload(`models/packages/${digest}`, file, part => {
        bar.value = part;
        setText(words, t('model.push.part', { part: number(part * 100), size: bytes(file.size) }));
      }, giveUp.signal);
      await changed(t('model.pushed', { name: file.name }));
    } catch (error) {
      setText(wrong, error.message);
    } finally {
      progress.hidden = true;
      input.value = '';
    }
  }
  const zone = h('div', { class: 'drop', on: {
    dragover: event => { event.preventDefault(); zone.classList.add('over'); },
    dragleave: () => zone.classList.remove('over'),
    drop: event => {
      event.preventDefault();
      zone.classList.remove('over');
      if (event.dataTransfer.files.length > 0) {
        push(event.dataTransfer.files[0]);
      }
    },
  } }, h('label', { for: 'package' }, t('model.push.label')), input, h('p', { class: 'soft small' }, t('model.push.help')), progress, wrong);
  return card(t('model.push'), zone);
}

/** Who serves what, in a word: as long as that is the same, nothing here is drawn anew. */
function served(nodes) {
  const found = new Map();
  nodes.forEach(node => node.online && node.models.forEach(model => {
    const key = `${model.name} ${model.package}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }));
  return [...found].sort().join();
}

/** Shows the page. */
export async function show(context) {
  const { live } = context;
  const list = h('ul', { class: 'models' });
  const count = h('p', { class: 'count' });
  const draw = ({ models }) => {
    const open = new Set([...list.querySelectorAll('details[open]')].map(each => each.dataset.model));
    setText(count, tn('model.count', models.length));
    list.replaceChildren(...models.length === 0 ? [h('li', {}, empty(t('model.none'), t('model.none.todo')))]
      : models.map(modelItem));
    list.querySelectorAll('details').forEach(each => { each.open = open.has(each.dataset.model); });
  };
  async function changed(said) {
    context.announce(said);
    setText(done, said);
    done.hidden = false;
    try {
      draw(await get('models'));
    } catch (error) {
      list.replaceChildren(h('li', {}, problem(error, () => changed(said))));
    }
  }
  const done = h('p', { class: 'notice good', hidden: true });
  let before = served(live.nodes);
  draw(await get('models'));
  const hear = async () => {
    const now = served(live.nodes);
    if (now !== before && !list.contains(document.activeElement)) {
      before = now;
      try {
        draw(await getByItself('models'));
      } catch {
        before = ''; // tried again with the next news
      }
    }
  };
  live.addEventListener('nodes', hear);
  return {
    element: h('div', { class: 'page' }, h('div', { class: 'title-row' }, h('h1', { tabindex: '-1' }, t('nav.models')), count),
      done, list, context.mayChange ? pushCard(context, changed) : h('p', { class: 'soft' }, t('word.read-only'))),
    close: () => live.removeEventListener('nodes', hear),
  };
}
