// The page that an auditor keeps: the verifier with a form for what is trusted.

import { ASSURANCES } from './statement.js';
import { isNotChecked, verify } from './verify.js';

const SIGNS = new Map([
  [true, { word: 'Proved', style: 'good' }],
  [false, { word: 'Failed', style: 'bad' }],
  [null, { word: 'Not shown', style: 'open' }],
]);
const PEM = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g;

const page = (id) => document.getElementById(id);
/** What was given as files, and what a saved policy has of the same; the form has the rest. */
const given = { owners: [], makers: [], revocations: [] };
let saved = { owners: [], makers: [], revocations: [] };
let checked;
let picture;
/** Counts what was asked: an answer to what was asked before the last comes too late to be shown. */
let turn = 0;
let reading = Promise.resolve();

function element(name, text, style) {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = style ?? '';
  return made;
}

function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The certificates in a file, each in base64. */
function certificatesIn(bytes) {
  const text = new TextDecoder().decode(bytes);
  const found = Array.from(text.matchAll(PEM), ([, body]) => body.replace(/\s/g, ''));
  return found.length > 0 ? found : [base64(bytes)];
}

function digestsIn(id) {
  return page(id).value.split(/[\s,]+/).filter((digest) => digest !== '');
}

function trust() {
  return {
    owners: [...saved.owners, ...given.owners],
    makers: [...saved.makers, ...given.makers],
    revocations: [...saved.revocations, ...given.revocations],
    minimalAssurance: page('assurance').value,
    witnesses: page('witnesses').valueAsNumber, // an empty field is not a number, which the policy refuses
    maxAgeS: Math.round(86400 * page('age').valueAsNumber),
    firmware: digestsIn('firmware'),
    models: digestsIn('models'),
  };
}

/** Takes over a trust policy that was saved. */
function takePolicy(policy) {
  saved = { owners: [...(policy.owners ?? [])], makers: [...(policy.makers ?? [])], revocations: [...(policy.revocations ?? [])] };
  page('assurance').value = policy.minimalAssurance ?? ASSURANCES[0];
  page('witnesses').value = policy.witnesses ?? 0;
  page('age').value = (policy.maxAgeS ?? 0) / 86400;
  page('firmware').value = (policy.firmware ?? []).join('\n');
  page('models').value = (policy.models ?? []).join('\n');
}

async function bytesOf(file) {
  return new Uint8Array(await file.arrayBuffer());
}

/** Those that were chosen before are trusted no longer. */
async function takeOwners() {
  given.owners = [];
  saved = { owners: [], makers: [], revocations: [] };
  let wrong = '';
  for (const file of page('owners').files) {
    const bytes = await bytesOf(file);
    if (bytes[0] === '{'.charCodeAt(0)) {
      wrong += takeSavedPolicy(file.name, bytes);
    } else {
      given.owners.push(...certificatesIn(bytes).map((certificate) => ({ name: file.name, certificate })));
    }
  }
  const names = trust().owners.map((owner) => owner.name).join(', ');
  page('trusted').textContent = `Trusted: ${names || 'nobody'}.${wrong}`;
}

/** Returns what is wrong with it; empty if nothing is. */
function takeSavedPolicy(name, bytes) {
  try {
    takePolicy(JSON.parse(new TextDecoder().decode(bytes)));
    return '';
  } catch (fault) {
    return ` ${name} is no trust policy: ${fault.message}.`;
  }
}

async function takeMakers() {
  given.makers = [];
  for (const file of page('makers').files) {
    given.makers.push(...certificatesIn(await bytesOf(file)));
  }
}

async function takeRevocations() {
  given.revocations = [];
  for (const file of page('revocations').files) {
    given.revocations.push(base64(await bytesOf(file)));
  }
}

function savePolicy() {
  if (!page('form').reportValidity()) {
    return; // a demand that is no number would be none
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(trust(), undefined, 2)], { type: 'application/json' }));
  link.download = 'trust.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

async function takeFile(file) {
  checked = undefined;
  checked = { name: file.name, bytes: await bytesOf(file) };
}

