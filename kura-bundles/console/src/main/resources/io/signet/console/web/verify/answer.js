// Answers of a node's gateway by the Open Inference Protocol, saved as they came: outputs as JSON or binary data, and a receipt
// for the rows that each node computed; docs/protocol.md, section "Answer receipt".

import { LABEL_CHARS_MAX, Malformed, SHA256_BYTES, fromBase64, isLabel, sameBytes } from './bytes.js';
import { CborReader } from './cbor.js';
import { checkProof, showOutput } from './check.js';
import { JsonReader, doubleOf, floatOf } from './json.js';
import { checkPicture } from './picture.js';
import { decodeProof } from './proof.js';
import { Rejected } from './report.js';
import {
  ELEMENT_BYTES,
  INT31_MAX,
  RANK_MAX,
  TENSORS_MAX,
  digestOfDigests,
  readTensorName,
  tensorBytes,
  tensorDigest,
  tensorOf,
  tensorRows,
} from './tensor.js';

const ANSWER_FORMAT = 'signet/answer/1';
const ANSWER_PARTS_MAX = 4096;
const ANSWER_TEXT_CHARS_MAX = 256;
const PICTURE_CHARS_MAX = 512;
const TYPE_CHARS_MAX_JSON = 16;
const RECEIPT_PARAMETER = 'signet_receipt';
const PICTURE_PARAMETER = 'signet_picture';
const UINT64_MAX = 2n ** 64n - 1n;
const INT64_MAX = 2n ** 63n - 1n;
const ANSWER_SPACE = [0x20, 0x09, 0x0d, 0x0a];

/** Reads a saved answer with whatever binary data follows its JSON. */
export async function decodeAnswer(work, saved) {
  const whole = new JsonReader(saved);
  whole.skipValue();
  const tail = { data: saved.subarray(whole.at), at: 0 };
  const reader = new JsonReader(saved, 0, whole.at);
  const answer = { outputs: new Map() };
  reader.beginObject();
  for (let key = reader.nextName(); key !== undefined; key = reader.nextName()) {
    await readMember(work, reader, tail, key, answer);
  }
  reader.expectEnd();
  requireEndOfTail(tail);
  if (answer.model === undefined) {
    throw reader.malformed('the answer has no model_name');
  }
  if (answer.parts === undefined) {
    throw reader.malformed(`the answer has no ${RECEIPT_PARAMETER}`);
  }
  return answer;
}

async function readMember(work, reader, tail, key, answer) {
  switch (key) {
    case 'model_name':
      answer.model = reader.readString(ANSWER_TEXT_CHARS_MAX);
      break;
    case 'model_version':
    case 'id':
      reader.readString(ANSWER_TEXT_CHARS_MAX);
      break;
    case 'parameters':
      await readAnswerParameters(work, reader, answer);
      break;
    case 'outputs':
      readOutputs(reader, tail, answer.outputs);
      break;
    default:
      reader.skipValue();
  }
}

async function readAnswerParameters(work, reader, answer) {
  reader.beginObject();
  for (let key = reader.nextName(); key !== undefined; key = reader.nextName()) {
    if (key === RECEIPT_PARAMETER) {
      answer.parts = await decodeParts(work, fromBase64(reader.readString(Infinity)));
    } else if (key === PICTURE_PARAMETER) {
      answer.picture = reader.readString(PICTURE_CHARS_MAX);
    } else {
      reader.skipValue();
    }
  }
}

