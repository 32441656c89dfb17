import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, before, describe, it} from 'node:test';
import {ask, connected, embedder, parts_of, put_page, shot, site, start_browser, start_server, visit} from './harness.js';
import {start_scripted_server} from './scripted_server.js';

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
    const context = await browser.newContext({viewport: {width: 1000, height: 800}});
    try {
        const seen = await visit(context, server.origin, how);
        await test(seen, context);
        assert.deepEqual(seen.noted.problems, []);
    } finally {
        await context.close();
    }
};

describe('on somebody’s page', () => {
    it('two widgets hold two conversations', alone(async ({page, widget}) => {
        const [left, right] = [widget, page.locator('gait-keeper').nth(1)];
        const two = [left, right].map(one => ({page, widget: one, ...parts_of(one)}));
        for (const one of two) await one.input.focus();
        await ask(two[0], 'my knee hurts');
        await two[0].replies.first().waitFor();
        await ask(two[1], 'my hip clicks');
        await two[1].replies.first().waitFor();
        assert.deepEqual([await two[0].mine.count(), await two[1].mine.count()], [1, 1]);
        assert.match(await two[1].mine.first().textContent(), /hip clicks/);
    }, {attributes: 'mode="inline"', body: '<gait-keeper mode="inline"></gait-keeper>'}));

    it('removed and put back it goes on, and leaves no socket or listener behind', alone(async (seen, context) => {
        const device = await context.newCDPSession(seen.page);
        let sockets = 0;
        seen.page.on('websocket', socket => {
            sockets += 1;
            socket.on('close', () => { sockets -= 1; });
        });
        const counted = async () => {
            await device.send('HeapProfiler.collectGarbage');
            const {metrics} = await device.send('Performance.getMetrics');
            return metrics.find(({name}) => name === 'JSEventListeners').value;
        };
        await device.send('Performance.enable');
        await seen.widget.evaluate(widget => widget.show());
        await ask(seen, 'my knee hurts');
        await seen.replies.first().waitFor();
        const move = () => seen.page.evaluate(() => {
            const widget = document.querySelector('gait-keeper');
            widget.remove();
            document.body.append(widget);
        });
        await move();
        await connected(seen);
        const before = await counted();
        for (let i = 0; i < 10; ++i) await move();
        await connected(seen);
        await ask(seen, 'should I ice it');
        await seen.replies.nth(1).waitFor();
        assert.deepEqual([await seen.mine.count(), await seen.replies.count()], [2, 2]);
        assert.equal(sockets, 1);
        const after = await counted();
        assert.ok(after - before < 40, `${after - before} listeners more than before`);
        await seen.page.evaluate(() => document.querySelector('gait-keeper').remove());
        await seen.page.waitForTimeout(0);
        assert.equal(await seen.page.evaluate(() => document.documentElement.style.overflow), '');
    }));

    it('the module may be loaded twice', alone(async ({page, noted}) => {
        await page.evaluate(() => import('/widget.js?again'));
        assert.deepEqual(noted.problems, []);
    }));

    it('until the script is there the page shows its own way out', async () => {
        const context = await browser.newContext({javaScriptEnabled: false});
        const page = await context.newPage();
        await put_page(page, server.origin, embedder());
        await page.goto(server.origin + '/embedder');
        assert.equal(await page.getByRole('link', {name: 'Call us'}).isVisible(), true);
        await page.goto(server.origin + '/');
        assert.equal(await page.getByRole('heading', {level: 1}).isVisible(), true);
        assert.equal(await page.locator('gait-keeper a').isVisible(), true);
        await context.close();
    });

    it('from another site, with its hash, and refused with a wrong one', async () => {
        const page_source = await (await fetch(server.origin + '/')).text();
        const [hash] = /sha384-[\w+/]{64}/.exec(page_source);
        const serve_tag = integrity => embedder().replace('<script type="module" src="/widget.js">',
            `<script type="module" src="${server.origin}/widget.js" integrity="${integrity}" crossorigin="anonymous">`);
        const other = createServer((request, response) => response.writeHead(200, {'Content-Type': 'text/html'})
            .end(serve_tag(request.url === '/right' ? hash : hash.replace(/.$/, letter => (letter === 'A' ? 'B' : 'A')))));
        await new Promise(done => other.listen(0, '127.0.0.1', done));
        const context = await browser.newContext();
        const page = await context.newPage();
        const defined = async path => {
            await page.goto(`http://127.0.0.1:${other.address().port}${path}`, {waitUntil: 'networkidle'});
            return page.evaluate(() => Boolean(customElements.get('gait-keeper')));
        };
        assert.equal(await defined('/right'), true);
        assert.equal(await defined('/wrong'), false);
        await context.close();
        other.closeAllConnections();
        other.close();
    });

    it('the page’s colours are taken and the text on them stays readable', alone(async ({page, widget, launcher}) => {
        const warnings = [];
        page.on('console', message => message.type() === 'warning' && warnings.push(message.text()));
        const colours = accent => widget.evaluate((w, accent) => {
            w.style.setProperty('--gait-keeper-accent', accent);
            w.remove();
            document.body.append(w);
            const {color, backgroundColor} = getComputedStyle(w.shadowRoot.querySelector('[part=launcher]'));
            return [backgroundColor, color];
        }, accent);
        assert.deepEqual(await colours('rgb(255, 240, 0)'), ['rgb(255, 240, 0)', 'rgb(0, 0, 0)']);
        assert.deepEqual(await colours('rgb(60, 0, 90)'), ['rgb(60, 0, 90)', 'rgb(255, 255, 255)']);
        assert.deepEqual(warnings, []);
        await widget.evaluate(w => w.style.setProperty('--gait-keeper-text', '#999'));
        await colours('rgb(60, 0, 90)');
        assert.equal(warnings.length, 1);
        await page.addStyleTag({url: '/page.css'});
        assert.ok(await launcher.isVisible());
    }));

    it('hidden means hidden, and the launcher moves by setting', alone(async ({widget, launcher}) => {
        await widget.evaluate(w => { w.hidden = true; });
        assert.equal(await launcher.isVisible(), false);
        await widget.evaluate(w => {
            w.hidden = false;
            w.style.setProperty('--gait-keeper-inset-inline', '16px auto');
        });
        assert.equal((await launcher.boundingBox()).x, 16);
    }));

    it('nothing on the page shifts when it is defined', alone(async ({page, widget}) => {
        const shifts = await page.evaluate(() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
        }));
        assert.equal(shifts, 0);
        await widget.evaluate(w => w.show());
    }));

    it('a message over the limit stays in the field and is said to be too long', alone(async seen => {
        await seen.widget.evaluate(widget => widget.show());
        await seen.input.fill('knee '.repeat(500));
        await seen.input.press('Enter');
        assert.equal((await seen.input.inputValue()).length, 2500);
        assert.match(await seen.widget.locator('form .failure').textContent(), /too long/);
        assert.equal(await seen.mine.count(), 0);
    }));
});

