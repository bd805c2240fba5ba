// Whether a picture is the one that an answer is about: its tensor is made again, to the bit, and compared with the stated input.
// docs/model-packages.md, section "Pictures", and docs/native.md, section "The arithmetic".

import { Malformed, NotCheckedHere, isLabel, sameBytes, toHex } from './bytes.js';
import { decodePng } from './png.js';
import { tensorsDigest } from './tensor.js';

const RECIPE_SIDE_MAX = 8192;
const WEIGHT_ONE = 2048;
const MILLION = 1000000;
const BLEND_UNIT = 2 ** -22;

/** The recipe that an answer names: {@code x=224x224,rgb,nchw,crop:875,mean:123.675/116.28/103.53,deviation:58.4}. */
export function parseRecipe(text) {
  const equals = text.lastIndexOf('=');
  const [size, ...words] = text.slice(equals + 1).split(',');
  const sides = /^(\d{1,5})x(\d{1,5})$/.exec(size);
  const recipe = { tensor: text.slice(0, Math.max(equals, 0)) };
  const known = words.every((word) => readWord(recipe, word));
  const [width, height] = sides === null ? [0, 0] : sides.slice(1).map(Number);
  const whole = recipe.channels && recipe.order && recipe.fit && recipe.mean && recipe.deviation;
  if (!known || !whole || !isLabel(recipe.tensor) || Math.min(width, height) < 1 || Math.max(width, height) > RECIPE_SIDE_MAX) {
    throw new NotCheckedHere('the answer says in words that are not known here how the picture became its input');
  }
  const count = recipe.channels === 'grey' ? 1 : 3;
  return { ...recipe, width, height, count, scales: scalesOf(recipe, count) };
}

function readWord(recipe, word) {
  const [name, value] = word.split(':');
  const [key, read] = wordOf(name, value);
  if (key === undefined || read === undefined || recipe[key] !== undefined) {
    return false;
  }
  recipe[key] = read;
  if (name === 'levels' || name === 'unit') {
    const first = recipe.mean === undefined;
    recipe.mean = [0];
    return first;
  }
  return true;
}

function wordOf(name, value) {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : -1;
  switch (name) {
    case 'grey':
    case 'rgb':
    case 'bgr':
      return ['channels', name];
    case 'nhwc':
    case 'nchw':
      return ['order', name];
    case 'stretch':
      return ['fit', { name }];
    case 'crop':
      return ['fit', number >= 1 && number <= 1000 ? { name, number } : undefined];
    case 'letterbox':
      return ['fit', number >= 0 && number <= 255 ? { name, number } : undefined];
    case 'levels':
      return ['deviation', [MILLION]];
    case 'unit':
      return ['deviation', [255 * MILLION]];
    case 'mean':
    case 'deviation':
      return [name, millionths(value)];
    default:
      return [];
  }
}

/** Decimal numbers with at most six decimals, in millionths. */
function millionths(text = '') {
  const numbers = text.split('/');
  if (!numbers.every((number) => /^-?\d{1,7}(\.\d{1,6})?$/.test(number))) {
    return undefined;
  }
  return numbers.map((number) => {
    const [whole, fraction = ''] = number.replace('-', '').split('.');
    const magnitude = Number(whole) * MILLION + Number(fraction.padEnd(6, '0'));
    return number.startsWith('-') ? -magnitude : magnitude;
  });
}

/** Factor and summand of each channel, in 64 bits and then rounded to 32. */
function scalesOf({ mean, deviation }, count) {
  const each = (values, i) => (values.length === 1 ? values[0] : values[i]);
  return Array.from({ length: count }, (_, i) => {
    const [average, spread] = [each(mean, i) / 1e6, each(deviation, i) / 1e6];
    if (!(spread > 0) || !Number.isFinite(average)) {
      throw new NotCheckedHere('the answer says in numbers that are not known here how the picture became its input');
    }
    return { factor: Math.fround(Math.fround(1 / spread) * BLEND_UNIT), summand: Math.fround(-average / spread) };
  });
}

/** The values of the row that a picture becomes, 32-bit floats in their order. */
export function rowOf(recipe, picture) {
  const { width, height, count, order, fit } = recipe;
  const values = new Float32Array(width * height * count);
  const place = (x, y, c) => (order === 'nhwc' ? (y * width + x) * count + c : (c * height + y) * width + x);
  let part = { width, height, left: 0, above: 0 };
  if (fit.name === 'letterbox') {
    const dot = { width: 1, height: 1, grey: true, levels: Uint8Array.of(fit.number) };
    draw(recipe, dot, wholeOf(dot), part, values, place);
    part = letterbox(recipe, picture);
  }
  draw(recipe, picture, fit.name === 'crop' ? cropOf(recipe, picture) : wholeOf(picture), part, values, place);
  return values;
}

function wholeOf({ width, height }) {
  return { x: 0, y: 0, width, height };
}

function cropOf({ width: w, height: h, fit }, { width, height }) {
  const wide = Math.max(1, Math.floor((Math.min(width, Math.floor((height * w) / h)) * fit.number) / 1000));
  const high = Math.max(1, Math.floor((Math.min(height, Math.floor((width * h) / w)) * fit.number) / 1000));
  return { x: (width - wide) >> 1, y: (height - high) >> 1, width: wide, height: high };
}

