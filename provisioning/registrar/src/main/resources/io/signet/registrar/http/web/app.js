// The registrar's page. Everything that it shows is put in as text, never as markup.

const at = id => document.getElementById(id);
const codes = 'BarcodeDetector' in window ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
let token = '';
let offer = { meshes: [], models: [] };

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(what, asked = {}) {
  const response = await fetch('/web/v1/' + what, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Signet-Session': token },
    body: JSON.stringify(asked),
  });
  const json = (response.headers.get('Content-Type') ?? '').startsWith('application/json');
  const answer = json ? await response.json() : { error: (await response.text()).trim() };
  if (response.ok) {
    return answer;
  }
  throw new Refused(response.status, answer.error);
}

async function askAll(what, key) {
  const all = [];
  let some;
  do {
    some = (await ask(what, { after: all.length ? all[all.length - 1][key] : '' }))[what];
    all.push(...some);
  } while (some.length === 1000);
  return all;
}

function say(text) {
  at('error').hidden = true;
  at('status').textContent = text;
}

function complain(failure) {
  if (failure.status === 401) {
    show(false);
  }
  at('status').textContent = '';
  at('error').textContent = failure.message;
  at('error').hidden = false;
}

/** Does something that may be refused; says so then. */
async function attempt(work) {
  try {
    await work();
  } catch (failure) {
    complain(failure);
  }
}

