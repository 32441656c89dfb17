// 10,000 questions, many of them delivered several times and in two forms, in no order.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {start_fake_slack} from './fake_slack.js';
import {deliver, event, start_program} from './slack.js';

const questions = 10_000, channels = 250, people = 400;

// The same on every run.
let state = 7;
const dice = sides => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % sides;
};

const deliveries_of = number => {
    const ts = `${Math.floor(Date.now() / 1000)}.${String(number).padStart(6, '0')}`;
    const inner = {ts, channel: `C${number % channels}`, user: `U${dice(people)}`, text: '<@UBOT> my tyre is flat'};
    const asked = JSON.stringify(event({type: 'app_mention', ...inner}));
    const made = Array.from({length: 1 + (dice(3) === 0) + (dice(10) === 0)}, () => asked);
    // Where the app hears a whole channel, the post comes as a message too.
    if (dice(4) === 0) made.push(JSON.stringify(event({type: 'message', channel_type: 'channel', ...inner})));
    return made;
};

test('each of 10,000 questions is answered exactly once', async () => {
    const fake = await start_fake_slack();
    const program = await start_program(fake);
    try {
        const all = Array.from({length: questions}, (_, number) => deliveries_of(number)).flat();
        // Neighbours change places, up to some hundreds away.
        for (let i = 0; i < all.length; ++i) {
            const other = Math.min(all.length - 1, i + dice(400));
            [all[i], all[other]] = [all[other], all[i]];
        }
        assert.ok(all.length > questions * 1.5);
        let next = 0, refused = 0;
        await Promise.all(Array.from({length: 16}, async () => {
            while (next < all.length) {
                const answer = await deliver(program.port, all[next++]);
                if (answer.status !== 200 || answer.text !== '') ++refused;
            }
        }));
        assert.equal(refused, 0);
        await fake.until(() => fake.posts().length >= questions);
        assert.equal(await program.stop(), 0); // and nothing comes after that
        const answered = fake.posts().map(call => call.body.thread_ts);
        assert.equal(answered.length, questions);
        assert.equal(new Set(answered).size, questions);
    } finally {
        await program.stop();
        fake.stop();
    }
});
