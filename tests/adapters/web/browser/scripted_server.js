// A server that says what a test tells it to say: replies that no vetted content would give, and
// silence. Everything else is tested against the real one.
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {extname, join} from 'node:path';
import {WebSocketServer} from 'ws';

const types = {'.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css', '.html': 'text/html; charset=utf-8'};

// `pages` maps paths to {html, csp?}; other paths are files of `folder`. `answer(frame, send)` hears every message.
export const start_scripted_server = async ({folder, pages = {}, answer = () => {}}) => {
    const heard = [];
    const server = createServer(async (request, response) => {
        const path = new URL(request.url, 'http://x').pathname;
        const page = pages[path];
        if (page) {
            response.writeHead(200, {'Content-Type': types['.html'], ...(page.csp && {'Content-Security-Policy': page.csp})});
            return response.end(page.html);
        }
        try {
            const bytes = await readFile(join(folder, path));
            response.writeHead(200, {'Content-Type': types[extname(path)] ?? 'text/plain', 'Access-Control-Allow-Origin': '*'});
            response.end(bytes);
        } catch {
            response.writeHead(404).end();
        }
    });
    const sockets = new WebSocketServer({server, path: '/chat', handleProtocols: () => 'gaitkeeper.v1'});
    sockets.on('connection', socket => {
        let seq = 0;
        const send = frame => socket.send(JSON.stringify(frame.type === 'reply' ? {seq: ++seq, ...frame} : frame));
        socket.on('message', data => {
            const frame = JSON.parse(data);
            heard.push(frame);
            if (frame.type === 'hello') send({type: 'welcome', session: 's', resume: 'r', seq: 0, locale: 'en', limits: {}});
            else answer(frame, send, socket);
        });
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    return {
        origin: `http://127.0.0.1:${server.address().port}`,
        heard,
        stop: () => {
            for (const socket of sockets.clients) socket.terminate();
            server.closeAllConnections();
            server.close();
        },
    };
};
