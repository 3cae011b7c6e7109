/** Serves built pages on this machine only. */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
};

/**
 * @param {string} folder
 * @param {number} port 0 for any free one
 * @returns {Promise<{ url: string, close: () => void }>} `url` ends with a slash
 * @throws Error with `code` EADDRINUSE when the port is taken
 */
export function startServer(folder, port) {
  const server = http.createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname);
    const file = path.join(folder, url.endsWith('/') ? `${url}index.html` : url);
    const inside = file.startsWith(folder + path.sep);
    if (!inside || !fs.existsSync(file) || fs.statSync(file).isDirectory())
      return void response.writeHead(404).end('not found');
    const type = TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream';
    response
      .writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
      .end(fs.readFileSync(file));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      const close = () => {
        server.closeAllConnections();
        server.close();
      };
      resolve({ url: `http://127.0.0.1:${address.port}/`, close });
    });
  });
}
