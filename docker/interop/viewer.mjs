// Serves OHIF's built pages: viewer.mjs DIST PORT NODE. Any unknown path is index.html, for the pages route themselves.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const [dist, port, node] = process.argv.slice(2);
const config = (await readFile(fileURLToPath(new URL('app-config.js', import.meta.url)), 'utf8')).replaceAll('NODE', node);
const types = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
};

createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
  // what SharedArrayBuffer asks of a page
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  const send = (type, body) => response.writeHead(200, { ...headers, 'Content-Type': type }).end(body);
  if (path === '/app-config.js') return send('text/javascript', config);
  const body = path === '/' ? null : await readFile(join(dist, path)).catch(() => null);
  if (body) return send(types[extname(path)] ?? 'application/octet-stream', body);
  send('text/html', await readFile(join(dist, 'index.html')));
}).listen(Number(port), '127.0.0.1');
