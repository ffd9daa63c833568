import type { CallValue, ClassFacts } from '../facts/module-facts.js';
import { literalOf } from '../facts/values.js';
import { bareFrame, type Link, type LinkedModule, type Term, termAt } from './link.js';

/**
 * Whether something in a file may be a way in of connections, or a class or function that a library calls for one. In
 * one where nothing may, nothing can be found if nobody imports it and it sets no limit, whatever the rest of its program
 * is: most tests of a server are such files, and clients.
 *
 * @param link the file as a program of its own
 */
export function mayServe(link: Link, module: LinkedModule): boolean {
  const { facts } = module;
  if (link.waysIn().length > 0 || link.classes().length > 0) return true;
  const isOurs = ({ superClass, decorators = [], parent }: ClassFacts): boolean => {
    const frame = bareFrame(module, parent);
    return [...(superClass ? [superClass] : []), ...decorators].some((value) => !isForeign(link, termAt(value, frame), 0));
  };
  if (facts.classes.some(isOurs)) return true;
  const { vocabulary } = link.catalogue;
  if (facts.bindings.some(({ imported }) => imported && vocabulary.importable.has(imported.name) && !link.catalogue.libraryOf(imported.specifier))) return true;
  return link.index.calls.some((call) => mayRegister(link, call));
}

function mayRegister(link: Link, { value: { callee, args }, frame }: Term<CallValue>): boolean {
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || args.every(({ kind }) => kind === 'literal' || kind === 'template')) return false;
  const { vocabulary } = link.catalogue;
  if (!vocabulary.mayRegister(callee.property, literalOf(args[0]))) return false;
  const object = termAt(callee.object, frame);
  // What an object of a library is given here says already what comes of it.
  if (link.roles(object).length > 0) return args.some((argument) => !isWrittenOut(link, termAt(argument, frame), 0));
  return !isForeign(link, object, 0);
}

const MAX_DEPTH = 6;

/** Nothing of it lies in another file; a parameter is given by nobody, since the file exports nothing. */
function isWrittenOut(link: Link, term: Term, depth: number): boolean {
  return (
    depth < MAX_DEPTH &&
    link.origins(term).every((origin) => {
      const { value, frame } = origin;
      if (value.kind === 'object') return value.properties.every((property) => isWrittenOut(link, termAt(property.value, frame), depth + 1));
      return ['literal', 'template', 'function', 'binding', 'global'].includes(value.kind) || isForeign(link, origin, depth);
    })
  );
}

/** Made by a package, which gives it no role: `express()`, the client that a test connects with. */
function isForeign(link: Link, term: Term, depth: number): boolean {
  const origins = link.origins(term);
  return (
    depth < MAX_DEPTH &&
    origins.length > 0 &&
    origins.every((origin) => {
      const { value, frame } = origin;
      if (link.roles(origin).length > 0) return false;
      if (value.kind === 'call') return isForeign(link, termAt(value.callee, frame), depth + 1);
      if (value.kind === 'member') return isForeign(link, termAt(value.object, frame), depth + 1);
      return value.kind === 'import' ? !value.specifier.startsWith('.') && !link.index.neighbours.isInReach(frame.module, value.specifier) : value.kind === 'global' || value.kind === 'object' || value.kind === 'array';
    })
  );
}
