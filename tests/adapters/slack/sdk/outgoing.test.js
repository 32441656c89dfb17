// What Slack answers, well or badly, and what the program makes of it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {start_fake_slack} from './fake_slack.js';
import {deliver, direct, mention, start_program} from './slack.js';

const with_program = async (options, run) => {
    const fake = await start_fake_slack(options);
    const program = await start_program(fake);
    try {
        await run(fake, program);
        assert.equal(await program.stop(), 0);
    } finally {
        await program.stop();
        fake.stop();
    }
};
const send = async (program, event) => assert.deepEqual(await deliver(program.port, JSON.stringify(event)), {status: 200, text: ''});
const is_post = call => call.method === 'chat.postMessage';

test('a question is answered in its channel, in the thread, with the token of the bot', () => with_program({}, async (fake, program) => {
    const asked = mention('C7');
    await send(program, asked);
    await fake.until(() => fake.posts().length === 1);
    const [{body, token}] = fake.posts();
    assert.equal(token, 'Bearer xoxb-test');
    assert.equal(body.channel, 'C7');
    assert.equal(body.thread_ts, asked.event.ts);
    assert.ok(body.text.length > 0 && body.blocks.length > 0);
}));

test('Slack is answered while its own API is not answering', async () => {
    let release;
    const held = new Promise(done => { release = done; });
    await with_program({behave: call => is_post(call) ? held.then(() => undefined) : undefined}, async (fake, program) => {
        for (let i = 0; i < 20; ++i) await send(program, direct('my tyre is flat', {channel: `D${i}`}));
        assert.ok(fake.posts().length <= 20);
        release();
        await fake.until(() => fake.posts().length === 20);
    });
});

test('a retry that comes while the first delivery is in hand is answered once', async () => {
    let release;
    const held = new Promise(done => { release = done; });
    await with_program({behave: call => call.method === 'users.info' ? held.then(() => undefined) : undefined}, async (fake, program) => {
        const body = JSON.stringify(direct());
        for (let attempt = 0; attempt < 4; ++attempt) {
            const headers = attempt ? {'X-Slack-Retry-Num': String(attempt), 'X-Slack-Retry-Reason': 'http_timeout'} : {};
            assert.equal((await deliver(program.port, body, {headers})).status, 200);
        }
        release();
        await send(program, direct('my tyre is flat', {channel: 'D2'}));
        await fake.until(() => fake.posts().length === 2);
        assert.deepEqual(fake.posts().map(call => call.body.channel).sort(), ['D1', 'D2']);
    });
});

test('a request too many is made again after what Slack says, and order is kept', () => with_program({
    behave: (call, often) => is_post(call) && call.body.thread_ts?.endsWith('.000001') && often === 1 ? {status: 429, headers: {'Retry-After': '1'}, body: ''} : undefined,
}, async (fake, program) => {
    const now = Math.floor(Date.now() / 1000);
    const threads = ['000001', '000002', '000003'].map(end => `${now}.${end}`);
    for (const ts of threads) await send(program, mention('C1', {ts}));
    await fake.until(() => fake.posts().length === 4);
    assert.deepEqual(fake.posts().map(call => call.body.thread_ts), [threads[0], ...threads]);
}));

for (const [name, wish] of [['a server error', {status: 500, body: ''}], ['a cut answer', {cut: true}],
    ['half an answer', {body: '{"ok":tr'}], ['an internal error', {body: '{"ok":false,"error":"internal_error"}'}]]) {
    test(`after ${name} a post is tried once more, for it may have arrived, and the next one goes on`, () => with_program({
        behave: call => is_post(call) && call.body.thread_ts.endsWith('.000001') ? wish : undefined,
    }, async (fake, program) => {
        const now = Math.floor(Date.now() / 1000);
        for (const end of ['000001', '000002']) await send(program, mention('C1', {ts: `${now}.${end}`}));
        await fake.until(() => fake.posts().length === 3);
        assert.deepEqual(fake.posts().map(call => call.body.thread_ts.slice(-1)), ['1', '1', '2']);
    }));
}

test('what Slack refuses for good is not tried again', () => with_program({
    behave: call => is_post(call) && call.body.thread_ts.endsWith('.000001') ? {body: '{"ok":false,"error":"channel_not_found"}'} : undefined,
}, async (fake, program) => {
    const now = Math.floor(Date.now() / 1000);
    for (const end of ['000001', '000002']) await send(program, mention('C1', {ts: `${now}.${end}`}));
    await fake.until(() => fake.posts().length === 2);
    assert.deepEqual(fake.posts().map(call => call.body.thread_ts.slice(-1)), ['1', '2']);
}));

test('a person is asked for at Slack once, however much they write', () => with_program({}, async (fake, program) => {
    for (let i = 0; i < 5; ++i) {
        await send(program, direct());
        await fake.until(() => fake.posts().length === i + 1);
    }
    assert.equal(fake.calls.filter(call => call.method === 'users.info').length, 1);
    assert.deepEqual(fake.calls[0].body, {include_locale: 'true', user: 'U1'});
}));

test('what waits when the program is told to stop is sent first', async () => {
    let release;
    const held = new Promise(done => { release = done; });
    await with_program({behave: call => is_post(call) ? held.then(() => undefined) : undefined}, async (fake, program) => {
        for (let i = 0; i < 3; ++i) await send(program, mention('C1'));
        await fake.until(() => fake.posts().length === 1);
        const ended = program.stop();
        release();
        assert.equal(await ended, 0);
        assert.equal(fake.posts().length, 3);
    });
});
