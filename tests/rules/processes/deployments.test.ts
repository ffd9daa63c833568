import { describe, expect, it } from 'vitest';
import type { Files } from '../../link/program.js';
import { found, ioServer, wsServer } from './programs.js';

const server: Files = { 'server.js': wsServer() };
const inFolder: Files = { 'server/server.js': wsServer(), 'server/package.json': '{ "name": "@acme/chat-server" }', 'web/package.json': '{ "name": "@acme/web" }' };
const app = (fields: string): string => `module.exports = {\n  apps: [{\n    name: 'chat',\n    ${fields}\n  }],\n};\n`;
const deployment = (name: string, image: string, replicas = 3): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}   # what it is called
spec:
  replicas: ${String(replicas)}
  template:
    spec:
      containers:
        - name: main
          image: ${image}
          ports:
            - containerPort: 8080
`;
const scaler = (name: string): string => `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: any }\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: "${name}"\n  minReplicas: 1\n  maxReplicas: 10\n`;
/** Two services from one folder, the first of them twice. */
const services = (twice: string, once: string): string => `services:\n  live:\n    build: .\n    command: ${twice}\n    scale: 2\n    expose: ["8080"]\n  jobs:\n    build: .\n    command: ${once}\n    expose: ["8081"]\n`;
const at = (line: string): string[] => [`new Map() | ${line}`];

describe('no-process-local-limit, what starts the program', () => {
  it.each<[string, Files, string[]]>([
    ['as many as there are processors', { ...server, 'ecosystem.config.js': app("script: './server.js',\n    instances: 'max',\n    exec_mode: 'cluster',") }, at("ecosystem.config.js: instances: 'max',")],
    ['a number of instances', { ...server, 'ecosystem.config.cjs': app("script: 'server.js',\n    instances: 4,") }, at('ecosystem.config.cjs: instances: 4,')],
    ['an ES module', { ...server, 'pm2.config.mjs': "const instances = process.env.INSTANCES || 'max';\nexport default { apps: [{ script: 'server.js', exec_mode: 'cluster', instances }] };\n" }, at("pm2.config.mjs: export default { apps: [{ script: 'server.js', exec_mode: 'cluster', instances }] };")],
    ['JSON', { ...server, 'ecosystem.json': '{\n  "apps": [\n    { "name": "chat",\n      "script": "./server.js",\n      "instances": 0,\n      "exec_mode": "cluster" }\n  ]\n}\n' }, at('ecosystem.json: "instances": 0,')],
    ['YAML', { ...server, 'process.yml': 'apps:\n  - script: ./server.js\n    instances: 4 # one for each\n    exec_mode: cluster\n' }, at('process.yml: instances: 4 # one for each')],
    ['instances with ports of their own', { ...server, 'ecosystem.config.js': app("script: './server.js',\n    exec_mode: 'fork',\n    increment_var: 'PORT',\n    instances: 4,") }, at('ecosystem.config.js: instances: 4,')],
    ['one of several applications', { ...server, 'jobs.js': 'work();', 'ecosystem.config.js': "module.exports = { apps: [\n  { script: 'jobs.js', instances: 1 },\n  { script: 'server.js', instances: 2, exec_mode: 'cluster' },\n] };\n" }, at("ecosystem.config.js: { script: 'server.js', instances: 2, exec_mode: 'cluster' },")],
    ['what is built from the program', { 'src/server.ts': wsServer().replace('new Map()', 'new Map<string, Set<WebSocket>>()'), 'ecosystem.config.js': app("script: './dist/server.js',\n    instances: 'max',") }, ["new Map<string, Set<WebSocket>>() | ecosystem.config.js: instances: 'max',"]],
    ['the number of processors', { ...server, 'ecosystem.config.js': `const os = require('os');\n${app("script: './server.js',\n    instances: os.cpus().length,")}` }, at('ecosystem.config.js: instances: os.cpus().length,')],
    ['a script of the package', { ...server, 'package.json': '{\n  "name": "chat",\n  "scripts": {\n    "start": "NODE_ENV=production pm2 start server.js -i max"\n  }\n}\n' }, at('package.json: "start": "NODE_ENV=production pm2 start server.js -i max"')],
    ['a Procfile', { ...server, Procfile: 'web: pm2-runtime start server.js --instances 4\n' }, at('Procfile: web: pm2-runtime start server.js --instances 4')],
    ['an image', { ...server, Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["pm2-runtime", "server.js", "-i", "4"]\n' }, at('Dockerfile: CMD ["pm2-runtime", "server.js", "-i", "4"]')],
    ['replicas of a service', { ...server, 'docker-compose.yml': 'services:\n  chat:\n    build: .\n    deploy:\n      replicas: 3\n  redis:\n    image: redis:7\n' }, at('docker-compose.yml: replicas: 3')],
    ['a service that is built from a folder', { ...inFolder, 'compose.yaml': '# how it runs\nversion: "3"\nservices:\n  web:\n    build: ./web\n  chat:\n    build:\n      context: ./server\n      dockerfile: Dockerfile\n    scale: 2\n' }, at('compose.yaml: scale: 2')],
    ['a file beside says how often', { ...inFolder, 'docker-compose.yml': 'services:\n  chat:\n    build: ./server\n', 'docker-compose.prod.yml': 'services:\n  chat:\n    deploy: { replicas: 4 }\n' }, at('docker-compose.prod.yml: deploy: { replicas: 4 }')],
    ['one of two services from the same folder', { ...server, 'docker-compose.yml': 'services:\n  web:\n    build: .\n    expose: ["8080"]\n    deploy:\n      replicas: ${WEB:-2}\n  worker:\n    build: .\n    command: npm run jobs\n' }, at('docker-compose.yml: replicas: ${WEB:-2}')],
    ['the service of several that starts the program', { ...server, 'docker-compose.yml': services('node server.js', 'node jobs.js') }, at('docker-compose.yml: scale: 2')],
    ['the service of several that starts the program, by a list of words', { ...server, 'docker-compose.yml': services('["node", "server.js"]', '["node", "jobs.js"]') }, at('docker-compose.yml: scale: 2')],
    ['a file far above the program, where the repository begins', { 'a/b/c/d/e/f/server.js': wsServer(), '.git/HEAD': '', 'ecosystem.config.js': app("script: './a/b/c/d/e/f/server.js',\n    instances: 'max',") }, at("ecosystem.config.js: instances: 'max',")],
    ['the only workload', { ...server, 'k8s/deployment.yaml': deployment('backend', 'registry.example.com/team/backend:1.4') }, at('k8s/deployment.yaml: replicas: 3')],
    ['a workload of that name, among others', { ...inFolder, 'deploy/all.yaml': `${deployment('web', 'acme/web')}---\n${deployment('chat-server', 'acme/chat-server:2')}---\n${deployment('cache', 'redis:7')}` }, at('deploy/all.yaml: replicas: 3')],
    ['a workload that grows', { ...server, 'k8s/deployment.yml': deployment('chat', 'acme/chat', 1), 'k8s/hpa.yml': scaler('chat') }, at('k8s/hpa.yml: maxReplicas: 10')],
    ['machines', { ...server, 'fly.toml': "app = 'chat'\n\n[http_service]\n  internal_port = 8080\n  min_machines_running = 2\n" }, at('fly.toml: min_machines_running = 2')],
    ['instances of a web service', { ...server, 'render.yaml': 'services:\n  - type: web\n    name: chat\n    runtime: node\n    numInstances: 3\n' }, at('render.yaml: numInstances: 3')],
    ['instances that a web service may get', { ...server, 'render.yaml': 'services:\n  - type: web\n    name: chat\n    scaling:\n      minInstances: 1\n      maxInstances: 3\n' }, at('render.yaml: maxInstances: 3')],
    ['instances of the private service that starts the program', { ...server, 'jobs.js': 'work();', 'render.yaml': 'services:\n  - type: pserv\n    startCommand: node server.js\n    numInstances: 2\n  - type: web\n    startCommand: node jobs.js\n    numInstances: 4\n' }, at('render.yaml: numInstances: 2')],
    ['instances of a web service from the folder of the program', { ...inFolder, 'render.yaml': 'services:\n  - type: web\n    rootDir: web\n    numInstances: 2\n  - type: web\n    rootDir: server\n    numInstances: 4\n' }, at('render.yaml: numInstances: 4')],
    ['a formation', { ...server, 'app.json': '{\n  "formation": {\n    "web": { "quantity": 2 }\n  }\n}\n' }, at('app.json: "web": { "quantity": 2 }')],
    ['Socket.IO, in CommonJS', { 'server.cjs': ioServer().replace("import { Server } from 'socket.io';", "const { Server } = require('socket.io');").replace("import { authenticate } from './auth.js';", "const { authenticate } = require('./auth.js');"), 'ecosystem.config.js': app("script: './server.cjs',\n    instances: -1,") }, at('ecosystem.config.js: instances: -1,')],
  ])('reports %s', (_name, files, expected) => {
    expect(found(files)).toEqual(expected);
  });

  it.each<[string, Files]>([
    ['one instance', { ...server, 'ecosystem.config.js': app("script: './server.js',\n    instances: 1,\n    exec_mode: 'cluster',") }],
    ['one instance, unless the environment says more', { ...server, 'ecosystem.config.js': app("script: './server.js',\n    instances: process.env.INSTANCES || 1,") }],
    ['machines of another package', { ...inFolder, 'web/fly.toml': '[http_service]\n  min_machines_running = 2\n' }],
    ['a formation of another package', { ...inFolder, 'web/app.json': '{ "formation": { "web": { "quantity": 2 } } }' }],
    ['a service that starts something else from the same folder', { ...server, 'jobs.js': 'work();', 'docker-compose.yml': services('node jobs.js', 'node server.js') }],
    ['a service that starts something else from the same folder, by a list of words', { ...server, 'jobs.js': 'work();', 'docker-compose.yml': services('["node", "jobs.js"]', '["node", "server.js"]') }],
    ['nobody says how many', { ...server, 'ecosystem.config.js': app("script: './server.js',\n    exec_mode: 'cluster',") }],
    ['instances that cannot share a port', { ...server, 'ecosystem.config.js': app("script: './server.js',\n    instances: 4,\n    exec_mode: 'fork',") }],
    ['instances of another application', { ...server, 'jobs.js': 'work();', 'ecosystem.config.js': app("script: './jobs.js',\n    instances: 'max',") }],
    ['several applications, and none is known to be this one', { ...server, 'ecosystem.config.js': "module.exports = { apps: [{ script: 'npm', args: 'start' }, { script: 'npm', args: 'run jobs', instances: 4 }] };" }],
    ['an application of another package', { ...inFolder, 'web/ecosystem.config.js': app("script: 'npm',\n    instances: 'max',") }],
    ['a file that is broken', { ...server, 'ecosystem.config.js': "module.exports = { apps: [{ script: 'server.js', instances: 'max' ", 'ecosystem.json': '{ "apps": [', 'docker-compose.yml': 'services:\n chat:\n  build: .\n   deploy: [\n  replicas 3' }],
    ['an example', { ...server, 'examples/pm2/ecosystem.config.js': app("script: '../../server.js',\n    instances: 'max',") }],
    ['a script that tests', { ...server, 'package.json': '{ "name": "chat", "scripts": { "test:load": "pm2 start server.js -i 4", "start": "node server.js" } }' }],
    ['another program is started by the command', { ...server, 'jobs.js': 'work();', Procfile: 'web: node server.js\nworker: pm2-runtime jobs.js -i 4\n' }],
    ['one replica', { ...server, 'docker-compose.yml': 'services:\n  chat:\n    build: .\n    deploy:\n      replicas: 1\n' }],
    ['replicas of an image', { ...server, 'docker-compose.yml': 'services:\n  chat:\n    build: .\n  cache:\n    image: redis\n    deploy:\n      replicas: 3\n' }],
    ['replicas of another folder', { ...inFolder, 'docker-compose.yml': 'services:\n  chat:\n    build: ./server\n  web:\n    build: ./web\n    deploy:\n      replicas: 3\n' }],
    ['replicas of a worker from the same folder', { ...server, 'docker-compose.yml': 'services:\n  web:\n    build: .\n    ports: ["80:8080"]\n  worker:\n    build: .\n    command: node jobs.js\n    deploy:\n      replicas: 3\n' }],
    ['replicas in a comment', { ...server, 'docker-compose.yml': 'services:\n  chat:\n    build: .\n    # deploy:\n    #   replicas: 3\n' }],
    ['services for tests', { ...server, 'docker-compose.test.yml': 'services:\n  chat:\n    build: .\n    scale: 2\n' }],
    ['a workload with one replica', { ...server, 'k8s/deployment.yaml': deployment('chat', 'acme/chat', 1) }],
    ['a database', { ...server, 'k8s/db.yaml': deployment('db', 'postgres:16') }],
    ['several workloads, and none is called so', { ...server, 'k8s/a.yaml': deployment('gateway', 'acme/gateway'), 'k8s/b.yaml': deployment('billing', 'acme/billing') }],
    ['the only workload is another package', { ...inFolder, 'k8s/web.yaml': deployment('web', 'acme/web') }],
    ['the only workload is for jobs', { ...server, 'k8s/jobs.yaml': deployment('email-worker', 'acme/email-worker') }],
    ['a template', { ...server, 'charts/chat/deployment.yaml': deployment('chat', '{{ .Values.image }}') }],
    ['one machine', { ...server, 'fly.toml': 'min_machines_running = 1\n' }],
    ['instances of a background worker', { ...server, 'render.yaml': 'services:\n  - type: web\n    name: chat\n  - type: worker\n    name: jobs\n    numInstances: 3\n' }],
    ['what is written in a text', { ...server, 'docker-compose.yml': 'services:\n  chat:\n    build: .\n    command: |\n      deploy:\n        replicas: 3\n' }],
  ])('is silent: %s', (_name, files) => {
    expect(found(files)).toEqual([]);
  });

  it('reads nothing beside a program with nothing in memory', () => {
    const files = { ...server, 'ecosystem.config.js': app("script: './server.js',\n    instances: 'max',") };
    expect(found({ ...files, 'server.js': wsServer().replace(/^.*mine\.size.*$/mu, '') })).toEqual([]);
  });
});
