import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, describe, it} from 'node:test';
import {ask, connected, shot, start_browser, start_lined_server, visit} from './harness.js';

const axe_source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Every rule of WCAG 2.2 A and AA that axe knows, the size of targets too, which is off unless asked for.
const violations = async page => {
    await page.evaluate(axe_source);
    const {violations: found} = await page.evaluate(() => window.axe.run(document, {
        runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
        rules: {'target-size': {enabled: true}},
    }));
    return found.map(({id, nodes}) => `${id}: ${nodes.map(node => node.target.flat().join(' ') + ' ' + node.failureSummary).join(' | ')}`);
};

const emergency = 'I have chest pain and I cannot breathe';
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

// Opens the widget in a context of its own and closes that afterwards.
const with_widget = (how, test) => async () => {
    const context = await browser.newContext({viewport: {width: 1000, height: 800}, ...how.context});
    try {
        const seen = await visit(context, line.origin, how);
        if (!how.closed) {
            await seen.widget.evaluate(widget => widget.show());
            await connected(seen);
        }
        await test(seen);
        assert.deepEqual(seen.noted.problems, []);
    } finally {
        await context.close();
        line.mend();
    }
};

describe('axe has nothing to say', () => {
    const clean = (name, how, act = () => {}) => it(name, with_widget(how, async seen => {
        await act(seen);
        await shot(seen.page, name);
        assert.deepEqual(await violations(seen.page), []);
    }));
    const answered = async seen => {
        await ask(seen, 'Why does my knee hurt after running?');
        await seen.replies.first().waitFor();
    };
    const alarmed = async seen => {
        await ask(seen, emergency);
        await seen.widget.locator('.emergency').waitFor();
    };
    const narrow = {viewport: {width: 320, height: 640}};

    clean('closed', {closed: true});
    clean('open', {});
    clean('answered', {}, answered);
    clean('emergency', {attributes: 'region="GB"'}, alarmed);
    clean('emergency-without-region', {}, alarmed);
    clean('waiting', {}, async seen => {
        line.swallow_answers = true;
        await ask(seen, 'my hip clicks');
        await seen.widget.locator('[data-state=sending]').waitFor();
    });
    clean('offline', {}, async seen => {
        await answered(seen);
        await seen.page.context().setOffline(true);
        await ask(seen, 'my hip clicks');
        await seen.widget.locator('[data-state=waiting]').waitFor();
    });
    clean('failed', {clock: true}, async seen => {
        line.refuse = true;
        line.cut();
        await ask(seen, 'my hip clicks');
        await seen.page.clock.runFor('11:00');
        await seen.widget.locator('.mine [part=retry]').waitFor();
    });
    clean('inline', {attributes: 'mode="inline"', closed: true}, async seen => {
        await seen.input.focus();
        await answered(seen);
    });
    clean('dark', {context: {colorScheme: 'dark'}}, answered);
    clean('dark-emergency', {context: {colorScheme: 'dark'}, attributes: 'region="US"'}, alarmed);
    clean('forced-colours', {context: {forcedColors: 'active'}, attributes: 'region="GB"'}, alarmed);
    clean('right-to-left', {lang: 'ar', dir: 'rtl', attributes: 'region="EG"'}, answered);
    clean('phone', {context: narrow}, answered);
    clean('phone-emergency', {context: narrow, attributes: 'region="GB"'}, alarmed);
    clean('phone-right-to-left', {context: narrow, lang: 'ar', dir: 'rtl'});

    for (const [name, path, how] of [['page', '/?locale=en', {}], ['page-spanish', '/?locale=es', {}], ['page-dark', '/?locale=en', {colorScheme: 'dark'}], ['page-phone', '/?locale=en', narrow]]) {
        it(name, async () => {
            const context = await browser.newContext(how);
            const page = await context.newPage();
            await page.goto(line.origin + path);
            await page.waitForFunction(() => customElements.get('gait-keeper'));
            await shot(page, name, {fullPage: true});
            assert.deepEqual(await violations(page), []);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing sticks out to the side');
            await context.close();
        });
    }
});

