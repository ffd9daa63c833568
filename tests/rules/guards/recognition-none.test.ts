import { type Example, example, testExamples } from './examples.js';

const none = (name: string, code: string): Example => example(name, [], code);

export const examples = [
  none('a client of Socket.IO', "import { io } from 'socket.io-client';\nconst socket = io('http://localhost');\nsocket.on('connect', () => socket.emit('hi'));\nsocket.on('connection', () => {});"),
  none('a client of Socket.IO beside the import of the server', "import { io } from 'socket.io-client';\nimport type { ServerOptions } from 'socket.io';\nexport const options: Partial<ServerOptions> = {};\nio('http://localhost').on('connect', () => console.log('up'));"),
  none('a client of ws', "import WebSocket from 'ws';\nconst ws = new WebSocket('wss://example.org');\nws.on('open', () => ws.send('hi'));\nws.on('close', () => console.log('gone'));"),
  none('a client of ws in CommonJS', "const WebSocket = require('ws');\nconst MAX_CONNECTIONS = 5;\nconst clients = [];\nfor (let i = 0; i < MAX_CONNECTIONS; i++) clients.push(new WebSocket('wss://example.org'));\nclients[0].on('connection', () => {});"),
  none('the socket of the browser', "const socket = new WebSocket('wss://example.org');\nsocket.addEventListener('open', () => socket.send('hi'));"),
  none('a server of TCP', "import net from 'node:net';\nconst server = net.createServer();\nserver.on('connection', (socket) => socket.end('bye'));\nserver.listen(7);"),
  none('a server of HTTP', "const http = require('http');\nconst server = http.createServer((req, res) => res.end());\nserver.on('connection', (socket) => socket.setNoDelay());\nserver.listen(80);"),
  none('a server of HTTP under a server of ws without handlers', "import { createServer } from 'node:http';\nimport { WebSocket } from 'ws';\nconst server = createServer();\nserver.on('connection', (socket) => socket.setKeepAlive(true));\nexport const open = WebSocket.OPEN;\nserver.listen(80);"),
  none('another emitter', "import { EventEmitter } from 'node:events';\nconst bus = new EventEmitter();\nbus.on('connection', (peer) => console.log(peer));"),
  none('a database', "import mongoose from 'mongoose';\nimport type { Socket } from 'socket.io';\nmongoose.connection.on('connection', () => console.log('db'));\nmongoose.connection.on('connect', () => console.log('db'));\nexport type S = Socket;"),
  none('a connection of WebRTC', "import Peer from 'peerjs';\nimport { Server } from 'socket.io';\nconst peer = new Peer();\npeer.on('connection', (conn) => conn.send('hi'));\nexport { Server };"),
  none('another class that is called Server', "import { Server } from '@hapi/hapi';\nconst io = new Server({ port: 80 });\nio.on('connection', () => {});"),
  none('a class of the file that is called WebSocketServer', "import { EventEmitter } from 'node:events';\nclass WebSocketServer extends EventEmitter {}\nconst wss = new WebSocketServer();\nwss.on('connection', (ws) => ws.send('hi'));"),
  none('a parameter that is called io', "import { helper } from './helper.js';\nexport function register(io) {\n  io.on('connection', (socket) => helper(socket));\n}"),
  none('a server without a listener', "import { Server } from 'socket.io';\nexport const io = new Server(3000);"),
  none('another event', "import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\nwss.on('listening', () => console.log('up'));\nwss.on('error', console.error);\nwss.on('close', () => console.log('down'));"),
  none('another event of Socket.IO', "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.on('new_namespace', (namespace) => console.log(namespace.name));\nio.engine.on('connection_error', console.error);"),
  none('types alone', "import type { Socket } from 'socket.io';\nexport interface Session {\n  user: string;\n  socket: Socket;\n}"),
  none('a handler that takes a socket', "import type { Socket } from 'socket.io';\nexport function chat(socket: Socket): void {\n  socket.on('say', (text: string) => socket.broadcast.emit('said', text));\n}"),
  none('a shadowed name', "import { Server } from 'socket.io';\nexport function build(Server) {\n  const io = new Server();\n  io.on('connection', () => {});\n}\nexport { Server };"),
  none('a word in a text', "export const help = `Use io.on('connection', …) with require('socket.io')`;"),
];

testExamples('what is no server', examples);
