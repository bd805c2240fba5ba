/** Audit: is this answer what it says? By the node, and by this browser without it. */
import { get, sendBytes } from '../lib/api.js';
import { h, setText } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { card, facts, findings, mark } from '../lib/parts.js';
import { bytes, capital, t, tOf } from '../lib/words.js';

const BYTES_MAX = 16 * 1024 * 1024;
const KINDS = new Map([[true, 'good'], [false, 'bad'], [null, 'open']]);

/** The way from the chip's maker to the output, each step with what was found. */
function chain(steps) {
  return h('ol', { class: 'chain' }, steps.map(({ step, good, title, facts: known }) => {
    const kind = KINDS.get(good) ?? 'open';
    return h('li', { class: `link ${kind}` }, h('span', { class: 'link-sign' }, icon(kind)), h('div', { class: 'link-body' },
      h('h4', {}, tOf('step', step, title), ' ', h('span', { class: 'soft' }, tOf('shown', kind))),
      h('p', { class: 'soft small' }, tOf('step-what', step, title)),
      Object.keys(known ?? {}).length > 0 ? facts(Object.entries(known).map(([name, value]) => [capital(name), h('span', { class: 'break' }, value)])) : null));
  }));
}

function verdictCard(title, result) {
  const body = result.failure !== undefined
    ? [h('p', {}, mark('open', t('audit.not-checked'))), h('p', {}, result.failure)]
    : [h('p', { class: 'verdict-line' }, mark(result.good ? 'good' : 'bad', result.good ? t('audit.good') : t('audit.bad'))), h('p', {}, result.verdict)];
  return h('section', { class: `card judge ${result.failure !== undefined ? 'open' : result.good ? 'good' : 'bad'}` }, h('h3', {}, title), body);
}

function detailOf(result) {
  const way = h('div', {}, h('h3', {}, t('audit.chain')), result.chain?.length > 0 ? chain(result.chain) : h('p', { class: 'soft' }, t('audit.no-chain')));
  const checked = h('div', {}, h('h3', {}, t('audit.findings')), findings(result.findings ?? []),
    (result.parts ?? []).map(part => h('details', {}, h('summary', {}, part.rows), findings(part.findings ?? []), chain(part.chain ?? []))));
  return h('div', { class: 'proof' }, way, checked);
}

async function byNode(data) {
  try {
    return await sendBytes('POST', 'verify', data);
  } catch (error) {
    return { failure: error.message };
  }
}

/** What to believe is kept, so that the browser can check when the node can't be reached. */
async function trustOf(kept) {
  try {
    const trust = await get('trust');
    kept.set('trust', JSON.stringify(trust));
    return trust;
  } catch (error) {
    const before = kept.get('trust');
    if (before !== '') {
      return JSON.parse(before);
    }
    throw error;
  }
}

async function byBrowser(data, picture, { kept, live }) {
  let verify;
  try {
    ({ verify } = await import('../verify/verify.js'));
  } catch {
    return { failure: t('audit.no-verifier') };
  }
  try {
    return await verify(data, await trustOf(kept), live.now(), picture);
  } catch (error) {
    return { failure: error.message };
  }
}

function together(node, browser) {
  if (node.failure !== undefined || browser.failure !== undefined) {
    return null;
  }
  return node.good === browser.good ? h('p', { class: 'soft' }, t('audit.agree'))
    : h('div', { class: 'notice bad', role: 'alert' }, icon('bad'), h('p', {}, t('audit.differ')));
}

async function judge(name, data, picture, place, context) {
  context.announce(t('audit.checking'));
  place.replaceChildren(h('p', { class: 'soft' }, t('audit.checking')));
  const [node, browser] = await Promise.all([byNode(data), byBrowser(data, picture, context)]);
  const byBoth = picture === undefined || browser.failure !== undefined; // only the browser looks at the picture
  const shown = byBoth && node.failure === undefined ? node : browser.failure === undefined ? browser : null;
  const title = h('h2', { tabindex: '-1' }, t('audit.result', { name, size: bytes(data.length) }));
  place.replaceChildren(title, h('div', { class: 'judges' }, verdictCard(t('audit.by-node'), node), verdictCard(t('audit.by-browser'), browser)),
    ...[together(node, browser)].filter(each => each !== null), ...shown === null ? [] : [detailOf(shown)]);
  title.focus();
}

/** Shows the page. */
export async function show(context) {
  const result = h('div', { class: 'audit-result' });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const take = async (name, blob) => {
    setText(wrong, '');
    if (blob.size === 0) {
      setText(wrong, t('audit.empty'));
    } else if (blob.size > BYTES_MAX) {
      setText(wrong, t('audit.too-large', { size: bytes(blob.size), most: bytes(BYTES_MAX) }));
    } else {
      const seen = picture.files.length === 0 ? undefined : new Uint8Array(await picture.files[0].arrayBuffer());
      await judge(name, new Uint8Array(await blob.arrayBuffer()), seen, result, context);
    }
  };
  const file = h('input', { type: 'file', id: 'receipt', on: { change: () => {
    if (file.files.length > 0) {
      take(file.files[0].name, file.files[0]);
    }
    file.value = '';
  } } });
  const picture = h('input', { type: 'file', id: 'picture', accept: 'image/png', 'aria-describedby': 'picture-help' });
  const text = h('textarea', { id: 'pasted', rows: '4', spellcheck: 'false', autocomplete: 'off' });
  const zone = h('div', { class: 'drop', on: {
    dragover: event => { event.preventDefault(); zone.classList.add('over'); },
    dragleave: () => zone.classList.remove('over'),
    drop: event => {
      event.preventDefault();
      zone.classList.remove('over');
      if (event.dataTransfer.files.length > 0) {
        take(event.dataTransfer.files[0].name, event.dataTransfer.files[0]);
      }
    },
  } }, h('label', { for: 'receipt' }, t('audit.file')), file, h('p', { class: 'soft small' }, t('audit.file.help')));
  const seen = h('div', {}, h('p', {}, h('label', { for: 'picture' }, t('audit.picture'))), picture, h('p', { class: 'soft small', id: 'picture-help' }, t('audit.picture.help')));
  const paste = h('form', { on: { submit: event => {
    event.preventDefault();
    take(t('audit.pasted'), new Blob([text.value.trim()]));
  } } }, h('p', {}, h('label', { for: 'pasted' }, t('audit.paste')), text), h('button', { class: 'primary' }, t('audit.check')));
  return {
    element: h('div', { class: 'page audit' }, h('h1', { tabindex: '-1' }, t('nav.audit')), h('p', { class: 'lead' }, t('audit.what')),
      h('div', { class: 'two' }, card(t('audit.choose'), seen, zone), card(t('audit.or-paste'), paste)), wrong, result,
      h('p', { class: 'soft small' }, t('audit.offline'), ' ', h('a', { href: '/console/verify/signet-verify.html', download: true }, t('audit.download')))),
  };
}
