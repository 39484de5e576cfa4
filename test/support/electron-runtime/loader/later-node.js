// What Node 24 has, a bundle for it uses, and this runtime's Node 16 has not. Add a line when something new is missed; never change the product for it.
const buffer = require('buffer');
const channels = require('diagnostics_channel');
const crypto = require('crypto');
const events = require('events');
const Module = require('module');
const streams = require('stream/web');
const tls = require('tls');
const util = require('util');
const v8 = require('v8');
const workers = require('worker_threads');
const zlib = require('zlib');

const add = (home, name, value) => { if (home[name] === undefined) Object.defineProperty(home, name, { value, configurable: true, writable: true }); };
exports.add = add;

add(globalThis, 'structuredClone', (value) => v8.deserialize(v8.serialize(value)));
add(globalThis, 'crypto', crypto.webcrypto);
for (const name of ['ReadableStream', 'WritableStream', 'TransformStream', 'TextDecoderStream', 'TextEncoderStream', 'CompressionStream', 'DecompressionStream', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy']) add(globalThis, name, streams[name]);
try { buffer.atob('~~'); } catch (e) { add(globalThis, 'DOMException', e.constructor); }
add(globalThis, 'Blob', buffer.Blob);
add(globalThis, 'File', class File extends buffer.Blob { constructor(parts, name, options) { super(parts, options); this.name = name; } });
add(buffer, 'File', globalThis.File);
add(globalThis, 'CustomEvent', class CustomEvent extends Event { constructor(type, options) { super(type, options); this.detail = options?.detail ?? null; } });
add(Symbol, 'dispose', Symbol('Symbol.dispose'));
add(Symbol, 'asyncDispose', Symbol('Symbol.asyncDispose'));
add(Object, 'groupBy', (items, key) => { const groups = Object.create(null); let i = 0; for (const item of items) (groups[key(item, i++)] ??= []).push(item); return groups; });
add(Map, 'groupBy', (items, key) => { const groups = new Map(); let i = 0; for (const item of items) { const k = key(item, i++); groups.has(k) ? groups.get(k).push(item) : groups.set(k, [item]); } return groups; });
add(Promise, 'withResolvers', function () { let resolve, reject; const promise = new this((a, b) => { resolve = a; reject = b; }); return { promise, resolve, reject }; });
add(Promise, 'try', function (f, ...args) { return new this((resolve) => resolve(f(...args))); });
add(Array, 'fromAsync', async (items, map) => { const out = []; for await (const item of items) out.push(map ? await map(item, out.length) : item); return out; });
add(Array.prototype, 'toSorted', function (compare) { return [...this].sort(compare); });
add(Array.prototype, 'toReversed', function () { return [...this].reverse(); });
add(Array.prototype, 'toSpliced', function (...args) { const copy = [...this]; copy.splice(...args); return copy; });
add(Array.prototype, 'with', function (index, value) { const copy = [...this]; copy[index < 0 ? copy.length + index : index] = value; return copy; });
add(String.prototype, 'isWellFormed', function () { return !/\p{Surrogate}/u.test(this); });
add(String.prototype, 'toWellFormed', function () { return this.replace(/\p{Surrogate}/gu, '\ufffd'); });
for (const [name, f] of Object.entries({
  union: (a, b) => new Set([...a, ...b.keys()]), intersection: (a, b) => new Set([...a].filter((x) => b.has(x))), difference: (a, b) => new Set([...a].filter((x) => !b.has(x))),
  isSubsetOf: (a, b) => [...a].every((x) => b.has(x)), isSupersetOf: (a, b) => [...b.keys()].every((x) => a.has(x)), isDisjointFrom: (a, b) => ![...a].some((x) => b.has(x)),
})) add(Set.prototype, name, function (other) { return f(this, other); });
const iteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
for (const [name, f] of Object.entries({
  * map(it, g) { let i = 0; for (const x of it) yield g(x, i++); }, * filter(it, g) { let i = 0; for (const x of it) if (g(x, i++)) yield x; },
  * take(it, n) { if (n > 0) for (const x of it) { yield x; if (--n === 0) return; } }, * drop(it, n) { for (const x of it) if (n-- <= 0) yield x; }, * flatMap(it, g) { let i = 0; for (const x of it) yield* g(x, i++); },
  toArray: (it) => [...it], forEach: (it, g) => { let i = 0; for (const x of it) g(x, i++); }, some: (it, g) => { for (const x of it) if (g(x)) return true; return false; },
  every: (it, g) => { for (const x of it) if (!g(x)) return false; return true; }, find: (it, g) => { for (const x of it) if (g(x)) return x; },
  reduce: (it, g, ...init) => [...it].reduce(g, ...init),
})) add(iteratorPrototype, name, function (...args) { return f(this, ...args); });
add(AbortSignal, 'any', (signals) => {
  const joined = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) { joined.abort(signal.reason); break; }
    signal.addEventListener('abort', () => joined.abort(signal.reason), { once: true });
  }
  return joined.signal;
});
add(AbortSignal, 'timeout', (ms) => { const c = new AbortController(); setTimeout(() => c.abort(new DOMException('The operation timed out', 'TimeoutError')), ms).unref(); return c.signal; });
add(util, 'styleText', (_format, text) => text);
add(util, 'stripVTControlCharacters', (text) => text.replace(/\u001b\[[0-9;]*m/g, ''));
add(util, 'getSystemErrorMessage', (code) => util.getSystemErrorName(code));
add(util, 'parseEnv', () => ({}));
add(util, 'MIMEType', class MIMEType { constructor(text) { this.essence = String(text).split(';')[0].trim(); } });
add(workers, 'markAsUncloneable', () => {});
add(crypto, 'hash', (algorithm, data, encoding = 'hex') => crypto.createHash(algorithm).update(data).digest(encoding));
for (const name of ['createZstdCompress', 'createZstdDecompress']) add(zlib, name, () => { throw new Error('zstd is not in this runtime'); });
add(channels, 'tracingChannel', (name) => ({
  hasSubscribers: false, ...Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((part) => [part, channels.channel(`tracing:${name}:${part}`)])),
  subscribe() {}, unsubscribe() {}, traceSync: (f, _context, self, ...args) => f.apply(self, args), tracePromise: (f, _context, self, ...args) => f.apply(self, args), traceCallback: (f, _at, _context, self, ...args) => f.apply(self, args),
}));
add(process, 'getBuiltinModule', (id) => { try { return require(id.replace(/^node:/, '')); } catch { return undefined; } });