async function decodeParts(work, encoded) {
  const reader = new CborReader(encoded);
  reader.readArray(2);
  reader.readExactText(ANSWER_FORMAT);
  const start = reader.at;
  const count = reader.readArraySize();
  if (count < 1 || count > ANSWER_PARTS_MAX) {
    throw new Malformed(`an answer has 1 to ${ANSWER_PARTS_MAX} parts, not ${count}`, start);
  }
  const parts = [];
  for (let i = 0; i < count; i++) {
    reader.readArray(3);
    const rows = reader.readInt(0, INT31_MAX);
    const proof = await decodeProof(work, reader.readBytes(INT31_MAX));
    parts.push({ rows, proof, omitted: readOmitted(reader) });
    if (proof.inputs.size > 0 || proof.outputs.size > 0) {
      throw new Malformed("a part's tensors are in the answer, not in its proof", start);
    }
  }
  reader.expectEnd();
  if (parts.some((part) => (count === 1) !== (part.rows === 0))) {
    throw new Malformed('each part has its rows, unless there is only one', start);
  }
  return parts;
}

function readOmitted(reader) {
  const start = reader.at;
  const count = reader.readMapSize();
  if (count > TENSORS_MAX) {
    throw new Malformed(`an answer has at most ${TENSORS_MAX} outputs`, start);
  }
  const omitted = new Map();
  for (let i = 0; i < count; i++) {
    omitted.set(readTensorName(reader), reader.readExactBytes(SHA256_BYTES));
  }
  return omitted;
}

function readOutputs(reader, tail, outputs) {
  reader.beginArray();
  while (reader.nextElement()) {
    if (outputs.size === TENSORS_MAX) {
      throw reader.malformed(`an answer has at most ${TENSORS_MAX} outputs`);
    }
    const { name, tensor } = readOutput(reader, tail);
    if (outputs.has(name)) {
      throw reader.malformed('two outputs have one name');
    }
    outputs.set(name, tensor);
  }
}

function readOutput(reader, tail) {
  const start = reader.at;
  const found = {};
  reader.beginObject();
  for (let key = reader.nextName(); key !== undefined; key = reader.nextName()) {
    readOutputMember(reader, key, found);
  }
  const { name, type, shape, data, binary } = found;
  if (name === undefined || type === undefined || shape === undefined) {
    throw new Malformed('a tensor lacks its name, datatype or shape', start);
  }
  if ((data === undefined) === (binary === undefined)) {
    throw new Malformed('a tensor must have either data or the parameter binary_data_size', start);
  }
  return {
    name,
    tensor: data === undefined ? takeFromTail(tail, type, shape, binary) : readElements(new JsonReader(reader.text, data, reader.end), type, shape),
  };
}

function readOutputMember(reader, key, found) {
  switch (key) {
    case 'name':
      found.name = reader.readString(LABEL_CHARS_MAX);
      if (!isLabel(found.name)) {
        throw reader.malformed("a tensor's name is 1 to 64 characters of printable ASCII");
      }
      break;
    case 'datatype':
      found.type = reader.readString(TYPE_CHARS_MAX_JSON);
      if (!ELEMENT_BYTES.has(found.type)) {
        throw reader.malformed('there are no tensors of that datatype here');
      }
      break;
    case 'shape':
      found.shape = readJsonShape(reader);
      break;
    case 'data':
      found.data = reader.at; // type and shape may follow: read when they are known
      reader.skipValue();
      break;
    case 'parameters':
      found.binary = readOutputParameters(reader);
      break;
    default:
      reader.skipValue();
  }
}

function readJsonShape(reader) {
  const shape = [];
  reader.beginArray();
  while (reader.nextElement()) {
    if (shape.length === RANK_MAX) {
      throw reader.malformed(`a shape has at most ${RANK_MAX} dimensions`);
    }
    shape.push(Number(reader.readWhole(0n, BigInt(INT31_MAX))));
  }
  return shape;
}

function readOutputParameters(reader) {
  let binary;
  reader.beginObject();
  for (let key = reader.nextName(); key !== undefined; key = reader.nextName()) {
    if (key === 'binary_data_size') {
      binary = Number(reader.readWhole(0n, BigInt(INT31_MAX)));
    } else if (key.startsWith('shared_memory')) {
      throw reader.malformed('there is no shared memory here');
    } else {
      reader.skipValue();
    }
  }
  return binary;
}

