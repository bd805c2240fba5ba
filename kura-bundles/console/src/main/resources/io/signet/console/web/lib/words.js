/** The page's words in the reader's language, and numbers and dates as they are written there. */

const LANGUAGES = ['en', 'de'];
let words = {};
let language = 'en';
let plurals = new Intl.PluralRules('en');
const formats = new Map();

/** Loads the words; `chosen` is a language or empty for that of the browser. */
export async function load(chosen) {
  const wanted = [chosen, ...navigator.languages.map(each => each.slice(0, 2))];
  language = wanted.find(each => LANGUAGES.includes(each)) ?? 'en';
  const answer = await fetch(`/console/words/${language}.json`);
  words = await answer.json();
  plurals = new Intl.PluralRules(language);
  formats.clear();
  document.documentElement.lang = language;
}

/** The languages that there are, by their own names. */
export const languages = [['en', 'English'], ['de', 'Deutsch']];

/** The word for a key, with `{name}` in it replaced. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** The word for a number of things: `key.one`, `key.other`; `{n}` is the number. */
export function tn(key, count, values = {}) {
  return t(`${key}.${plurals.select(count)}`, { n: number(count), ...values });
}

/** The word for something that a server names, or what it says itself if we have none. */
export function tOf(group, name, otherwise = name) {
  return words[`${group}.${name}`] ?? otherwise;
}

function format(kind, options) {
  const key = kind.name + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new kind(language, options));
  }
  return formats.get(key);
}

/** Stands for a number that nobody told. */
const UNKNOWN = '–';

/** A number with so many digits after the point. */
export function number(value, digits = 0) {
  if (!Number.isFinite(value)) {
    return UNKNOWN;
  }
  return format(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);
}

/** A large number in short: 1.2K. */
export function compact(value) {
  if (!Number.isFinite(value)) {
    return UNKNOWN;
  }
  const small = Math.abs(value) < 10000;
  return small ? number(value, Math.abs(value) < 100 ? 1 : 0)
    : format(Intl.NumberFormat, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** MiB or GiB. */
export function mebibytes(value) {
  return value < 1024 ? `${number(value)} MiB` : `${number(value / 1024, 1)} GiB`;
}

/** Bytes in the unit that fits. */
export function bytes(value) {
  if (value < 1024) {
    return `${number(value)} B`;
  }
  return value < 1048576 ? `${number(value / 1024, 1)} KiB` : `${number(value / 1048576, 1)} MiB`;
}

/** Milliseconds, or seconds if there are many. */
export function millis(value) {
  return value < 1000 ? `${number(value, value < 10 ? 1 : 0)} ms` : `${number(value / 1000, 1)} s`;
}

/** A moment with its date. */
export function moment(at) {
  return format(Intl.DateTimeFormat, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}

/** A day. */
export function day(at) {
  return format(Intl.DateTimeFormat, { dateStyle: 'medium' }).format(at);
}

/** A time of the day. */
export function clock(at) {
  return format(Intl.DateTimeFormat, { timeStyle: 'short' }).format(at);
}

/** A time of the day to the second. */
export function clockSeconds(at) {
  return format(Intl.DateTimeFormat, { timeStyle: 'medium' }).format(at);
}

/** How long ago that was, in words. */
export function ago(at, now) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const relative = format(Intl.RelativeTimeFormat, { numeric: 'auto' });
  if (seconds < 60) {
    return relative.format(-seconds, 'second');
  }
  if (seconds < 3600) {
    return relative.format(-Math.round(seconds / 60), 'minute');
  }
  return seconds < 172800 ? relative.format(-Math.round(seconds / 3600), 'hour')
    : relative.format(-Math.round(seconds / 86400), 'day');
}

/** The same with a capital. */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What a server says in a few words, as a sentence. */
export function sentence(text) {
  const first = capital(text);
  return first === '' || /[.!?…]$/.test(first) ? first : `${first}.`;
}
