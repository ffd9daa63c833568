/** Hooks of crossws for servers in tests; they count in the Map `open`. */
export const PLAIN_HOOKS = "{ open(peer) { peer.send('hi'); } }";

export const REFUSED = "throw new Response('Too many', { status: 429 })";

/** Counts the peers of a user in `open`, and looks at the count in `upgrade`. */
export function countingIn(refusal: string, key = 'request.context.userId'): string {
  return `{
  upgrade(request) {
    if ((open.get(${key})?.size ?? 0) >= 3) ${refusal};
  },
  open(peer) {
    const mine = open.get(peer.context.userId) ?? new Set();
    open.set(peer.context.userId, mine.add(peer));
  },
  close(peer) {
    open.get(peer.context.userId)?.delete(peer);
  },
}`;
}

/** Counts under a key in `open`, and looks at the count there. */
export function countingInOpen(key = 'peer.context.userId', refusal = 'return peer.close(1008)'): string {
  return `{
  open(peer) {
    const key = ${key};
    const mine = open.get(key) ?? new Set();
    if (mine.size >= 3) ${refusal};
    open.set(key, mine.add(peer));
    peer.context.key = key;
  },
  close(peer) {
    open.get(peer.context.key)?.delete(peer);
  },
}`;
}