function make(name, text = '', attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function show(loggedIn) {
  at('login').hidden = loggedIn;
  at('owner').hidden = !loggedIn;
  at('logout').hidden = !loggedIn;
  (loggedIn ? at('main') : at('passphrase')).focus();
}

async function enter(session) {
  token = session.token;
  show(true);
  await refresh();
}

async function refresh() {
  offer = await ask('offer', { group: '' });
  const nodes = await askAll('nodes', 'label');
  const open = new Set([...document.querySelectorAll('details[open]')].map(details => details.dataset.label));
  at('nodes').replaceChildren(...nodes.map(node => item(node, open)));
  if (!nodes.length) {
    at('nodes').append(make('li', 'No box was claimed yet. Type or scan the code on the label of one.'));
  }
  const { entries } = await ask('audit');
  at('audit').replaceChildren(...entries.slice(0, 100).map(entry => make('li',
    [new Date(entry.at).toISOString(), entry.actor, entry.action, entry.label ?? '', entry.detail].join('  ').trim())));
}

const ACTS = {
  approve: { states: ['claimed', 'waiting'], word: 'Approve', done: 'is approved' },
  renew: { states: ['enrolled'], word: 'Renew', done: 'is to renew its certificate when it asks for its profile' },
  retire: { states: ['enrolled'], word: 'Retire', done: 'is retired', danger: 'Its certificate is not believed any more, and its profile tells it to stop, for good.' },
  release: { states: ['enrolled', 'retired'], word: 'Release', done: 'is released',
    danger: 'It may forget you, and anybody may have it. There is no way back.' },
  revoke: { states: ['labelled', 'claimed', 'waiting', 'approved', 'enrolled', 'retired', 'released'], word: 'Revoke',
    done: 'is revoked', danger: 'All of its certificates are revoked. It needs a new key and a new label.' },
};

/** What the evidence shows of a key, in plain words. */
const PROTECTION = {
  'software': 'a file: nothing keeps it from being copied',
  'tpm2-interface': 'something that speaks like a TPM; no chip maker whom you trust vouches for it',
  'pkcs11': 'a PKCS#11 token, says the node',
  'tpm2': 'a TPM of a chip maker whom you trust: it can\'t be copied',
};

function title(node) {
  return node.name || 'Label ' + node.label;
}

function item(node, open) {
  const li = make('li', '', { 'data-state': node.state });
  const head = make('div', '', { class: 'head' });
  head.append(make('h3', title(node)), make('span', node.state + (node.approved ? ', approved beforehand' : '')));
  const facts = make('dl');
  const fact = (key, value) => value && facts.append(make('dt', key), make('dd', value));
  fact('Label', node.label);
  fact('Site', node.site);
  fact('Group', node.group);
  fact('Node', node.node);
  fact('Its key is in', PROTECTION[node.assurance] ?? node.assurance);
  fact('Evidence', node.evidence && 'SHA-256 ' + node.evidence);
  const acts = make('p', '', { class: 'row' });
  const alarm = node.seen?.sameChip.length
    ? make('p', 'Its chip came by ' + node.seen.sameChip.join(', ') + ', too: a machine that was reset, or one that plays two. '
      + 'Revoke what is not there any more.', { class: 'alarm' })
    : null;
  Object.entries(ACTS).filter(([, act]) => act.states.includes(node.state)).forEach(([name, act]) => {
    const button = make('button', act.word, { type: 'button', 'data-act': name, 'aria-label': act.word + ' ' + title(node) });
    button.classList.toggle('danger', Boolean(act.danger));
    button.addEventListener('click', () => attempt(() => perform(name, act, node)));
    acts.append(button);
  });
  li.append(head, facts, ...(alarm ? [alarm] : []), ...(node.seen ? [seen(node, open)] : []), acts);
  if (!['labelled', 'retired', 'released', 'revoked'].includes(node.state)) {
    li.append(settings(node, open.has(node.label)));
  }
  return li;
}

const KINDS = { proved: 'Holds', failed: 'Does not hold', open: 'Can\'t be known' };

/** What was found in a node's evidence; in sight while the owner has to decide. */
function seen(node, open) {
  const details = make('details', '', { 'data-label': 'seen-' + node.label });
  details.open = open.has(details.dataset.label) || node.state === 'waiting' || !node.seen.good;
  details.append(make('summary', node.seen.good ? 'What its evidence shows' : 'Its evidence is refused'));
  const list = make('ul', '', { class: 'findings' });
  node.seen.findings.forEach(finding => {
    const li = make('li', '', { class: finding.kind });
    li.append(make('strong', KINDS[finding.kind] + ': '), finding.detail);
    list.append(li);
  });
  details.append(list);
  return details;
}

async function perform(name, act, node) {
  if (act.danger && !await confirmed(act.word + ' ' + title(node) + '?', act.danger, act.word)) {
    return;
  }
  await ask(name, { label: node.label });
  await refresh();
  say(title(node) + ' ' + act.done + '.');
  at('main').focus(); // what was pressed is not there any more
}

/** The answer to the last question; a dialog tells that it was closed some time after it is gone from the screen. */
let lastAnswer = Promise.resolve();

function confirmed(question, text, word) {
  lastAnswer = lastAnswer.then(() => new Promise(resolve => {
    at('confirm-title').textContent = question;
    at('confirm-text').textContent = text;
    at('confirm-yes').textContent = word;
    const dialog = at('confirm');
    dialog.returnValue = 'no';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  }));
  return lastAnswer;
}

/** The form by which a node is renamed and gets its mesh and its models. */
function settings(node, open) {
  const details = make('details', '', { 'data-label': node.label });
  details.open = open;
  details.append(make('summary', 'Change ' + title(node)));
  const form = make('form');
  const fields = make('div', '', { class: 'fields' });
  const field = (key, word, input) => {
    input.id = key + '-' + node.label;
    const p = make('p');
    p.append(make('label', word, { for: input.id }), input);
    fields.append(p);
    return input;
  };
  const text = value => Object.assign(make('input', '', { maxlength: 64, autocomplete: 'off' }), { value });
  const name = field('name', 'Name', text(node.name));
  const site = field('site', 'Site', text(node.site));
  const group = field('group', 'Group', text(node.group));
  const mesh = make('select');
  offer.meshes.forEach((one, index) => mesh.append(make('option', one, { value: index ? one : '' })));
  field('mesh', 'Mesh', mesh).value = node.mesh === offer.meshes[0] ? '' : node.mesh;
  form.append(fields);
  const boxes = offer.models.map((model, index) => {
    const box = make('input', '', { type: 'checkbox', id: 'model-' + index + '-' + node.label, value: model.digest });
    box.checked = node.models.includes(model.digest);
    const p = make('p');
    p.append(box, make('label', model.name + ' (' + model.size + ' bytes)', { for: box.id, class: 'inline' }));
    form.append(p);
    return box;
  });
  form.append(make('button', 'Save'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => {
      const label = node.label;
      await ask('name', { label, name: name.value, site: site.value, group: group.value });
      await ask('mesh', { label, mesh: mesh.value });
      await ask('models', { label, models: boxes.filter(box => box.checked).map(box => box.value) });
      await refresh();
      say('Saved.');
    });
  });
  details.append(form);
  return details;
}