describe('by keyboard alone', () => {
    it('a person opens, asks, takes a suggestion and leaves', with_widget({closed: true}, async ({page, launcher, input, replies, mine, widget}) => {
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        assert.equal(await launcher.evaluate(button => button.matches(':focus-visible')), true, 'the launcher comes after the links of the page');
        await page.keyboard.press('Enter');
        assert.equal(await input.evaluate(field => field.matches(':focus')), true, 'opening leads to the field');
        await page.keyboard.type('my knee hurts');
        await page.keyboard.press('Enter');
        await replies.first().waitFor();
        assert.equal(await input.evaluate(field => field.matches(':focus')), true, 'a reply does not take the focus');
        const option = replies.first().locator('[part=option]').last();
        for (let i = 0; i < 12 && !await option.evaluate(button => button.matches(':focus')); ++i) await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Space');
        await replies.nth(1).waitFor();
        assert.equal(await mine.count(), 2, 'the choice is shown as the person’s own message');
        assert.equal(await option.getAttribute('aria-disabled'), 'true');
        await page.keyboard.press('Space');
        assert.equal(await mine.count(), 2, 'what has been chosen is not chosen twice');
        await page.keyboard.press('Escape');
        assert.equal(await widget.evaluate(w => w.open), false);
        assert.equal(await launcher.evaluate(button => button.matches(':focus')), true, 'closing leads back to the launcher');
    }));

    it('every control is reached, shows its focus, and none holds it', with_widget({}, async ({page, input}) => {
        await input.focus();
        const seen = [];
        for (let i = 0; i < 14; ++i) {
            await page.keyboard.press('Tab');
            seen.push(await page.evaluate(() => {
                const one = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
                const {outlineStyle, outlineWidth} = getComputedStyle(one);
                return {name: one.getAttribute('part') ?? one.localName, ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2};
            }));
        }
        for (const part of ['send', 'launcher', 'forget', 'close', 'log', 'option', 'input']) {
            const found = seen.find(({name}) => name === part);
            assert.ok(found, `${part} is reached`);
            assert.ok(found.ring, `${part} shows a ring of 2 px`);
        }
        assert.ok(seen.some(({name}) => name === 'a' || name === 'body'), 'beside the page the panel is no trap');
    }));

    it('Shift+Enter breaks the line', with_widget({}, async ({page, input, mine}) => {
        await input.focus();
        await page.keyboard.type('one');
        await page.keyboard.press('Shift+Enter');
        await page.keyboard.type('two');
        assert.equal(await input.inputValue(), 'one\ntwo');
        assert.equal(await mine.count(), 0);
    }));

    it('Enter that ends a composition sends nothing', with_widget({}, async ({page, input, mine}) => {
        const device = await page.context().newCDPSession(page);
        await input.focus();
        await device.send('Input.imeSetComposition', {text: 'ひざ', selectionStart: 2, selectionEnd: 2});
        await input.evaluate(field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})));
        await input.evaluate(field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true})));
        assert.equal(await mine.count(), 0);
        await device.send('Input.insertText', {text: 'ひざが痛い'});
        await page.keyboard.press('Enter');
        await mine.first().waitFor();
        assert.match(await mine.first().textContent(), /ひざが痛い/);
    }));
});

