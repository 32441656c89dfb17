import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {gzipSync} from 'node:zlib';

const site = process.env.GAITKEEPER_SITE;
const widget = readFileSync(join(site, 'widget.js'));
const kilobytes = 1024;

describe('what the build makes', () => {
    it('the widget is at most 15 KB, style and English inside', () => {
        const size = gzipSync(widget, {level: 9}).length;
        console.log(`widget.js: ${size} bytes gzip -9`);
        assert.ok(size <= 15 * kilobytes, `${size} bytes`);
    });

    it('a further language is at most 4 KB', () => {
        for (const name of readdirSync(join(site, 'widget'))) {
            const size = gzipSync(readFileSync(join(site, 'widget', name)), {level: 9}).length;
            assert.ok(size <= 4 * kilobytes, `${name}: ${size} bytes`);
        }
    });

    it('each language has every text that English has, and its hash stands in the module', () => {
        const inside = JSON.parse(/const inside = \{tag: builtin, \.\.\.(\{.*\})\};/.exec(widget)[1]);
        for (const name of readdirSync(join(site, 'widget'))) {
            const bytes = readFileSync(join(site, 'widget', name));
            assert.deepEqual(Object.keys(JSON.parse(bytes)).sort(), Object.keys(inside).sort(), name);
            assert.ok(widget.includes('sha384-' + createHash('sha384').update(bytes).digest('base64')), name);
        }
    });

    it('the page names the hash of the very module', () => {
        const hash = 'sha384-' + createHash('sha384').update(widget).digest('base64');
        for (const name of readdirSync(join(site, 'page'))) {
            const page = readFileSync(join(site, 'page', name), 'utf8');
            assert.equal(page.split(hash).length, 3, `${name}: in the tag that runs and in the one to copy`);
        }
    });

    it('no way of the widget leads to markup, evaluation or storage that lasts', () => {
        assert.deepEqual(widget.toString().match(/innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write|localStorage|\.cookie|indexedDB/g), null);
    });
});

describe('the default colours', () => {
    const tokens = [...widget.toString().matchAll(/--gait-keeper-([a-z-]+),(#[0-9a-f]{6})/g)].map(([, name, colour]) => [name, colour]);
    const half = tokens.length / 2;
    const themes = {light: Object.fromEntries(tokens.slice(0, half)), dark: Object.fromEntries(tokens.slice(half))};
    const luminance = colour => {
        const [r, g, b] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16) / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
    };

    for (const [theme, colour] of Object.entries(themes)) {
        it(`${theme}: text is at 4.5, borders of controls at 3`, () => {
            assert.equal(Object.keys(colour).length, 10);
            const text = [['text', 'surface'], ['text', 'raised'], ['muted', 'surface'], ['muted', 'raised'], ['on-danger', 'danger'], ['failure', 'surface'], ['caution', 'raised']];
            for (const [front, back] of text) {
                assert.ok(contrast(colour[front], colour[back]) >= 4.5, `${front} on ${back}: ${contrast(colour[front], colour[back])}`);
            }
            for (const front of ['line', 'accent', 'danger', 'text']) {
                assert.ok(contrast(colour[front], colour.surface) >= 3, `${front} on surface: ${contrast(colour[front], colour.surface)}`);
            }
        });
    }
});
