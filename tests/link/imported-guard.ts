/** A server whose guard is imported, by a name that says limit or one that does not. */
export const importing = (specifier: string, name = 'admit'): string => `
import { WebSocketServer } from 'ws';
import { ${name} } from ${JSON.stringify(specifier)};
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  const { sub } = jwt.verify(request.headers.authorization, KEY);
  if (!${name}(sub, ws)) ws.close(1013);
});
`;

/** The guard. */
export const ADMIT = `
const open = new Map();
export function admit(user, ws) {
  const mine = open.get(user) ?? new Set();
  if (mine.size >= 3) return false;
  open.set(user, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
  return true;
}
`;