function letterbox({ width: w, height: h }, { width, height }) {
  const wide = Math.max(1, Math.min(w, Math.floor((width * h) / height)));
  const high = Math.max(1, Math.min(h, Math.floor((height * w) / width)));
  return { width: wide, height: high, left: (w - wide) >> 1, above: (h - high) >> 1 };
}

/** Where one column or row of the tensor comes from: two neighbours, and the weight of the second in 1/2048. */
function tapAt(out, outSize, inSize) {
  const position = Math.max(0, Math.floor(((2 * out + 1) * inSize * 1024 + (outSize >> 1)) / outSize) - WEIGHT_ONE / 2);
  const first = Math.floor(position / WEIGHT_ONE);
  return first >= inSize - 1 ? { first: inSize - 1, second: inSize - 1, weight: 0 } : { first, second: first + 1, weight: position % WEIGHT_ONE };
}

function draw(recipe, picture, crop, part, values, place) {
  const columns = Array.from({ length: part.width }, (_, x) => tapAt(x, part.width, crop.width));
  const level = levelReader(recipe, picture);
  for (let y = 0; y < part.height; y++) {
    const row = tapAt(y, part.height, crop.height);
    for (let x = 0; x < part.width; x++) {
      for (let c = 0; c < recipe.count; c++) {
        const at = (tapX, tapY) => level(crop.x + tapX, crop.y + tapY, c);
        const blended = blend(at, columns[x], row);
        const { factor, summand } = recipe.scales[c];
        values[place(part.left + x, part.above + y, c)] = Math.fround(Math.fround(Math.fround(blended) * factor) + summand);
      }
    }
  }
}

function blend(at, column, row) {
  const line = (y) => at(column.first, y) * (WEIGHT_ONE - column.weight) + at(column.second, y) * column.weight;
  return line(row.first) * (WEIGHT_ONE - row.weight) + line(row.second) * row.weight;
}

/** The level of a channel of the tensor at a place in the picture. */
function levelReader({ channels }, { width, grey, levels }) {
  if (grey) {
    return (x, y) => levels[y * width + x];
  }
  const at = (x, y, c) => levels[3 * (y * width + x) + c];
  if (channels === 'grey') {
    return (x, y) => (4899 * at(x, y, 0) + 9617 * at(x, y, 1) + 1868 * at(x, y, 2) + 8192) >> 14;
  }
  return channels === 'rgb' ? at : (x, y, c) => at(x, y, 2 - c);
}

/** Values as bytes: held within their range, then rounded to the nearest integer, halves to even. */
function quantised(values, min, max) {
  return Uint8Array.from(values, (value) => {
    const held = Math.min(max, Math.max(min, value));
    const below = Math.floor(held);
    const rest = held - below;
    return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  });
}

/** The tensors that the row may be: the statement does not say its type, nor whether grey has a dimension of its own. */
function candidates({ width, height, count, order }, values) {
  const shapes = [order === 'nhwc' ? [1, height, width, count] : [1, count, height, width]];
  if (count === 1) {
    shapes.push([1, height, width]);
  }
  const floats = new Uint8Array(4 * values.length);
  const view = new DataView(floats.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  const forms = [
    ['FP32', floats],
    ['UINT8', quantised(values, 0, 255)],
    ['INT8', quantised(values, -128, 127)],
  ];
  return shapes.flatMap((shape) => forms.map(([type, data]) => ({ type, shape, data })));
}

/**
 * Whether the picture in the file becomes the input that the statement is about, by the recipe that the answer names.
 *
 * @returns {Promise<boolean>} true if it does
 * @throws NotCheckedHere if that can't be said here
 */
export async function pictureBecomes(work, file, recipeText, stated) {
  if (recipeText === undefined) {
    throw new NotCheckedHere('the answer does not say how a picture became its input');
  }
  const recipe = parseRecipe(recipeText);
  let picture;
  try {
    picture = await decodePng(file);
  } catch (fault) {
    throw fault instanceof Malformed ? new NotCheckedHere(fault.message) : fault;
  }
  for (const tensor of candidates(recipe, rowOf(recipe, picture))) {
    if (sameBytes(await tensorsDigest(work, new Map([[recipe.tensor, tensor]])), stated)) {
      return true;
    }
  }
  return false;
}

/** Says of a report what came of the picture; false if it is another than the answer is about. */
export async function checkPicture(work, file, recipeText, statement, report) {
  try {
    if (!(await pictureBecomes(work, file, recipeText, statement.input))) {
      return false;
    }
    report.proved('picture', `The picture becomes exactly the stated input, in the way that the answer names: ${recipeText}. That the model's package wants it so is not shown.`);
    report.step('picture', true, { sha256: toHex(await work.sha256(file)), recipe: recipeText });
  } catch (fault) {
    if (!(fault instanceof NotCheckedHere)) {
      throw fault;
    }
    report.open('picture', `The picture was not checked here: ${fault.message}.`);
    report.step('picture', null);
  }
  return true;
}
