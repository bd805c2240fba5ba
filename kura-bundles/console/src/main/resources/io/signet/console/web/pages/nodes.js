/** All nodes: as a table or as a map, filtered. */
import { get } from '../lib/api.js';
import { h, setText } from '../lib/dom.js';
import { stateOf } from '../lib/parts.js';
import { number, t, tOf } from '../lib/words.js';
import { nodeMap } from './nodes-map.js';
import { nodeTable } from './nodes-table.js';

const FILTERS = ['state', 'owner', 'assurance', 'model'];
const STATES = ['online', 'strained', 'paused', 'offline'];
const ASSURANCES = ['software', 'tpm2-interface', 'pkcs11', 'tpm2'];

const wordOf = { state: value => tOf('state', value), assurance: value => tOf('assurance', value), owner: value => value, model: value => value };

function matches(node, filter) {
  return (filter.state === '' || stateOf(node) === filter.state)
    && (filter.owner === '' || node.owner === filter.owner)
    && (filter.assurance === '' || node.assurance === filter.assurance)
    && (filter.model === '' || node.models.some(model => model.name === filter.model))
    && (filter.text === '' || [node.id, node.owner, node.gateway ?? '', ...node.models.map(model => model.name)]
      .some(text => text.toLowerCase().includes(filter.text)));
}

function readFilter() {
  const query = new URLSearchParams(location.search);
  const filter = { text: (query.get('text') ?? '').toLowerCase(), view: query.get('view') === 'map' ? 'map' : 'table' };
  FILTERS.forEach(name => { filter[name] = query.get(name) ?? ''; });
  return filter;
}

function writeFilter(filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([name, value]) => value !== '' && !(name === 'view' && value === 'table')));
  history.replaceState(null, '', query.size === 0 ? '/console/nodes' : `/console/nodes?${query}`);
}

/** A choice whose options follow what there is. */
function filterChoice(name, filter, changed) {
  const select = h('select', { id: `filter-${name}`, on: { change: () => { filter[name] = select.value; changed(); } } });
  let made = '';
  return {
    element: h('p', {}, h('label', { for: `filter-${name}` }, tOf('filter', name)), select),
    update(values) {
      const all = filter[name] === '' || values.includes(filter[name]) ? values : [...values, filter[name]];
      if (made !== all.join('\n')) {
        made = all.join('\n');
        select.replaceChildren(h('option', { value: '' }, t('nodes.all')), ...all.map(value => h('option', { value }, wordOf[name](value))));
        select.value = filter[name];
      }
    },
  };
}

function viewSwitch(filter, changed) {
  const radios = ['table', 'map'].map(view => {
    const radio = h('input', { type: 'radio', name: 'view', id: `view-${view}`, value: view, on: { change: () => { filter.view = view; changed(); } } });
    radio.checked = filter.view === view;
    return h('span', { class: 'segment' }, radio, h('label', { for: `view-${view}` }, view === 'table' ? t('nodes.table') : t('nodes.map')));
  });
  return h('fieldset', { class: 'segments' }, h('legend', { class: 'unseen' }, t('nodes.view')), radios);
}

function filterBar(filter, changed) {
  const search = h('input', { type: 'search', id: 'filter-text', value: filter.text, autocomplete: 'off', spellcheck: 'false',
    on: { input: () => { filter.text = search.value.trim().toLowerCase(); changed(); } } });
  const choices = FILTERS.map(name => filterChoice(name, filter, changed));
  const element = h('form', { class: 'filters', role: 'search', on: { submit: event => event.preventDefault() } },
    h('p', { class: 'wide' }, h('label', { for: 'filter-text' }, t('nodes.text')), search), choices.map(each => each.element), viewSwitch(filter, changed));
  return {
    element,
    update(nodes) {
      const distinct = values => [...new Set(values)].sort((a, b) => a.localeCompare(b));
      choices[0].update(STATES);
      choices[1].update(distinct(nodes.map(node => node.owner)));
      choices[2].update(ASSURANCES);
      choices[3].update(distinct(nodes.flatMap(node => node.models.map(model => model.name))));
    },
  };
}

/** Shows the page. */
export async function show({ live, announce }) {
  if (live.nodes.size === 0) {
    live.takeAllNodes(await get('nodes'));
  }
  const filter = readFilter();
  const count = h('p', { class: 'count' });
  const place = h('div');
  const views = { table: nodeTable(), map: nodeMap() };
  const draw = acted => {
    const all = [...live.nodes.values()];
    const found = all.filter(node => matches(node, filter));
    bar.update(all);
    setText(count, t('nodes.count', { found: number(found.length), all: number(all.length) }));
    if (place.firstElementChild !== views[filter.view].element) {
      place.replaceChildren(views[filter.view].element);
    }
    views[filter.view].update(found, acted, all.length === 0 ? 'none' : 'filtered');
  };
  const bar = filterBar(filter, () => { writeFilter(filter); draw(true); announce(count.textContent); });
  const hear = () => draw(false);
  draw(true);
  live.addEventListener('nodes', hear);
  return {
    element: h('div', { class: 'page nodes' }, h('div', { class: 'title-row' }, h('h1', { tabindex: '-1' }, t('nav.nodes')), count), bar.element, place),
    close: () => live.removeEventListener('nodes', hear),
  };
}
