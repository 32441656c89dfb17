// Slack's own SDK as the other side: it judges our requests as we do, talks to the fake as to Slack, and
// its types are what we post.
import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';
import {bolt} from './bolt.js';
import {start_fake_slack} from './fake_slack.js';
import {deliver, direct, mention, secret, sign, start_program} from './slack.js';

const {WebClient} = bolt.webApi;

const start_bolt = async fake => {
    const app = new bolt.App({signingSecret: secret, token: 'xoxb-test', logLevel: 'error', endpoints: '/slack/events', clientOptions: {slackApiUrl: `${fake.base}/`}});
    app.event('app_mention', async () => {});
    app.command('/pain', async ({ack}) => ack({response_type: 'ephemeral', text: 'x'}));
    const server = await app.start(0);
    return {port: server.address().port, stop: () => app.stop()};
};

const with_both = async run => {
    const fake = await start_fake_slack();
    const program = await start_program(fake), theirs = await start_bolt(fake);
    try {
        await run(fake, program, theirs);
    } finally {
        await program.stop();
        await theirs.stop();
        fake.stop();
    }
};
const form = fields => new URLSearchParams(fields).toString();
let triggers = 0;
const command = text => form({command: '/pain', text, user_id: 'U1', channel_id: 'C1', channel_name: 'c', team_id: 'T1', team_domain: 't', api_app_id: 'A1', trigger_id: `1.${++triggers}`, response_url: 'https://hooks.slack.com/commands/1'});
const as_form = {type: 'application/x-www-form-urlencoded'};

test('what is signed here is signed as Slack signs', () => {
    const body = JSON.stringify(direct()), headers = sign(body);
    const judge = signature => bolt.isValidSlackRequest({signingSecret: secret, body, headers: {'x-slack-signature': signature, 'x-slack-request-timestamp': Number(headers['X-Slack-Request-Timestamp'])}});
    assert.equal(judge(headers['X-Slack-Signature']), true);
    assert.equal(judge(headers['X-Slack-Signature'].replace(/.$/, end => end === '0' ? '1' : '0')), false);
});

test('Bolt and the program answer the same requests alike', () => with_both(async (fake, program, theirs) => {
    const body = JSON.stringify(mention('C1'));
    const old = Math.floor(Date.now() / 1000) - 310;
    const cases = {
        'a good one': [body, {}],
        'another secret': [body, {headers: sign(body, {key: 'another'})}],
        'an altered body': [`${body} `, {headers: sign(body)}],
        'an old one': [body, {headers: sign(body, {at: old})}],
        'a timestamp that is a word': [body, {headers: sign(body, {at: 'noon'})}],
        'no version': [body, {headers: {'X-Slack-Signature': sign(body)['X-Slack-Signature'].slice(3)}}],
        'a challenge': [JSON.stringify({type: 'url_verification', token: 't', challenge: '3eZbrw1aB'}), {}],
        'no JSON': ['{', {}],
        'a command': [command('my tyre is flat'), as_form],
        'a check of TLS': [form({ssl_check: '1', token: 't'}), {...as_form, headers: {'X-Slack-Signature': 'v0=0'}}],
    };
    for (const [name, [text, how]] of Object.entries(cases)) {
        const ours = await deliver(program.port, text, how), other = await deliver(theirs.port, text, how);
        assert.equal(ours.status, other.status, name);
        if (name === 'a challenge') assert.deepEqual(JSON.parse(ours.text), JSON.parse(other.text));
        if (name === 'a command') assert.equal(JSON.parse(ours.text).response_type, JSON.parse(other.text).response_type);
    }
}));

test("the fake is Slack enough for Slack's own client", async () => {
    const fake = await start_fake_slack({locale: 'de-DE', behave: (call, often) => call.body.text === 'too many' && often === 1 ? {status: 429, headers: {'Retry-After': '0'}, body: ''} : call.body.text === 'bad' ? {body: '{"ok":false,"error":"channel_not_found"}'} : undefined});
    const client = new WebClient('xoxb-sdk', {slackApiUrl: `${fake.base}/`, logLevel: 'error'});
    try {
        assert.equal((await client.users.info({user: 'U1', include_locale: true})).user.locale, 'de-DE');
        assert.equal((await client.chat.postMessage({channel: 'C1', text: 'too many'})).ok, true);
        await assert.rejects(client.chat.postMessage({channel: 'C1', text: 'bad'}), error => error.data.error === 'channel_not_found');
        assert.equal(fake.posts().length, 3);
    } finally {
        fake.stop();
    }
});

// Errors of TypeScript for declarations of values that the SDK's types describe.
const type_errors = async (module, type, values) => {
    const folder = await mkdtemp(join(tmpdir(), 'gaitkeeper-slack-'));
    const file = join(folder, 'messages.ts');
    const path = fileURLToPath(new URL(`node_modules/${module}`, import.meta.url));
    await writeFile(file, `import type {${type}} from ${JSON.stringify(path)};\n${values.map((value, i) => `export const m${i}: ${type} = ${JSON.stringify(value)};`).join('\n')}\n`);
    const program = ts.createProgram([file], {noEmit: true, strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext});
    const errors = ts.getPreEmitDiagnostics(program).map(one => ts.flattenDiagnosticMessageText(one.messageText, '\n'));
    await rm(folder, {recursive: true});
    return errors;
};

test("every post and answer is what the SDK's types allow", () => with_both(async (fake, program) => {
    const texts = ['my tyre is flat', 'hello', 'more', 'xyzzy', 'help', '<@U2> &amp; <!channel> my chain is loose and my brakes squeal'];
    const answers = [];
    for (const text of texts) {
        await deliver(program.port, JSON.stringify(mention('C1', {text: `<@UBOT> ${text}`})));
        await deliver(program.port, JSON.stringify(direct(text)));
        answers.push(JSON.parse((await deliver(program.port, command(text), as_form)).text));
    }
    await fake.until(() => fake.posts().length === 2 * texts.length);
    const posts = fake.posts().map(call => call.body);
    assert.deepEqual(await type_errors('@slack/web-api', 'ChatPostMessageArguments', posts), []);
    assert.deepEqual(await type_errors('@slack/bolt', 'RespondArguments', answers), []);
    const broken = {...posts[0], blocks: [{type: 'section', text: {type: 'mrkdown', text: 'x'}}]};
    assert.notDeepEqual(await type_errors('@slack/web-api', 'ChatPostMessageArguments', [broken]), []);
}));
