/** Settings: forms made from what the node says of its settings; and who changed what. */
import { get, send } from '../lib/api.js';
import { freshId, h, setText } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { card, empty, time } from '../lib/parts.js';
import { number, sentence, t, tOf } from '../lib/words.js';

const NUMBERS = ['integer', 'number'];

function control(field, id, disabled) {
  const common = { id, disabled, 'aria-describedby': `${id}-help ${id}-wrong` };
  const value = field.value ?? '';
  if (field.type === 'boolean') {
    const box = h('input', { type: 'checkbox', ...common });
    box.checked = value === true;
    return { element: box, read: () => box.checked };
  }
  if (field.type === 'choice') {
    const select = h('select', common, field.choices.map(each => h('option', { value: each }, each)));
    select.value = value;
    return { element: select, read: () => select.value };
  }
  if (field.type === 'string[]') {
    const area = h('textarea', { ...common, rows: String(Math.min(8, Math.max(2, value.length + 1))), spellcheck: 'false' });
    area.value = Array.isArray(value) ? value.join('\n') : '';
    return { element: area, read: () => area.value.split('\n').map(line => line.trim()).filter(line => line !== '') };
  }
  const isNumber = NUMBERS.includes(field.type);
  const input = h('input', { ...common, type: field.secret ? 'password' : isNumber ? 'number' : 'text', value: field.secret ? '' : value, autocomplete: 'off', spellcheck: 'false',
    ...isNumber ? { min: field.min, max: field.max, step: field.type === 'integer' ? '1' : 'any' } : {},
    ...field.secret ? { placeholder: t('settings.unchanged'), autocomplete: 'new-password' } : {} });
  return { element: input, read: () => isNumber && input.value !== '' ? Number(input.value) : input.value };
}

function limits(field) {
  const bounds = field.min !== undefined && field.max !== undefined ? t('settings.range', { min: number(field.min, 6), max: number(field.max, 6) })
    : field.min !== undefined ? t('settings.from', { min: number(field.min, 6) })
      : field.max !== undefined ? t('settings.to', { max: number(field.max, 6) }) : '';
  const normal = [field.default ?? ''].flat().join('') === '' || field.secret ? '' : t('settings.default', { value: [field.default].flat().join(', ') });
  return [field.type === 'string[]' ? t('settings.lines') : '', bounds, normal].filter(each => each !== '').join(' ');
}

function fieldOf(field, writable) {
  const id = freshId('field');
  const made = control(field, id, !writable || field.readOnly);
  const wrong = h('p', { class: 'wrong', id: `${id}-wrong` });
  let before = JSON.stringify(made.read());
  const label = h('label', { for: id, lang: 'en' }, field.title || field.key);
  const help = h('p', { class: 'soft small', id: `${id}-help` }, h('span', { lang: 'en' }, field.description), ' ', limits(field));
  return {
    key: field.key,
    element: h('div', { class: 'field' }, field.type === 'boolean' ? h('p', { class: 'check' }, made.element, label) : [label, made.element], help, wrong),
    control: made.element,
    changed: () => !made.element.disabled && JSON.stringify(made.read()) !== before,
    read: made.read,
    /** What stands here now is what is set: the node takes a second to say so itself. */
    settle() {
      if (field.secret) {
        made.element.value = '';
      }
      before = JSON.stringify(made.read());
    },
    complain(message) {
      wrong.replaceChildren(...message === '' ? [] : [icon('bad'), message]);
      made.element.removeAttribute('aria-invalid');
      if (message !== '') {
        made.element.setAttribute('aria-invalid', 'true');
        made.element.focus();
      }
    },
  };
}

/** What the browser itself finds wrong, in its words and in its language. */
function wrongBefore(fields) {
  const wrong = fields.find(field => field.control.checkValidity?.() === false);
  wrong?.complain(wrong.control.validationMessage);
  return wrong !== undefined;
}

function sectionForm(section, writable, applied) {
  const fields = section.fields.map(field => fieldOf(field, writable));
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const done = h('p', { class: 'done', role: 'status' });
  const button = h('button', { class: 'primary' }, t('settings.apply'));
  const save = async event => {
    event.preventDefault();
    [wrong, done].forEach(each => setText(each, ''));
    fields.forEach(field => field.complain(''));
    const changed = fields.filter(field => field.changed());
    if (changed.length === 0) {
      setText(done, t('settings.nothing'));
      return;
    }
    if (wrongBefore(changed)) {
      return;
    }
    button.disabled = true;
    try {
      await send('PUT', `settings/${encodeURIComponent(section.id)}`, { values: Object.fromEntries(changed.map(field => [field.key, field.read()])) });
      changed.forEach(field => field.settle());
      setText(done, t('settings.applied'));
      await applied();
    } catch (error) {
      const field = fields.find(each => each.key === error.body?.field);
      if (field === undefined) {
        setText(wrong, error.message);
      } else {
        field.complain(error.message);
      }
    } finally {
      button.disabled = false;
    }
  };
  return h('details', { class: 'card section' }, h('summary', {}, h('h2', { lang: 'en' }, section.title), h('span', { class: 'soft', lang: 'en' }, section.description)),
    h('form', { novalidate: true, on: { submit: save } },
      // browsers want to know whose password it is
      section.fields.some(field => field.secret) ? h('input', { autocomplete: 'username', hidden: true }) : null,
      h('div', { class: 'fields' }, fields.map(field => field.element)), wrong, done, writable ? button : null));
}

function trailCard(entries, now) {
  return card(t('trail.title'), entries.length === 0 ? h('p', { class: 'soft' }, t('trail.none'))
    : h('div', { class: 'table-box', tabindex: '0', role: 'group', 'aria-label': t('trail.title') }, h('table', { class: 'dense' }, h('caption', { class: 'unseen' }, t('trail.title')),
      h('thead', {}, h('tr', {}, ['when', 'who', 'action', 'detail', 'from'].map(key => h('th', { scope: 'col' }, tOf('trail-column', key))))),
      h('tbody', {}, entries.map(({ at, user, from, action, detail }) => h('tr', {}, h('th', { scope: 'row' }, time(at, now)), h('td', {}, user),
        h('td', {}, tOf('trail-action', action)), h('td', { class: 'break' }, detail), h('td', {}, from)))))));
}

/** Shows the page. */
export async function show({ live, mayChange }) {
  const trail = h('div');
  const drawTrail = ({ entries }) => trail.replaceChildren(trailCard(entries, live.now()));
  const applied = async () => drawTrail(await get('trail'));
  const [settings, trailed] = await Promise.all([get('settings'), get('trail')]);
  const writable = settings.writable && mayChange;
  const why = settings.writable ? mayChange ? '' : t('word.read-only') : settings.why;
  const sections = settings.sections.map(section => sectionForm(section, writable, applied));
  sections.slice(0, 1).forEach(section => { section.open = true; });
  drawTrail(trailed);
  return { element: h('div', { class: 'page settings' }, h('h1', { tabindex: '-1' }, t('nav.settings')),
    h('div', { class: 'sections' }, why === '' ? null : h('div', { class: 'notice info' }, icon('info'), h('p', settings.writable ? {} : { lang: 'en' }, sentence(why))),
      sections.length === 0 ? empty(t('settings.none'), t('settings.none.todo')) : sections), trail) };
}