describe('strings that mean harm', () => {
    const hostile = {
        markup: '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>',
        bidi: 'call \u202E999\u202C now \u2066isolate\u2069 \u061C',
        emoji: '👩🏽‍⚕️'.repeat(2000),
        marks: 'knee' + '\u0301'.repeat(500),
        unbroken: 'x'.repeat(3000),
        link: 'javascript:window.hit = 1 http://evil.example/',
    };

    for (const [name, text] of Object.entries(hostile)) {
        it(`${name}, as question and as answer, is text and nothing else`, async () => {
            const scripted = await start_scripted_server({
                folder: site,
                pages: {'/': {html: embedder()}},
                answer: (frame, send) => {
                    send({type: 'ack', id: frame.id});
                    send({
                        type: 'reply', re: frame.id, locale: text, blocks: [
                            {kind: 'answer', text}, {kind: 'emergency', text: `${text} 999`, numbers: ['999', 'javascript:1']}, {kind: text, text},
                        ], suggestions: [{label: text, text}], text,
                    });
                },
            });
            const context = await browser.newContext({viewport: {width: 320, height: 640}});
            const page = await context.newPage();
            const problems = [];
            page.on('pageerror', error => problems.push(String(error)));
            await page.goto(scripted.origin);
            const widget = page.locator('gait-keeper');
            const {input, replies, mine} = parts_of(widget);
            await widget.evaluate(w => w.show());
            await input.fill(text.slice(0, 1500));
            await input.press('Enter');
            await replies.first().waitFor();
            if (name === 'unbroken') await shot(page, 'hostile');
            assert.equal(await page.evaluate(() => window.hit), undefined);
            assert.ok((await replies.first().textContent()).includes(text));
            assert.ok((await mine.first().textContent()).includes(text.slice(0, 1500).trim()));
            assert.equal(await widget.locator('img, script, iframe').count(), 0);
            assert.deepEqual(await widget.locator('.root a').evaluateAll(links => links.map(a => a.protocol).filter(p => p !== 'tel:')), []);
            const wide = await widget.evaluate(w => w.shadowRoot.querySelector('.log').scrollWidth > w.shadowRoot.querySelector('.log').clientWidth);
            assert.equal(wide, false, 'nothing sticks out to the side');
            assert.deepEqual(problems, []);
            await context.close();
            scripted.stop();
        });
    }
});

describe('the clinic’s page', () => {
    it('leads to itself in every other language, and there back', async () => {
        const page = await browser.newPage();
        const links = () => page.locator('header a[hreflang]').evaluateAll(all => all.map(a => [a.hreflang, a.lang, a.href]));
        try {
            await page.goto(`${server.origin}/?locale=en`);
            const others = await links();
            assert.ok(others.length > 1);
            for (const [tag, lang, href] of others) {
                assert.equal(tag, lang);
                await page.goto(href);
                assert.equal(await page.locator('html').getAttribute('lang'), tag);
                const back = (await links()).map(([to]) => to);
                assert.deepEqual(back, [...others.map(([to]) => to), 'en'].filter(to => to !== tag).sort());
            }
        } finally {
            await page.close();
        }
    });
});
