import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {ask, connected, start_browser, start_lined_server, start_server, visit} from './harness.js';

let browser;
let server;
let line;
before(async () => {
    browser = await start_browser();
    ({line, server} = await start_lined_server());
});
after(async () => {
    await browser?.close();
    line?.stop();
    await server?.stop();
});

// Opens the widget and notes what the page hears of it.
const listen = ({widget}) => widget.evaluate(element => {
    window.heard = [];
    for (const name of ['message', 'reply', 'state']) {
        element.addEventListener(`gaitkeeper-${name}`, event => window.heard.push({name, ...event.detail}));
    }
    element.show();
});

const on_a_line = (test, how = {}) => async () => {
    const context = await browser.newContext();
    try {
        const seen = await visit(context, line.origin, how);
        await listen(seen);
        if (!how.unreached) await connected(seen);
        await test(seen, context);
        assert.deepEqual(seen.noted.problems, []);
    } finally {
        await context.close();
        line.mend();
    }
};

// Each message once and in order, and for each one reply.
const nothing_lost_or_doubled = async ({page, mine, replies}, texts) => {
    await replies.nth(texts.length - 1).waitFor();
    const heard = await page.evaluate(() => window.heard);
    const asked = heard.filter(({name}) => name === 'message').map(({id}) => id);
    const answered = heard.filter(({name}) => name === 'reply').map(({id}) => id);
    assert.equal(asked.length, texts.length);
    assert.deepEqual([...answered].sort(), [...asked].sort(), 'one reply for each message');
    assert.equal(await replies.count(), texts.length);
    assert.equal(await mine.count(), texts.length);
    for (const [i, text] of texts.entries()) assert.match(await mine.nth(i).textContent(), new RegExp(text));
};

describe('a line that fails', () => {
    it('what is written offline goes out in order when the line is back', on_a_line(async (seen, context) => {
        const texts = ['my knee hurts', 'should I ice it', 'and my hip'];
        await ask(seen, texts[0]);
        await seen.replies.first().waitFor();
        await context.setOffline(true);
        await connected(seen, 'offline');
        for (const text of texts.slice(1)) await ask(seen, text);
        assert.equal(await seen.widget.locator('.mine[data-state=waiting]').count(), 2);
        await context.setOffline(false);
        await nothing_lost_or_doubled(seen, texts);
    }));

    it('five wait and the sixth stays in the field', on_a_line(async (seen, context) => {
        await context.setOffline(true);
        await connected(seen, 'offline');
        for (const text of ['one', 'two', 'three', 'four', 'five']) await ask(seen, text);
        await seen.input.fill('six');
        await seen.input.press('Enter');
        assert.equal(await seen.input.inputValue(), 'six');
        assert.notEqual(await seen.widget.locator('form .failure').textContent(), '');
        assert.equal(await seen.mine.count(), 5);
        await context.setOffline(false);
        await nothing_lost_or_doubled(seen, ['one', 'two', 'three', 'four', 'five']);
    }));

    it('a message whose answer was lost on the way is not asked twice', on_a_line(async seen => {
        line.swallow_answers = true;
        await ask(seen, 'my knee hurts');
        await seen.widget.locator('.mine[data-state=sending]').waitFor();
        line.swallow_answers = false;
        line.cut();
        await nothing_lost_or_doubled(seen, ['my knee hurts']);
        await ask(seen, 'should I ice it');
        await nothing_lost_or_doubled(seen, ['my knee hurts', 'should I ice it']);
    }));

    it('cut between any two messages, the conversation goes on', on_a_line(async seen => {
        const texts = ['my knee hurts', 'what about ice', 'and swimming', 'thanks'];
        for (const [i, text] of texts.entries()) {
            await ask(seen, text);
            if (i % 2) await seen.replies.nth(i).waitFor();
            line.cut();
        }
        await nothing_lost_or_doubled(seen, texts);
    }));

    it('after two refused upgrades the same conversation goes over plain HTTP', on_a_line(async seen => {
        await connected(seen);
        assert.equal(line.upgrades, 2);
        await ask(seen, 'my knee hurts');
        await ask(seen, 'should I ice it');
        await nothing_lost_or_doubled(seen, ['my knee hurts', 'should I ice it']);
        assert.equal(line.upgrades, 2);
    }, {unreached: true, before: () => { line.refuse_upgrades = true; }}));

    it('after ten minutes it gives up and says so, and one button starts again', on_a_line(async seen => {
        line.refuse = true;
        line.cut();
        await ask(seen, 'my knee hurts');
        await seen.page.clock.runFor('11:00');
        await connected(seen, 'gone');
        await seen.widget.locator('.mine[data-state=failed]').waitFor();
        line.refuse = false;
        await seen.widget.locator('.mine [part=retry]').click();
        await nothing_lost_or_doubled(seen, ['my knee hurts']);
    }, {clock: true}));

    it('waits a random time of at most half a second, then twice as long, and comes back at once with the network', on_a_line(async seen => {
        await seen.page.evaluate(() => {
            window.waits = [];
            const wait = window.setTimeout;
            window.setTimeout = (what, time, ...more) => {
                window.waits.push(time);
                return wait(what, time, ...more);
            };
            Math.random = () => 1;
        });
        line.refuse = true;
        line.cut();
        await seen.page.waitForFunction(() => [500, 1000, 2000].every(time => window.waits.includes(time)));
        line.refuse = false;
        await seen.page.evaluate(() => { window.waits = []; window.dispatchEvent(new Event('online')); });
        await connected(seen);
    }));
});

