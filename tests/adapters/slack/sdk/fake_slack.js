// Slack's Web API and Socket Mode on loopback, as well or badly behaved as a test wants it.
import {createServer} from 'node:http';
import {WebSocketServer} from 'ws';

// `behave(call, how_often)` may answer {status, headers, body}, {cut: true}, or a promise of one; nothing
// is the usual answer. `how_often` counts the calls with the same body.
export const start_fake_slack = async ({behave = () => undefined, locale = 'en-US'} = {}) => {
    const calls = [], seen = new Map(), waiting = new Set(), links = [];
    const usual = {
        'chat.postMessage': () => ({ok: true, channel: 'C1', ts: '1.1'}),
        'chat.postEphemeral': () => ({ok: true, message_ts: '1.1'}),
        'users.info': call => ({ok: true, user: {id: call.body.user, locale}}),
        'auth.test': () => ({ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1'}),
        'apps.connections.open': () => ({ok: true, url: `ws://127.0.0.1:${server.address().port}/link/?ticket=${links.length}`}),
    };
    const read = (request, text) => {
        const {pathname, searchParams} = new URL(request.url, 'http://x');
        const is_json = request.headers['content-type']?.startsWith('application/json');
        const body = is_json ? JSON.parse(text) : Object.fromEntries([...searchParams, ...new URLSearchParams(text)]);
        const method = pathname.startsWith('/api/') ? pathname.slice(5) : pathname;
        return {method, body, token: request.headers.authorization};
    };
    const server = createServer(async (request, response) => {
        let text = '';
        for await (const portion of request.setEncoding('utf8')) text += portion;
        const call = read(request, text);
        calls.push(call);
        for (const check of [...waiting]) check();
        const key = `${call.method} ${JSON.stringify(call.body)}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        const wish = await behave(call, seen.get(key));
        if (wish?.cut) return request.socket.destroy();
        response.writeHead(wish?.status ?? 200, {'Content-Type': 'application/json', ...wish?.headers});
        response.end(wish?.body ?? JSON.stringify(usual[call.method]?.(call) ?? {ok: true}));
    });
    const sockets = new WebSocketServer({server, path: '/link/'});
    sockets.on('connection', socket => {
        const link = {socket, texts: [], is_closed: false, send: frame => socket.send(JSON.stringify(frame))};
        const changed = () => { for (const check of [...waiting]) check(); };
        socket.on('message', data => { link.texts.push(JSON.parse(data)); changed(); });
        socket.on('close', () => { link.is_closed = true; changed(); });
        links.push(link);
        changed();
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${server.address().port}`;
    return {
        base: `${origin}/api`,
        origin,
        calls,
        links,
        posts: () => calls.filter(call => call.method === 'chat.postMessage'),
        // Ends when the condition holds; whoever waits in vain is ended by ctest.
        until: condition => new Promise(done => {
            const check = () => {
                if (!condition()) return;
                waiting.delete(check);
                done();
            };
            waiting.add(check);
            check();
        }),
        stop: () => {
            for (const socket of sockets.clients) socket.terminate();
            server.closeAllConnections();
            server.close();
        },
    };
};
