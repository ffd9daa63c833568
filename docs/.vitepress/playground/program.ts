import * as v from 'valibot';
import type { Level } from './rules.data.js';
import type { SourceFile } from './protocol.js';

/** All that a link to the playground holds. */
export interface Program {
  readonly files: readonly SourceFile[];
  /** The path of the file that is shown. */
  readonly shown: string;
  readonly rules: Readonly<Record<string, Level>>;
  /** As it is typed: it may be no JSON. */
  readonly settings: string;
}

const PROGRAM = v.object({
  files: v.pipe(v.array(v.object({ path: v.pipe(v.string(), v.minLength(1)), text: v.string() })), v.minLength(1), v.maxLength(50)),
  shown: v.string(),
  rules: v.record(v.string(), v.picklist(['off', 'warn', 'error'])),
  settings: v.string(),
});

const PREFIX = '#program=';
/** Browsers and chats cut longer addresses. */
const MAX_HASH = 30_000;
/** A short link can be made that unpacks to no end. */
const MAX_UNPACKED = 2_000_000;

/** The part of an address that holds a program; undefined for a program that is too large for an address. */
export async function toHash(program: Program): Promise<string | undefined> {
  const packed = new Blob([JSON.stringify(program)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
  const hash = PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return hash.length > MAX_HASH ? undefined : hash;
}

/** The program in an address; undefined where there is none. Throws where it is damaged. */
export async function fromHash(hash: string): Promise<Program | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  const binary = atob(hash.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const { files, shown, rules, settings } = v.parse(PROGRAM, JSON.parse(await textOf(unpacked)));
  return { files, shown: files.some(({ path }) => path === shown) ? shown : (files[0]?.path ?? ''), rules, settings };
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += decoder.decode(chunk.value, { stream: true });
    if (text.length > MAX_UNPACKED) throw new RangeError('The program in the link is too large.');
  }
  return text + decoder.decode();
}