function takeFromTail(tail, type, shape, size) {
  if (size > tail.data.length - tail.at) {
    throw new Malformed(`a tensor announces ${size} bytes of binary data, which do not follow`, tail.at);
  }
  const data = tail.data.subarray(tail.at, tail.at + size);
  const tensor = tensorOf(type, shape, data, tail.at);
  if (type === 'BOOL' && data.some((byte) => byte > 1)) {
    throw new Malformed('a BOOL is 0 or 1', tail.at);
  }
  tail.at += size;
  return tensor;
}

function requireEndOfTail(tail) {
  const rest = tail.data.subarray(tail.at);
  const space = tail.at === 0 && rest.every((byte) => ANSWER_SPACE.includes(byte));
  if (rest.length > 0 && !space) {
    throw new Malformed(`${rest.length} bytes follow that are no tensor's`, tail.at);
  }
}

/** Elements as arrays of JSON, row-major: flat, or nested as the shape says. */
function readElements(reader, type, shape) {
  if (type === 'FP16') {
    throw reader.malformed('FP16 has no form in JSON');
  }
  const size = tensorBytes(type, shape);
  const elementBytes = ELEMENT_BYTES.get(type);
  // An element takes two characters at least: who announces more than is here makes nobody reserve memory.
  if ((2 * size) / elementBytes > reader.end - reader.at) {
    throw reader.malformed('a tensor has more elements than are here');
  }
  const sink = new ElementSink(reader, type, new Uint8Array(size), elementBytes);
  reader.beginArray();
  const some = reader.nextElement();
  if (some && reader.peek() === 'array') {
    sink.nested(shape, 0, shape[0] ?? 0);
  } else {
    sink.flat(some);
  }
  return tensorOf(type, shape, sink.data);
}

class ElementSink {
  constructor(reader, type, data, elementBytes) {
    this.reader = reader;
    this.data = data;
    this.view = new DataView(data.buffer);
    this.elementBytes = elementBytes;
    this.write = elementWriter(reader, type, this.view);
    this.at = 0;
  }

  flat(some) {
    for (let more = some; more; more = this.reader.nextElement()) {
      this.element();
    }
    if (this.at < this.data.length) {
      throw this.unlike();
    }
  }

  /** Reads the array at that level, which was entered, and in which the first element waits. */
  nested(shape, level, expected) {
    let count = 0;
    for (let more = true; more; more = this.reader.nextElement()) {
      if (++count > expected) {
        throw this.unlike();
      }
      if (level + 1 === shape.length) {
        this.element();
        continue;
      }
      this.reader.beginArray();
      if (this.reader.nextElement()) {
        this.nested(shape, level + 1, shape[level + 1]);
      } else if (shape[level + 1] !== 0) {
        throw this.unlike();
      }
    }
    if (count !== expected) {
      throw this.unlike();
    }
  }

  element() {
    if (this.at >= this.data.length) {
      throw this.unlike();
    }
    this.write(this.at);
    this.at += this.elementBytes;
  }

  unlike() {
    return this.reader.malformed('the elements are neither a flat array nor nested as the shape says, or not as many');
  }
}

