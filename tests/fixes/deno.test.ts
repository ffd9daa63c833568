import { describeFixes } from './describe-fixes.js';

const AUTH = "import { verifyToken } from './auth.js';\n";

describeFixes('Deno', [
  {
    name: 'nothing asynchronous before the upgrade',
    language: 'esm',
    by: 'fix',
    code: `${AUTH}
Deno.serve((request) => {
  const user = verifyToken(request.headers.get('authorization'));
  if (!user) return new Response('Who?', { status: 401 });
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onmessage = (event) => socket.send(event.data + user.id);
  return response;
});
`,
  },
  {
    name: 'the answer and the socket by other names',
    language: 'esm',
    by: 'fix',
    code: `${AUTH}
Deno.serve(async (request) => {
  const { id } = await verifyToken(request.headers.get('authorization'));
  const signal = id.length;
  const upgraded = Deno.upgradeWebSocket(request);
  upgraded.socket.onmessage = (event) => upgraded.socket.send(event.data + signal);
  return upgraded.response;
});
`,
  },
  {
    name: 'a function that returns something else',
    language: 'esm',
    by: 'nothing',
    code: `${AUTH}
function accept(request) {
  const user = verifyToken(request.headers.get('authorization'));
  const { socket, response } = Deno.upgradeWebSocket(request);
  return { user, socket, response };
}
Deno.serve((request) => accept(request).response);
`,
  },
  {
    name: 'two upgrades that share one Map',
    language: 'esm',
    by: 'fix',
    code: `${AUTH}
Deno.serve((request) => {
  const user = verifyToken(request.headers.get('authorization'));
  if (request.url.endsWith('/chat')) {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = () => socket.send(user.id);
    return response;
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onopen = () => socket.send(user.id);
  return response;
});
`,
  },
]);