describe('what is announced', () => {
    it('the log is there before its messages, and an emergency interrupts once', with_widget({attributes: 'region="GB"'}, async seen => {
        const log = seen.widget.getByRole('log');
        assert.equal(await log.getAttribute('aria-busy'), null);
        const handle = await log.elementHandle();
        await ask(seen, emergency);
        await seen.widget.locator('.emergency').waitFor();
        assert.equal(await handle.evaluate(element => element.isConnected), true, 'the region itself stays');
        assert.equal(await seen.widget.locator('.emergency[role=alert]').count(), 1);
        const call = seen.widget.locator('.emergency').getByRole('link', {name: 'Call 999'}).last();
        assert.equal(await call.getAttribute('href'), 'tel:999');
        assert.equal(await seen.widget.locator('[part=urgent]').getByRole('link').getAttribute('href'), 'tel:999');
    }));

    it('where no region is known, nothing is offered for dialling', with_widget({}, async seen => {
        await ask(seen, emergency);
        await seen.widget.locator('.emergency').waitFor();
        assert.equal(await seen.widget.locator('a[href^=tel]').count(), 0);
    }));

    it('the emergency stays in sight when the conversation goes on', with_widget({attributes: 'region="GB"'}, async seen => {
        await ask(seen, emergency);
        await seen.widget.locator('.emergency').waitFor();
        await ask(seen, 'thanks');
        await seen.replies.nth(1).waitFor();
        assert.equal(await seen.widget.locator('[part=urgent]').isVisible(), true);
        await seen.widget.locator('[part=urgent] button').click();
        const inside = await seen.widget.locator('.emergency').evaluate(box => {
            const {top} = box.getBoundingClientRect();
            const frame = box.closest('[part=log]').getBoundingClientRect();
            return top >= frame.top && top < frame.bottom;
        });
        assert.equal(inside, true);
    }));

    it('a reply behind the closed panel is counted in the launcher’s name', with_widget({closed: true}, async ({widget, launcher}) => {
        await widget.evaluate(w => { w.ask('my knee hurts'); w.hide(); });
        await widget.locator('[part=launcher][aria-label*="1 new message"]').waitFor();
        await launcher.click();
        assert.equal(await launcher.getAttribute('aria-label'), 'Close');
    }));

    it('each message has its own language, and a speaker that is heard', with_widget({lang: 'ar', dir: 'rtl', attributes: 'locale="ar"'}, async seen => {
        await ask(seen, 'my knee hurts');
        await seen.replies.first().waitFor();
        assert.equal(await seen.root.getAttribute('dir'), 'rtl');
        assert.equal(await seen.root.getAttribute('lang'), 'ar');
        assert.match(await seen.replies.first().getAttribute('lang'), /^[a-z]{2}/);
        assert.match(await seen.mine.first().ariaSnapshot(), /أنت/);
    }));

    it('the tree of the open panel is as written', with_widget({}, async ({panel}) => {
        const tree = (await panel.ariaSnapshot()).replace(/- paragraph: .*/g, '- paragraph');
        assert.equal(tree, (await readFile(new URL('open_panel.aria.yaml', import.meta.url), 'utf8')).trimEnd());
    }));
});

describe('on a phone', () => {
    const phone = {context: {viewport: {width: 320, height: 640}, hasTouch: true, isMobile: true}};

    it('the panel fills the screen, makes the rest inert and gives it back', with_widget({...phone, closed: true}, async ({page, launcher, panel}) => {
        await launcher.tap();
        assert.deepEqual(await panel.evaluate(box => [box.matches(':modal'), box.getBoundingClientRect().width]), [true, 320]);
        assert.equal(await page.evaluate(() => document.documentElement.style.overflow), 'hidden');
        await page.keyboard.press('Escape');
        assert.equal(await page.evaluate(() => document.documentElement.style.overflow), '');
        assert.equal(await launcher.evaluate(button => button.matches(':focus')), true);
    }));

    it('every target is 44 px', with_widget({...phone, attributes: 'region="GB"'}, async seen => {
        await ask(seen, emergency);
        await seen.widget.locator('.emergency').waitFor();
        const small = await seen.widget.evaluate(w => [...w.shadowRoot.querySelectorAll('button, textarea, .call')]
            .filter(one => one.checkVisibility())
            .map(one => [one.getAttribute('part') ?? one.className, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name));
        assert.deepEqual(small, []);
    }));

    it('nothing is cut off at 320 px with text at 200 %', with_widget({...phone, head: '<link rel="stylesheet" href="/page.css">'}, async seen => {
        await seen.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
        await ask(seen, 'Why does my knee hurt after running?');
        await seen.replies.first().waitFor();
        await shot(seen.page, 'phone-large-text');
        const wide = await seen.widget.evaluate(w => [...w.shadowRoot.querySelectorAll('.panel, .log, form, .header')]
            .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className || box.localName));
        assert.deepEqual(wide, []);
    }));
});

describe('preferences', () => {
    it('with reduced motion nothing moves', with_widget({context: {reducedMotion: 'reduce'}}, async seen => {
        line.swallow_answers = true;
        await ask(seen, 'my knee hurts');
        const moving = await seen.widget.evaluate(w => w.shadowRoot.getAnimations().length);
        assert.equal(moving, 0);
    }));

    it('without the wish the dots do move', with_widget({}, async seen => {
        await seen.widget.evaluate(w => { w.shadowRoot.querySelector('.dots').hidden = false; });
        assert.ok(await seen.widget.evaluate(w => w.shadowRoot.getAnimations().length) > 0);
    }));

    it('with forced colours every control keeps a border', with_widget({context: {forcedColors: 'active'}}, async ({widget}) => {
        const bare = await widget.evaluate(w => [...w.shadowRoot.querySelectorAll('button, textarea')]
            .filter(one => one.checkVisibility() && parseFloat(getComputedStyle(one).borderTopWidth) < 1)
            .map(one => one.getAttribute('part')));
        assert.deepEqual(bare, []);
    }));
});
