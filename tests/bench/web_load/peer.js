// What a page would otherwise talk to: `ws` on Node, which echoes, or answers with a fixed stub.
//   node peer.js echo|STUB_FILE
import {readFileSync} from 'node:fs';
import {WebSocketServer} from 'ws';

const stub = process.argv[2] === 'echo' ? undefined : readFileSync(process.argv[2], 'utf8');
const server = new WebSocketServer({port: 0, host: '127.0.0.1', perMessageDeflate: false, maxPayload: 16384, handleProtocols: offered => [...offered][0]});
server.on('connection', socket => socket.on('message', data => socket.send(stub ?? data.toString())));
server.on('listening', () => console.log(`listening on ${server.address().port}`));
