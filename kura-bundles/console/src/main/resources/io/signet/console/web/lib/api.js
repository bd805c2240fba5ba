/** Requests to the node. What fails is an `ApiError` with words for the reader. */
import { sentence, t } from './words.js';

const BASE = '/console/v1/';
/** What the node takes at once of a package. */
const PART_BYTES = 4 * 1024 * 1024;
let token = '';
let lost = () => {};

/** A request that failed: its status (0: there was no answer), and the field that is wrong if one is. */
export class ApiError extends Error {
  constructor(status, message, body = {}) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Sets the session's token, which everything that changes something sends. */
export function useToken(value) {
  token = value;
}

/** Says whom to tell when the session is over. */
export function onLost(listener) {
  lost = listener;
}

async function failure(answer) {
  let body = {};
  try {
    body = await answer.json();
  } catch {
    // not one of our answers: the status says what there is to say
  }
  const wait = answer.headers.get('Retry-After');
  const message = body.error ? sentence(body.error) : t('error.status', { status: answer.status });
  return new ApiError(answer.status, wait ? `${message} ${t('error.retry', { seconds: wait })}` : message, body);
}

async function ask(method, path, options = {}) {
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...options,
      headers: { Accept: 'application/json', ...(method === 'GET' ? {} : { 'Signet-Session': token }), ...options.headers },
    });
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new ApiError(0, t('error.network'));
  }
  if (!answer.ok) {
    const error = await failure(answer);
    if (answer.status === 401 && path !== 'session' && path !== 'login') {
      lost(error);
    }
    throw error;
  }
  return answer.json();
}

/** Reads. */
export const get = (path, options) => ask('GET', path, options);

/** Reads what no person asked for: the node does not take it for a sign that somebody is there. */
export const getByItself = path => ask('GET', path, { headers: { 'Signet-Background': '1' } });

/** Sends JSON. */
export function send(method, path, value) {
  return ask(method, path, { body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } });
}

/** Sends bytes. */
export function sendBytes(method, path, value) {
  return ask(method, path, { body: value, headers: { 'Content-Type': 'application/octet-stream' } });
}

/** Sends a file part by part, telling `progress` what of it (0 to 1) is there; `signal` gives it up. */
export async function upload(path, file, progress, signal) {
  for (let first = 0; first < file.size; first += PART_BYTES) {
    const end = Math.min(file.size, first + PART_BYTES);
    await sendPart(path, file.slice(first, end), `bytes ${first}-${end - 1}/${file.size}`,
      bytes => progress((first + bytes) / file.size), signal);
  }
}

function sendPart(path, part, range, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how far it is
    request.open('PUT', BASE + path);
    request.setRequestHeader('Signet-Session', token);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Content-Range', range);
    request.upload.addEventListener('progress', event => progress(Math.min(event.loaded, part.size)));
    request.addEventListener('load', () => {
      const wait = request.getResponseHeader('Retry-After');
      const answer = new Response(request.responseText, { status: request.status, headers: wait ? { 'Retry-After': wait } : {} });
      if (answer.ok) {
        resolve();
      } else {
        failure(answer).then(reject, reject);
      }
    });
    request.addEventListener('error', () => reject(new ApiError(0, t('error.upload'))));
    request.addEventListener('abort', () => reject(new ApiError(0, t('error.given-up'))));
    if (signal.aborted) {
      reject(new ApiError(0, t('error.given-up')));
      return;
    }
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(part);
  });
}
