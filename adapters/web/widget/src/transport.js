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
