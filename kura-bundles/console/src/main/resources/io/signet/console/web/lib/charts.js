/** Charts: pictures for those who see them, a sentence for those who do not, and a table where the values matter. */
import { h, s, setAttribute, setText } from './dom.js';
import { t, clock } from './words.js';

const WIDTH = 300;
const HEIGHT = 100;
const TABLE_ROWS_MAX = 31;

/** Pieces of a line: values that are unknown leave gaps, for nothing is drawn that nobody measured. */
function pieces(values, max) {
  const step = WIDTH / Math.max(1, values.length - 1);
  const found = [];
  let piece = [];
  values.forEach((value, index) => {
    if (value === null || value === undefined) {
      piece = [];
      return;
    }
    if (piece.length === 0) {
      found.push(piece);
    }
    piece.push([index * step, HEIGHT - (HEIGHT - 6) * (max === 0 ? 0 : value / max) - 2]);
  });
  return found;
}

const point = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

function line(found) {
  return found.map(piece => `M${piece.map(point).join('L')}${piece.length === 1 ? 'h1' : ''}`).join('');
}

function area(found) {
  return found.filter(piece => piece.length > 1)
    .map(piece => `M${piece[0][0].toFixed(1)} ${HEIGHT}L${piece.map(point).join('L')}L${piece.at(-1)[0].toFixed(1)} ${HEIGHT}Z`)
    .join('');
}

function drawing(className) {
  const fill = s('path', { class: 'chart-area' });
  const stroke = s('path', { class: 'chart-line', 'vector-effect': 'non-scaling-stroke' });
  const svg = s('svg', { class: className, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
    fill, stroke);
  return {
    svg,
    draw(values, max) {
      const found = pieces(values, max);
      setAttribute(fill, 'd', area(found));
      setAttribute(stroke, 'd', line(found));
    },
  };
}

const known = values => values.filter(value => value !== null && value !== undefined);

/** A line as high as a word: how a figure went. The figure beside it says what it is now. */
class Spark extends HTMLElement {
  #drawing = drawing('spark');

  connectedCallback() {
    if (!this.#drawing.svg.isConnected) {
      this.append(this.#drawing.svg);
    }
  }

  /** Shows these values, the newest last. */
  set values(values) {
    const max = Math.max(0, ...known(values));
    this.#drawing.draw(values.length === 1 ? [values[0], values[0]] : values, max * 1.05);
  }
}

/** A chart over time: `show({title, values, stepMs, endMs, format, plain})`; `plain`: yes or no, so it has no most. */
class Chart extends HTMLElement {
  #drawing = drawing('chart');
  #title = h('h3');
  #latest = h('strong', { class: 'chart-latest' });
  #said = h('span', { class: 'unseen' });
  #most = h('span');
  #from = h('span');
  #to = h('span');
  #cursor = h('span', { class: 'chart-cursor', hidden: true });
  #note = h('span', { class: 'chart-note', hidden: true });
  #shown = null;

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const plot = h('div', { class: 'chart-plot', on: { pointermove: event => this.#point(event), pointerleave: () => this.#leave() } },
      this.#drawing.svg, this.#cursor, this.#note);
    this.append(h('div', { class: 'chart-head' }, this.#title, this.#latest), this.#said, plot,
      h('div', { class: 'chart-axis', 'aria-hidden': 'true' }, this.#from, this.#most, this.#to));
  }

  /** Draws; what is null was not measured. */
  show(shown) {
    this.#shown = shown;
    const values = known(shown.values);
    const max = Math.max(0, ...values);
    this.#drawing.draw(shown.values, max);
    setText(this.#title, shown.title);
    const latest = shown.values.at(-1);
    setText(this.#latest, latest === null || latest === undefined ? t('chart.unknown') : shown.format(latest));
    setText(this.#most, values.length === 0 || shown.plain ? '' : t('chart.most', { most: shown.format(max) }));
    setText(this.#said, values.length === 0 ? t('chart.nothing')
      : t('chart.said', { least: shown.format(Math.min(...values)), most: shown.format(max) }));
    setText(this.#from, clock(shown.endMs - shown.stepMs * (shown.values.length - 1)));
    setText(this.#to, clock(shown.endMs));
  }

  #point(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const index = Math.round(part * (this.#shown.values.length - 1));
    const value = this.#shown.values[index];
    this.#cursor.hidden = false;
    this.#note.hidden = false;
    this.#cursor.style.setProperty('left', `${part * 100}%`);
    this.#note.classList.toggle('left', part > 0.5);
    this.#note.style.setProperty('left', `${part * 100}%`);
    const at = this.#shown.endMs - this.#shown.stepMs * (this.#shown.values.length - 1 - index);
    setText(this.#note, `${clock(at)}: ${value === null || value === undefined ? t('chart.unknown') : this.#shown.format(value)}`);
  }

  #leave() {
    this.#cursor.hidden = true;
    this.#note.hidden = true;
  }
}

/** The same charts as one table, a row each few minutes. */
export function chartTable(charts) {
  const { stepMs, endMs, values: { length } } = charts[0];
  const every = Math.max(1, Math.ceil(length / TABLE_ROWS_MAX));
  const rows = [];
  for (let i = length - 1; i >= 0; i -= every) {
    rows.push(h('tr', {}, h('th', { scope: 'row' }, clock(endMs - stepMs * (length - 1 - i))),
      charts.map(({ values, format }) => h('td', { class: 'number' },
        values[i] === null || values[i] === undefined ? t('chart.unknown') : format(values[i])))));
  }
  return h('table', { class: 'dense' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('chart.time')), charts.map(({ title }) => h('th', { scope: 'col', class: 'number' }, title)))),
    h('tbody', {}, rows));
}

customElements.define('signet-spark', Spark);
customElements.define('signet-chart', Chart);

/** A small chart. */
export const spark = () => document.createElement('signet-spark');

/** A chart over time. */
export const chart = () => document.createElement('signet-chart');
