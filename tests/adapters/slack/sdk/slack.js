// The program as a Slack app, and Slack as it speaks to one.
import {spawn} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {Agent, request} from 'node:http';
import {createInterface} from 'node:readline';

export const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const {GAITKEEPER_PROGRAM: program, GAITKEEPER_TEST_BUNDLE: content} = process.env;
if (!program || !content) throw new Error('GAITKEEPER_PROGRAM and GAITKEEPER_TEST_BUNDLE are set by ctest');

export const start_program = async (fake, env = {SLACK_SIGNING_SECRET: secret}) => {
    const args = ['serve', '--listen=127.0.0.1:0', '--log_level=error', `--content=${content}`, `--slack_api_base=${fake.base}`];
    const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, SLACK_BOT_TOKEN: 'xoxb-test', ...env}});
    const ended = new Promise(done => child.once('exit', done));
    const first = await Promise.race([
        new Promise(done => createInterface(child.stdout).once('line', done)),
        ended.then(code => { throw new Error(`the program ended with ${code} before it listened`); }),
    ]);
    return {
        port: Number(/:(\d+)$/.exec(first)[1]),
        stop: () => {
            child.kill('SIGTERM');
            return ended;
        },
    };
};

export const sign = (body, {at = Math.floor(Date.now() / 1000), key = secret} = {}) => ({
    'X-Slack-Request-Timestamp': String(at),
    'X-Slack-Signature': `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`,
});

const agent = new Agent({keepAlive: true, maxSockets: 16});
export const deliver = (port, body, {path = '/slack/events', type = 'application/json', headers = {}} = {}) => new Promise((done, failed) => {
    const asked = request({host: '127.0.0.1', port, path, agent, method: 'POST',
        headers: {'Content-Type': type, 'Content-Length': Buffer.byteLength(body), ...sign(body), ...headers}}, answer => {
        let text = '';
        answer.setEncoding('utf8').on('data', portion => { text += portion; }).on('end', () => done({status: answer.statusCode, text}));
    });
    asked.on('error', failed);
    asked.end(body);
});

let events = 0;
// What the Events API posts when somebody writes to the app.
export const event = inner => {
    const ts = inner.ts ?? `${Math.floor(Date.now() / 1000)}.${String(++events).padStart(6, '0')}`;
    return {
        token: 'unused', team_id: 'T1', api_app_id: 'A1', type: 'event_callback', event_id: `Ev${++events}`,
        event_time: Math.floor(Number(ts)), authorizations: [{enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true}],
        event: {user: 'U1', text: 'my tyre is flat', ...inner, ts, event_ts: ts},
    };
};
export const direct = (text = 'my tyre is flat', more = {}) => event({type: 'message', channel: 'D1', channel_type: 'im', text, ...more});
export const mention = (channel, more = {}) => event({type: 'app_mention', channel, text: '<@UBOT> my tyre is flat', ...more});
