import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {ask, connected, start_browser, start_server, visit} from './harness.js';

let browser;
let server;
before(async () => {
    browser = await start_browser();
    server = await start_server();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

const alone = (test, how = {}) => async () => {
    const context = await browser.newContext();
    try {
        await test(await visit(context, server.origin, how), context);
    } finally {
        await context.close();
    }
};

const stored = page => page.evaluate(async () => ({
    cookie: document.cookie,
    local: {...localStorage},
    session: {...sessionStorage},
    databases: (await indexedDB.databases()).length,
    caches: globalThis.caches ? (await caches.keys()).length : 0,
}));
const nothing = {cookie: '', local: {}, session: {}, databases: 0, caches: 0};
const secret = 'my knee hurts since the marmalade accident';

describe('privacy', () => {
    it('nothing is asked for before the panel is opened, and nobody else ever', alone(async seen => {
        const own = ['/embedder', '/widget.js'];
        assert.deepEqual(seen.noted.requests.map(url => new URL(url).pathname).filter(path => path !== '/favicon.ico'), own);
        await seen.widget.evaluate(widget => widget.show());
        await ask(seen, secret);
        await seen.replies.first().waitFor();
        for (const url of seen.noted.requests) {
            assert.equal(new URL(url).host, new URL(server.origin).host);
            assert.equal(/marmalade|resume|token/.test(url), false, 'no word and no token in an address');
        }
    }));

    it('of another language only its texts, checked against the module', alone(async ({noted, root}) => {
        await root.and(root.page().locator('[lang=es]')).waitFor({state: 'attached'});
        assert.deepEqual(noted.requests.map(url => new URL(url).pathname).filter(path => path !== '/favicon.ico'), ['/embedder', '/widget.js', '/widget/es.json']);
    }, {lang: 'es'}));

    it('a language file that is not the one built with the module is not used', async () => {
        const context = await browser.newContext();
        await context.route('**/widget/es.json', route => route.fulfill({contentType: 'application/json', body: '{"open": "forged"}'}));
        const {page, launcher} = await visit(context, server.origin, {lang: 'es'});
        await page.waitForLoadState('networkidle');
        assert.equal(await launcher.getAttribute('aria-label'), 'Ask about knee or hip pain');
        await context.close();
    });

    it('after a conversation nothing is stored', alone(async (seen, context) => {
        await seen.widget.evaluate(widget => widget.show());
        await ask(seen, secret);
        await seen.replies.first().waitFor();
        assert.deepEqual(await stored(seen.page), nothing);
        assert.deepEqual(await context.cookies(), []);
    }));

    it('the strict policy with Trusted Types is never broken', alone(async seen => {
        await seen.widget.evaluate(widget => widget.show());
        await ask(seen, 'I have chest pain and I cannot breathe');
        await seen.widget.locator('.emergency').waitFor();
        await seen.widget.evaluate(widget => widget.forget());
        await seen.widget.evaluate(widget => widget.setAttribute('locale', 'es'));
        await seen.root.and(seen.page.locator('[lang=es]')).waitFor({state: 'attached'});
        assert.deepEqual(await seen.page.evaluate(() => window.violations), []);
        assert.deepEqual(seen.noted.problems, []);
    }, {attributes: 'region="GB"'}));

    it('the clinic’s own page breaks its policy neither', async () => {
        const context = await browser.newContext();
        const page = await context.newPage();
        const complaints = [];
        page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
        page.on('pageerror', error => complaints.push(String(error)));
        const answer = await page.goto(server.origin + '/');
        assert.match(answer.headers()['content-security-policy'], /default-src 'none'/);
        await page.locator('#ask').click();
        await page.locator('gait-keeper .root[data-state=open]').waitFor({state: 'attached'});
        assert.deepEqual(complaints, []);
        assert.deepEqual(await stored(page), nothing);
        await context.close();
    });

    it('events carry ids alone, and the text where the page asks for it', async () => {
        for (const [attributes, exposed] of [['', false], ['expose-text', true]]) {
            await alone(async seen => {
                await seen.widget.evaluate(widget => {
                    window.heard = [];
                    for (const name of ['open', 'close', 'message', 'reply', 'state', 'forget']) {
                        document.addEventListener(`gaitkeeper-${name}`, event => window.heard.push([name, event.detail]));
                    }
                    widget.show();
                });
                await ask(seen, secret);
                await seen.replies.first().waitFor();
                await seen.widget.evaluate(widget => { widget.forget(); widget.hide(); });
                const heard = await seen.page.evaluate(() => window.heard);
                assert.deepEqual(new Set(heard.map(([name]) => name)), new Set(['open', 'close', 'message', 'reply', 'state', 'forget']));
                assert.equal(JSON.stringify(heard).includes('marmalade'), exposed);
                const keys = new Set(heard.flatMap(([, detail]) => Object.keys(detail)));
                assert.deepEqual([...keys].sort(), exposed ? ['id', 'seq', 'state', 'text'] : ['id', 'seq', 'state']);
            }, {attributes})();
        }
    });

    it('only where the page asks for it a conversation outlives a reload, and forgetting empties it', alone(async seen => {
        await seen.widget.evaluate(widget => widget.show());
        await ask(seen, secret);
        await seen.replies.first().waitFor();
        await seen.page.reload();
        await seen.widget.evaluate(widget => widget.show());
        await connected(seen);
        assert.match(await seen.mine.first().textContent(), /marmalade/);
        assert.equal(await seen.replies.count(), 1);
        await ask(seen, 'should I ice it');
        await seen.replies.nth(1).waitFor();
        assert.equal(await seen.widget.locator('li.note').count(), 0, 'the server goes on with it too');
        await seen.widget.locator('[part=forget]').click();
        assert.deepEqual(await stored(seen.page), nothing);
        assert.equal(await seen.mine.count(), 0);
    }, {attributes: 'persist="session"'}));

    it('a notice stands before the first message and belongs to the field', alone(async ({widget, input}) => {
        await widget.evaluate(w => w.show());
        assert.equal(await widget.locator('[part=notice]').isVisible(), true);
        assert.equal(await input.getAttribute('aria-describedby'), 'notice');
    }));
});