function take(content) {
  at('code').value = content;
  say('The code was read. Name the box and claim it.');
  at('name').focus();
}

/** What the QR code in a picture holds: by the browser if it can read them, else by the registrar. */
async function read(picture) {
  const [found] = codes ? await codes.detect(picture) : [];
  if (found) {
    return found.rawValue;
  }
  // Small enough to be sent quickly, fine enough for a code that fills a fifth of the picture.
  const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
  const canvas = make('canvas', '', {
    width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)),
  });
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const body = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  const response = await fetch('/web/v1/picture', {
    method: 'POST', headers: { 'Content-Type': 'image/jpeg', 'Signet-Session': token }, body,
  });
  const text = (await response.text()).trim();
  if (!response.ok) {
    throw new Refused(response.status, text);
  }
  return text;
}

async function scan() {
  const video = at('video');
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.hidden = false;
  await video.play();
  say('Hold the QR code of the label into the picture.');
  try {
    const end = Date.now() + 60_000;
    while (Date.now() < end) {
      const [found] = await codes.detect(video);
      if (found) {
        take(found.rawValue);
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    say('No code was seen in a minute. Type it.');
  } finally {
    video.srcObject.getTracks().forEach(track => track.stop());
    video.hidden = true;
  }
}

function download(name, object) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(object, null, 2)], { type: 'application/json' }));
  make('a', '', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

if (!codes || !navigator.mediaDevices) {
  at('scan').hidden = true; // a picture is read by the registrar
}

at('login').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => {
    const session = await ask('login', { passphrase: at('passphrase').value });
    at('passphrase').value = '';
    say('');
    await enter(session);
  });
});
at('logout').addEventListener('click', () => attempt(async () => {
  await ask('logout');
  token = '';
  show(false);
  at('nodes').replaceChildren();
  at('audit').replaceChildren();
  say('You are logged out.');
}));
at('claim').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => {
    const node = await ask('claim', {
      code: at('code').value, name: at('name').value, site: at('site').value, group: at('group').value,
      approved: at('approved').checked,
    });
    at('claim').reset();
    await refresh();
    say(title(node) + ' is claimed. Switch it on: it comes by itself.');
    at('code').focus();
  });
});
at('scan').addEventListener('click', () => attempt(scan));
at('picture').addEventListener('change', () => attempt(async () => {
  const [file] = at('picture').files;
  at('picture').value = ''; // the same may be chosen again
  if (file) {
    say('The picture is looked at.');
    take(await read(await createImageBitmap(file)));
  }
}));
at('refresh').addEventListener('click', () => attempt(async () => {
  await refresh();
  say('This is how it is now.');
}));
at('export-nodes').addEventListener('click', () => attempt(async () => download('nodes.json', await askAll('nodes', 'label'))));
at('export-certificates').addEventListener('click', () => attempt(async () =>
  download('certificates.json', await askAll('certificates', 'serial'))));

// A page that is loaded again goes on with its session, if there is one.
ask('session').then(session => session.token ? enter(session) : show(false)).catch(complain);
