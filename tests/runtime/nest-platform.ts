import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** An HTTP server without routes, which is all that a gateway needs. */
const PLATFORM = `
import { createServer } from 'node:http';
import { AbstractHttpAdapter } from '@nestjs/core';
export class ExpressAdapter extends AbstractHttpAdapter {
  initHttpServer() { this.httpServer = createServer((request, response) => response.writeHead(404).end()); }
  listen(...args) { return this.httpServer.listen(...args); }
  close() { return new Promise((resolve) => this.httpServer.close(resolve)); }
  getType() { return 'express'; }
  registerParserMiddleware() {}
  setErrorHandler() {}
  setNotFoundHandler() {}
}
`;

const resolving = (url: string): string => `
export const resolve = (specifier, context, next) =>
  specifier === '@nestjs/platform-express' ? { url: '${url}', shortCircuit: true } : next(specifier, context);
`;

const moduleUrl = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

/** The options of Node.js under which Nest finds a platform for HTTP: it would load Express, with which the tests have nothing to do. */
export const nestOptions = (folder: string): string[] => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `nest-platform-${String(process.pid)}.mjs`);
  writeFileSync(file, PLATFORM);
  const hooks = moduleUrl(resolving(pathToFileURL(file).href));
  return ['--import', moduleUrl(`import { register } from 'node:module'; register(${JSON.stringify(hooks)});`)];
};
