// Two ways to the same frames. Both tell `on`: open(), frame(object), close(code).

export const by_socket = (url, on) => {
    const socket = new WebSocket(url, 'gaitkeeper.v1');
    socket.onopen = on.open;
    socket.onmessage = event => on.frame(JSON.parse(event.data));
    socket.onclose = event => on.close(event.code);
    return {
        send: frame => socket.send(JSON.stringify(frame)),
        close: () => socket.close(),
    };
};

const read_events = async (body, take) => {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
        const {done, value} = await reader.read();
        if (done) return;
        const events = (rest + value).split('\n\n');
        rest = events.pop();
        for (const event of events) {
            const data = event.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5)).join('\n');
            if (data) take(JSON.parse(data));
        }
    }
};

// Where a proxy lets no socket through. An address would be logged, so the token travels in a header,
// which the browser's own EventSource cannot send.
export const by_http = (url, on) => {
    const base = url.replace(/^ws/, 'http');
    const ended = new AbortController();
    let token;
    let seen = 0;
    let last = Promise.resolve();
    const ask = (path, more) => fetch(new URL(path, base), {
        ...more,
        headers: {...more?.headers, ...(token && {Authorization: `Bearer ${token}`})},
        signal: ended.signal,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'origin',
    });
    const take = frame => {
        if (ended.signal.aborted) return;
        seen = frame.seq ?? seen;
        on.frame(frame);
        if (frame.type !== 'welcome') return;
        token = frame.resume;
        ask('v1/events', {headers: {'Last-Event-ID': String(seen)}}).then(answer => read_events(answer.body, take)).then(lose, lose);
    };
    const lose = () => ended.signal.aborted || on.close();
    const post = async frame => {
        const answer = await ask('v1/messages', {
            method: 'POST',
            headers: {'Content-Type': 'application/json', ...(frame.id && {'Idempotency-Key': frame.id})},
            body: JSON.stringify(frame),
        });
        if (answer.ok) for (const one of await answer.json()) take(one);
        else if (answer.status === 400 && frame.id) take({type: 'error', re: frame.id});
        else lose();
    };
    queueMicrotask(on.open);
    return {
        send: frame => { last = last.then(() => post(frame)).catch(lose); },
        close: () => ended.abort(),
    };
};
