// The page that an auditor keeps: the verifier with a form for what is trusted.

import { ASSURANCES } from './statement.js';
import { verify } from './verify.js';

const SIGNS = new Map([
  [true, { word: 'Proved', style: 'good' }],
  [false, { word: 'Failed', style: 'bad' }],
  [null, { word: 'Not shown', style: 'open' }],
]);
const PEM = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g;

const page = (id) => document.getElementById(id);
/** What was given as files; the form has the rest. */
const given = { owners: [], makers: [], revocations: [] };
let checked;
let picture;

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
    ...given,
    minimalAssurance: page('assurance').value,
    witnesses: page('witnesses').valueAsNumber || 0,
    maxAgeS: Math.round(86400 * (page('age').valueAsNumber || 0)),
    firmware: digestsIn('firmware'),
    models: digestsIn('models'),
  };
}

/** Takes over a trust policy that was saved. */
function takePolicy(saved) {
  given.owners = saved.owners ?? [];
  given.makers = saved.makers ?? [];
  given.revocations = saved.revocations ?? [];
  page('assurance').value = saved.minimalAssurance ?? ASSURANCES[0];
  page('witnesses').value = saved.witnesses ?? 0;
  page('age').value = (saved.maxAgeS ?? 0) / 86400;
  page('firmware').value = (saved.firmware ?? []).join('\n');
  page('models').value = (saved.models ?? []).join('\n');
}

async function bytesOf(file) {
  return new Uint8Array(await file.arrayBuffer());
}

async function takeOwners() {
  for (const file of page('owners').files) {
    const bytes = await bytesOf(file);
    if (bytes[0] === '{'.charCodeAt(0)) {
      takeSavedPolicy(bytes);
    } else {
      given.owners.push(...certificatesIn(bytes).map((certificate) => ({ name: file.name, certificate })));
    }
  }
  const names = given.owners.map((owner) => owner.name).join(', ');
  page('trusted').textContent = `Trusted: ${names || 'nobody'}.`;
  await check();
}

function takeSavedPolicy(bytes) {
  try {
    takePolicy(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (fault) {
    page('trusted').textContent = `This is no trust policy: ${fault.message}.`;
  }
}

async function takeMakers() {
  given.makers = [];
  for (const file of page('makers').files) {
    given.makers.push(...certificatesIn(await bytesOf(file)));
  }
  await check();
}

async function takeRevocations() {
  given.revocations = [];
  for (const file of page('revocations').files) {
    given.revocations.push(base64(await bytesOf(file)));
  }
  await check();
}

function savePolicy() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(trust(), undefined, 2)], { type: 'application/json' }));
  link.download = 'trust.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

async function checkFile(file) {
  if (file !== undefined) {
    checked = await bytesOf(file);
    await check();
  }
}

async function takePicture() {
  const [file] = page('picture').files;
  picture = file === undefined ? undefined : await bytesOf(file);
  await check();
}

async function checkText() {
  checked = new TextEncoder().encode(page('text').value.trim());
  await check();
}

async function check() {
  if (checked !== undefined && checked.length > 0) {
    show(await verify(checked, trust(), Date.now(), picture));
  }
}

function show(result) {
  const { style } = SIGNS.get(result.good);
  page('verdict').textContent = result.good ? 'Accepted' : 'Rejected';
  page('verdict').className = style;
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
  return checkFile(event.dataTransfer.files[0]);
}

function start() {
  page('assurance').replaceChildren(...ASSURANCES.map((assurance) => element('option', assurance)));
  page('owners').addEventListener('change', takeOwners);
  page('makers').addEventListener('change', takeMakers);
  page('revocations').addEventListener('change', takeRevocations);
  for (const id of ['assurance', 'witnesses', 'age', 'firmware', 'models']) {
    page(id).addEventListener('change', check);
  }
  page('save').addEventListener('click', savePolicy);
  page('file').addEventListener('change', () => checkFile(page('file').files[0]));
  page('picture').addEventListener('change', takePicture);
  page('text').addEventListener('input', checkText);
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
