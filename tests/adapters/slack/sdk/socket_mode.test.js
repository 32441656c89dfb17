// Slack without a public address: the program calls, and events come over its socket.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {start_fake_slack} from './fake_slack.js';
import {direct, start_program} from './slack.js';

const with_socket = async run => {
    const fake = await start_fake_slack();
    const program = await start_program(fake, {SLACK_APP_TOKEN: 'xapp-test'});
    try {
        await fake.until(() => fake.links.length === 1);
        fake.links[0].send({type: 'hello', num_connections: 1, debug_info: {approximate_connection_time: 18_060}});
        await run(fake, program, fake.links[0]);
    } finally {
        await program.stop();
        fake.stop();
    }
};
const envelope = (id, payload, more = {}) => ({type: 'events_api', envelope_id: id, payload, accepts_response_payload: false, retry_attempt: 0, retry_reason: '', ...more});

test('an event is acknowledged by its envelope and answered by the Web API', () => with_socket(async (fake, program, link) => {
    assert.equal(fake.calls[0].method, 'apps.connections.open');
    assert.equal(fake.calls[0].token, 'Bearer xapp-test');
    link.send(envelope('e1', direct()));
    await fake.until(() => link.texts.length === 1 && fake.posts().length === 1);
    assert.deepEqual(link.texts, [{envelope_id: 'e1'}]);
    assert.equal(fake.posts()[0].token, 'Bearer xoxb-test');
    assert.equal(fake.posts()[0].body.channel, 'D1');
}));

test('a command is answered with its acknowledgement', () => with_socket(async (fake, program, link) => {
    link.send(envelope('e1', {command: '/pain', text: 'my tyre is flat', user_id: 'U1', channel_id: 'C1', team_id: 'T1', api_app_id: 'A1', trigger_id: '1.2', response_url: `${fake.origin}/respond`},
        {type: 'slash_commands', accepts_response_payload: true}));
    await fake.until(() => link.texts.length === 1);
    assert.equal(link.texts[0].envelope_id, 'e1');
    assert.equal(link.texts[0].payload.response_type, 'ephemeral');
    assert.ok(link.texts[0].payload.text.length > 0);
}));

test('warned, it greets the next connection before it leaves the old one, and answers what comes over both once', () => with_socket(async (fake, program, old) => {
    old.send({type: 'disconnect', reason: 'warning', debug_info: {}});
    await fake.until(() => fake.links.length === 2);
    assert.equal(old.is_closed, false);
    const next = fake.links[1], asked = direct();
    old.send(envelope('e1', asked));
    await fake.until(() => old.texts.length === 1);
    next.send({type: 'hello', num_connections: 2});
    next.send(envelope('e2', asked));
    await fake.until(() => next.texts.length === 1 && old.is_closed);
    next.send(envelope('e3', direct('my tyre is flat', {channel: 'D2'})));
    await fake.until(() => fake.posts().length === 2);
    assert.deepEqual(fake.posts().map(call => call.body.channel), ['D1', 'D2']);
}));

test('a connection that breaks is opened anew', () => with_socket(async (fake, program, link) => {
    link.socket.terminate();
    await fake.until(() => fake.links.length === 2);
    fake.links[1].send({type: 'hello', num_connections: 1});
    fake.links[1].send(envelope('e1', direct()));
    await fake.until(() => fake.posts().length === 1);
}));

test('told to stop, it says goodbye', () => with_socket(async (fake, program, link) => {
    const goodbye = new Promise(done => link.socket.once('close', done));
    assert.equal(await program.stop(), 0);
    assert.equal(await goodbye, 1000);
}));