async function takePicture() {
  picture = undefined;
  const [file] = page('picture').files;
  picture = file === undefined ? undefined : await bytesOf(file);
}

function takeText() {
  const bytes = new TextEncoder().encode(page('text').value.trim());
  checked = bytes.length === 0 ? undefined : { name: 'The pasted text', bytes };
}

/** Takes what was chosen, one after the other, and checks anew; until that is done no verdict is shown. */
function take(read) {
  turn += 1;
  const mine = turn;
  page('result').hidden = true;
  page('verdict').textContent = '';
  page('checking').textContent = 'Checking…';
  reading = reading.then(read).then(
    () => '',
    (fault) => `A file can't be read: ${fault.message}. Choose it again.`,
  );
  return reading.then((wrong) => (mine === turn ? check(mine, wrong) : undefined));
}

async function check(mine, wrong) {
  if (checked === undefined || wrong !== '') {
    page('checking').textContent = wrong;
    return;
  }
  const { name, bytes } = checked;
  page('checking').textContent = `Checking ${name}…`;
  const result = await verify(bytes, trust(), Date.now(), picture);
  if (mine === turn) {
    page('checking').textContent = `${name}, ${bytes.length} bytes:`;
    show(result);
  }
}

function show(result) {
  const { style } = SIGNS.get(result.good);
  const open = isNotChecked(result);
  page('verdict').textContent = result.good ? 'Accepted' : open ? 'Not checked' : 'Rejected';
  page('verdict').className = open ? 'open' : style;
  page('sentence').textContent = result.verdict;
  page('parts').replaceChildren(...(result.parts ?? []).map(partElement));
  page('chain').replaceChildren(...result.chain.map(stepElement));
  page('findings').replaceChildren(...result.findings.map(findingElement));
  page('result').hidden = false;
}

/** One node's part of an answer. */
function partElement(part) {
  return element('li', `${part.rows}: ${part.good ? 'accepted' : 'rejected'}`, SIGNS.get(part.good).style);
}

function stepElement(step) {
  const { word, style } = SIGNS.get(step.good);
  const shown = element('li', '', style);
  shown.append(element('strong', step.title), ' ', element('span', word, style));
  const facts = document.createElement('dl');
  for (const [name, text] of Object.entries(step.facts)) {
    facts.append(element('dt', name), element('dd', text));
  }
  shown.append(facts);
  return shown;
}

function findingElement(finding) {
  const { word, style } = SIGNS.get(finding.good);
  const shown = element('li', '');
  shown.append(element('strong', `${word}: ${finding.what}`, style), element('div', finding.detail));
  return shown;
}

function drop(event) {
  event.preventDefault();
  page('drop').classList.remove('over');
  const [file] = event.dataTransfer.files;
  return file === undefined ? undefined : take(() => takeFile(file));
}

function start() {
  page('assurance').replaceChildren(...ASSURANCES.map((assurance) => element('option', assurance)));
  const onChange = { owners: takeOwners, makers: takeMakers, revocations: takeRevocations, picture: takePicture };
  for (const [id, read] of Object.entries(onChange)) {
    page(id).addEventListener('change', () => take(read));
  }
  for (const id of ['assurance', 'witnesses', 'age', 'firmware', 'models']) {
    page(id).addEventListener('change', () => take(() => {}));
  }
  page('save').addEventListener('click', savePolicy);
  page('file').addEventListener('change', () => {
    const [file] = page('file').files;
    if (file !== undefined) {
      take(() => takeFile(file));
    }
  });
  page('text').addEventListener('input', () => take(takeText));
  page('drop').addEventListener('dragover', (event) => {
    event.preventDefault();
    page('drop').classList.add('over');
  });
  page('drop').addEventListener('dragleave', () => page('drop').classList.remove('over'));
  page('drop').addEventListener('drop', drop);
  page('form').addEventListener('submit', (event) => event.preventDefault());
  page('asleep').remove();
  page('form').hidden = false;
}

start();