// URL.canParse, the system's CAs (this runtime knows Node's own list only), and the name of a certificate's signature algorithm
add(URL, 'canParse', (text, base) => {
  try {
    return Boolean(new URL(text, base));
  } catch {
    return false;
  }
});
add(tls, 'getCACertificates', () => [...tls.rootCertificates]);
const signatureAlgorithms = {
  '2a8648ce3d040302': 'ecdsa-with-SHA256',
  '2a8648ce3d040303': 'ecdsa-with-SHA384',
  '2a864886f70d01010b': 'sha256WithRSAEncryption',
  '2a864886f70d01010c': 'sha384WithRSAEncryption',
};
if (!('signatureAlgorithm' in crypto.X509Certificate.prototype)) {
  Object.defineProperty(crypto.X509Certificate.prototype, 'signatureAlgorithm', {
    configurable: true,
    get() {
      const der = this.raw.toString('hex');
      const found = Object.entries(signatureAlgorithms).find(([oid]) => der.includes(oid));
      return found ? found[1] : 'unknown';
    },
  });
}

add(events, 'addAbortListener', (signal, listener) => {
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
});

let sqlite;
const load = Module._load;
Module._load = function (request, ...rest) {
  if (request === 'node:sqlite') return (sqlite ??= require('./sqlite.js'));
  return load.call(this, request, ...rest);
};

// fetch and its classes, from the undici that still runs on Node 16
const web = require('undici');
for (const name of ['fetch', 'Headers', 'Request', 'Response', 'FormData']) add(globalThis, name, web[name]);
