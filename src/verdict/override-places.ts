import { classAround } from '../link/class-roles.js';
import { functionOf, type Link } from '../link/link.js';
import type { GuardModel } from '../models/model.js';
import type { GuardPlace } from './guard-words.js';
import { sharedObjects } from './instances.js';
import type { Site } from './verdict.js';

/** A method of the class that comes before the library's own. */
export function overridePlaces(link: Link, site: Site, model: GuardModel): GuardPlace[] {
  const { by, classes, objects } = model;
  const share = sharedObjects(link, site.way, objects);
  const [handler] = site.ways.flatMap(({ model: { member, phase }, handlers }) => (member !== undefined && phase !== 'handshake' ? handlers : []));
  if (by === undefined || !share || handler?.frame.module !== site.module) return [];
  const frame = { ...handler.frame, fn: handler.value.fn };
  const members = classAround(link, frame)?.library?.facts.members;
  if (!members || members.some(({ name }) => classes?.methods.includes(name))) return [];
  // The library waits for the function before it answers.
  const isLate = site.way.handlers.some(({ value }) => functionOf({ ...frame, fn: value.fn }).isAsync);
  const user = { root: [by], path: [], isLocal: false };
  return [{ model, insert: { at: 'beside', function: handler.value.range }, words: {}, user, isLate, isHeard: false, isAssumed: false, isEvident: share.isEvident }];
}