/** Writes the next element of {@code reader} to a place in {@code view}. */
function elementWriter(reader, type, view) {
  const whole = (min, max, put) => (at) => put(at, Number(reader.readWhole(min, max)));
  switch (type) {
    case 'BOOL':
      return (at) => view.setUint8(at, reader.readBoolean() ? 1 : 0);
    case 'UINT8':
      return whole(0n, 0xffn, (at, value) => view.setUint8(at, value));
    case 'UINT16':
      return whole(0n, 0xffffn, (at, value) => view.setUint16(at, value, true));
    case 'UINT32':
      return whole(0n, 0xffffffffn, (at, value) => view.setUint32(at, value, true));
    case 'UINT64':
      return (at) => view.setBigUint64(at, readUnsigned64(reader), true);
    case 'INT8':
      return whole(-0x80n, 0x7fn, (at, value) => view.setInt8(at, value));
    case 'INT16':
      return whole(-0x8000n, 0x7fffn, (at, value) => view.setInt16(at, value, true));
    case 'INT32':
      return whole(-0x80000000n, 0x7fffffffn, (at, value) => view.setInt32(at, value, true));
    case 'INT64':
      return (at) => view.setBigInt64(at, reader.readWhole(-INT64_MAX - 1n, INT64_MAX), true);
    case 'FP32':
      return (at) => view.setFloat32(at, floatOf(reader.readNumber()), true);
    default:
      return (at) => view.setFloat64(at, doubleOf(reader.readNumber()), true);
  }
}

function readUnsigned64(reader) {
  if (reader.peekByte() === 0x2d) {
    throw reader.malformed('a whole number is not 0 to 2^64-1');
  }
  return reader.readWhole(0n, UINT64_MAX);
}

/** The parts of an answer, each with the rows of the outputs that one node computed. */
export function partsOf(answer) {
  const [first] = answer.parts;
  if (first.rows === 0) {
    return [{ ...first, model: answer.model, picture: answer.picture, outputs: answer.outputs, text: '' }];
  }
  let row = 0;
  const parts = answer.parts.map((part) => {
    const from = row;
    row += part.rows;
    return { ...part, model: answer.model, outputs: rowsOf(answer.outputs, from, row), text: `rows ${from} to ${row - 1}` };
  });
  for (const tensor of answer.outputs.values()) {
    if (tensor.shape[0] !== row) {
      throw new Malformed(`an output has ${tensor.shape[0]} rows, the receipt proves ${row}`);
    }
  }
  return parts;
}

function rowsOf(outputs, from, to) {
  const rows = new Map();
  for (const [name, tensor] of outputs) {
    if (tensor.shape.length === 0 || tensor.shape[0] < to) {
      throw new Malformed('an output has fewer rows than its receipt');
    }
    rows.set(name, tensorRows(tensor, from, to));
  }
  return rows;
}

/** Checks one part of an answer. */
export async function checkPart(context, part, report) {
  const whole = part.omitted.size === 0;
  const proof = { ...part.proof, outputs: whole ? part.outputs : new Map() };
  const statement = await checkProof(context, proof, report);
  if (statement.model !== part.model) {
    const detail = `The answer claims to be of the model ${part.model}, the statement is about ${statement.model}.`;
    throw new Rejected('output-mismatch', 'statement', detail);
  }
  if (!whole) {
    await checkSome(context.work, statement, part, report);
  }
  if (context.picture !== undefined && !(await checkPicture(context.work, context.picture, part.picture, statement, report))) {
    throw new Rejected('picture-mismatch', 'picture', 'The picture is not the one that became the stated input, or not in the way that the answer names.');
  }
  return statement;
}

/** Some outputs are left out, but their digests are there: together they must give the stated one. */
async function checkSome(work, statement, { omitted, outputs }, report) {
  const all = new Map(omitted);
  for (const [name, tensor] of outputs) {
    if (all.has(name)) {
      throw new Rejected('output-mismatch', 'output', `The output '${name}' is there and left out at once.`);
    }
    all.set(name, await tensorDigest(work, tensor));
  }
  if (all.size > TENSORS_MAX) {
    throw new Rejected('output-mismatch', 'output', 'There are more outputs than a statement is about.');
  }
  if (!sameBytes(await digestOfDigests(work, all), statement.output)) {
    throw new Rejected('output-mismatch', 'output', 'The outputs are not those that the statement is about.');
  }
  report.findings = report.findings.filter((finding) => finding.code !== 'output-open');
  const left = [...omitted.keys()].join(', ');
  report.proved('output', `The statement is about exactly these outputs, and about those left out: ${left}.`);
  showOutput(outputs, report);
}