describe('what is offered', () => {
    it('goes out as a choice from the last reply, and what the widget itself offers as a message', on_a_line(async seen => {
        await seen.widget.locator('li.theirs:first-child [part=option]').first().click();
        await seen.replies.first().waitFor();
        assert.equal(seen.noted.frames.at(-1).type, 'message');
        await ask(seen, 'my knee hurts');
        await seen.replies.nth(1).waitFor();
        await seen.replies.nth(1).locator('[part=option]').first().click();
        await seen.replies.nth(2).waitFor();
        assert.equal(seen.noted.frames.at(-1).type, 'choose');
    }));
});

describe('a server that has forgotten', () => {
    it('the conversation starts afresh, says so, and what was not answered is', on_a_line(async seen => {
        await ask(seen, 'my knee hurts');
        await seen.replies.first().waitFor();
        line.refuse = true;
        line.cut();
        await ask(seen, 'should I ice it');
        const next = await start_server({origin: line.origin});
        const before = line.port;
        line.port = next.port;
        line.refuse = false;
        await nothing_lost_or_doubled(seen, ['my knee hurts', 'should I ice it']);
        assert.equal(await seen.widget.locator('li.note').count(), 1);
        line.port = before;
        await next.stop();
    }));

    it('what it offered before is still understood', on_a_line(async seen => {
        await ask(seen, 'my knee hurts');
        await seen.replies.first().waitFor();
        line.refuse = true;
        line.cut();
        const next = await start_server({origin: line.origin});
        const before = line.port;
        line.port = next.port;
        await seen.replies.first().locator('[part=option]').first().click();
        line.refuse = false;
        await nothing_lost_or_doubled(seen, ['my knee hurts', '']); // whatever the option stands for
        const [choice, message] = seen.noted.frames.slice(-2);
        assert.deepEqual([choice.type, message.type, message.id], ['choose', 'message', choice.id]);
        line.port = before;
        await next.stop();
    }));

    it('told to go away by a server that ends, it comes back by itself', on_a_line(async seen => {
        const next = await start_server({origin: line.origin});
        await ask(seen, 'my knee hurts');
        await seen.replies.first().waitFor();
        await seen.page.evaluate(() => { Math.random = () => 0.01; });
        line.port = next.port;
        await server.stop();
        server = next;
        await ask(seen, 'should I ice it');
        await nothing_lost_or_doubled(seen, ['my knee hurts', 'should I ice it']);
    }));
});

describe('a server in no hurry', () => {
    it('what comes too fast is sent again when the server says, each once', async () => {
        const strict = await start_server({limits: []});
        const context = await browser.newContext();
        const seen = await visit(context, strict.origin);
        await listen(seen);
        const texts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map(word => `my knee hurts, ${word}`);
        await connected(seen);
        for (const text of texts) await ask(seen, text);
        await nothing_lost_or_doubled(seen, texts);
        await context.close();
        await strict.stop();
    });
});
