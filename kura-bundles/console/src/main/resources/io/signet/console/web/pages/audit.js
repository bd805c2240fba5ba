/** Audit: is this answer what it says? By the node, and by this browser without it. */
import { get, sendBytes } from '../lib/api.js';
import { h, setText } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { card, facts, findings, mark } from '../lib/parts.js';
import { bytes, capital, moment, t, tOf } from '../lib/words.js';

const BYTES_MAX = 16 * 1024 * 1024;
const LINES = { good: () => t('audit.good'), bad: () => t('audit.bad'), open: () => t('audit.not-checked') };
const KINDS = new Map([[true, 'good'], [false, 'bad'], [null, 'open']]);

/** The way from the chip's maker to the output, each step with what was found. */
function chain(steps) {
  return h('ol', { class: 'chain' }, steps.map(({ step, good, title, facts: known }) => {
    const kind = KINDS.get(good) ?? 'open';
    return h('li', { class: `link ${kind}` }, h('span', { class: 'link-sign' }, icon(kind)), h('div', { class: 'link-body' },
      h('h4', {}, tOf('step', step, title), ' ', h('span', { class: 'soft' }, tOf('shown', kind))),
      h('p', { class: 'soft small' }, tOf('step-what', step, title)),
      Object.keys(known ?? {}).length > 0 ? facts(Object.entries(known).map(([name, value]) => [h('span', { lang: 'en' }, capital(name)), h('span', { class: 'break', lang: 'en' }, value)])) : null));
  }));
}

function verdictCard(title, result) {
  const kind = result.failure !== undefined || result.open ? 'open' : result.good ? 'good' : 'bad';
  const line = h('p', { class: 'verdict-line' }, mark(kind, LINES[kind]()));
  const said = result.failure !== undefined ? h('p', {}, result.failure) : h('p', { lang: 'en' }, result.verdict); // a verdict is told in English
  const dated = result.policyAt === undefined ? null : h('p', { class: 'notice' }, t('audit.old-policy', { when: moment(result.policyAt) }));
  return h('section', { class: `card judge ${kind}` }, h('h3', {}, title), line, said, dated);
}

function detailOf(result) {
  const way = h('div', {}, h('h3', {}, t('audit.chain')), result.chain?.length > 0 ? chain(result.chain) : h('p', { class: 'soft' }, t('audit.no-chain')));
  const checked = h('div', {}, h('h3', {}, t('audit.findings')), findings(result.findings ?? []),
    (result.parts ?? []).map(part => h('details', {}, h('summary', { lang: 'en' }, part.rows), findings(part.findings ?? []), chain(part.chain ?? []))));
  return h('div', { class: 'proof' }, way, checked);
}

async function byNode(data) {
  try {
    return await sendBytes('POST', 'verify', data);
  } catch (error) {
    return { failure: error.message };
  }
}

/** What to believe is kept, so that the browser can check when the node can't be reached; if it can, its word counts. */
async function trustOf({ kept, live }) {
  try {
    const trust = await get('trust');
    kept.set('trust', ''); // should there be no room for the new one, the old one is not to stay
    kept.set('trust', JSON.stringify({ at: live.now(), trust }));
    return { trust };
  } catch (error) {
    const before = error.status === 0 ? policyIn(kept.get('trust')) : undefined;
    if (before === undefined) {
      throw error;
    }
    return before;
  }
}

function policyIn(text) {
  try {
    const { at, trust } = JSON.parse(text);
    return Number.isFinite(at) && typeof trust === 'object' ? { at, trust } : undefined;
  } catch {
    return undefined;
  }
}

async function byBrowser(data, picture, context) {
  let verifier;
  try {
    verifier = await import('../verify/verify.js');
  } catch {
    return { failure: t('audit.no-verifier') };
  }
  try {
    const { trust, at } = await trustOf(context);
    const result = await verifier.verify(data, trust, context.live.now(), picture);
    return { ...result, open: verifier.isNotChecked(result), policyAt: at };
  } catch (error) {
    return { failure: error.message };
  }
}

/** Whether the browser refuses only the picture, at which the node did not look. */
function refusesPicture(result) {
  return (result.parts ?? [result]).flatMap(({ findings: found }) => found ?? []).every(({ good, code }) => good !== false || code === 'picture-mismatch');
}

function together(node, browser) {
  if (node.failure !== undefined || browser.failure !== undefined || browser.open) {
    return null;
  }
  if (node.good && !browser.good && refusesPicture(browser)) {
    return h('p', { class: 'soft' }, t('audit.agree-but-picture'));
  }
  return node.good === browser.good ? h('p', { class: 'soft' }, t('audit.agree'))
    : h('div', { class: 'notice bad', role: 'alert' }, icon('bad'), h('p', {}, t('audit.differ')));
}

async function judge(name, data, picture, place, context, isLast) {
  context.announce(t('audit.checking'));
  place.replaceChildren(h('p', { class: 'soft' }, t('audit.checking')));
  const [node, browser] = await Promise.all([byNode(data), byBrowser(data, picture, context)]);
  if (!isLast()) {
    return; // something else was chosen meanwhile, whose result is shown
  }
  const byBoth = picture === undefined || browser.failure !== undefined || browser.open; // only the browser looks at the picture
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
  let turn = 0;
  const take = async (name, blob) => {
    turn += 1;
    const mine = turn;
    setText(wrong, '');
    result.replaceChildren();
    if (blob.size === 0) {
      setText(wrong, t('audit.empty'));
    } else if (blob.size > BYTES_MAX) {
      setText(wrong, t('audit.too-large', { size: bytes(blob.size), most: bytes(BYTES_MAX) }));
    } else {
      const seen = picture.files.length === 0 ? undefined : new Uint8Array(await picture.files[0].arrayBuffer());
      await judge(name, new Uint8Array(await blob.arrayBuffer()), seen, result, context, () => mine === turn);
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
