// A browser, the program's own server, and a line between them that can be cut.
import {spawn} from 'node:child_process';
import {createServer, connect} from 'node:net';
import {createInterface} from 'node:readline';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

export const program = process.env.GAITKEEPER_PROGRAM;
export const site = process.env.GAITKEEPER_SITE;
const shots = process.env.GAITKEEPER_SHOTS;
if (!program || !site || !shots) throw new Error('GAITKEEPER_PROGRAM, GAITKEEPER_SITE and GAITKEEPER_SHOTS are set by ctest');
mkdirSync(shots, {recursive: true});

// What the widget promises to live under, wherever it is embedded.
export const strict_policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' wss:; img-src 'self'; require-trusted-types-for 'script'";

// A page that the test puts in the browser has no address, so the browser would ask before it lets it
// reach this machine; a page that came over the network is not asked.
export const start_browser = () => chromium.launch({
    executablePath: process.env.GAITKEEPER_CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--disable-features=LocalNetworkAccessChecks'],
});

// One address asks for all of a file's tests, and faster than people do.
const generous = ['--messages-per-minute=6000', '--message-burst=100', '--messages-per-minute-of-address=60000', '--connections-per-address=500'];

export const start_server = async ({origin, limits = generous} = {}) => {
    const args = ['serve', '--listen=127.0.0.1:0', '--log-level=warning', ...limits, ...(origin ? [`--origins=${origin}`] : [])];
    const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit']});
    const ended = new Promise(done => child.once('exit', done));
    const first = await Promise.race([
        new Promise(done => createInterface(child.stdout).once('line', done)),
        ended.then(code => { throw new Error(`the server ended with ${code} before it listened`); }),
    ]);
    const port = Number(/:(\d+)$/.exec(first)[1]);
    return {
        port,
        origin: `http://127.0.0.1:${port}`,
        stop: () => {
            child.kill('SIGTERM');
            return ended;
        },
    };
};

// Everything between browser and server goes through here. What is lost on a real line is lost here
// at a moment that the test chooses. It stands before its server, which has to know its origin.
export const start_line = async () => {
    const pairs = new Set();
    const line = {port: 0, refuse: false, refuse_upgrades: false, swallow_answers: false, upgrades: 0};
    const server = createServer(near => {
        if (line.refuse) return near.destroy();
        const far = connect(line.port, '127.0.0.1');
        const pair = {near, far};
        pairs.add(pair);
        const end = () => {
            near.destroy();
            far.destroy();
            pairs.delete(pair);
        };
        near.on('data', bytes => {
            const upgrade = /^upgrade: websocket/im.test(bytes.toString('latin1'));
            if (upgrade) line.upgrades += 1;
            if (upgrade && line.refuse_upgrades) return end();
            far.write(bytes);
        });
        far.on('data', bytes => line.swallow_answers || near.write(bytes));
        for (const side of [near, far]) side.on('error', end).on('close', end);
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    line.cut = () => { for (const {near} of [...pairs]) near.destroy(); };
    line.mend = () => Object.assign(line, {refuse: false, refuse_upgrades: false, swallow_answers: false, upgrades: 0});
    line.stop = () => {
        line.cut();
        server.close();
    };
    return Object.assign(line, {origin: `http://127.0.0.1:${server.address().port}`});
};

// The program's server behind a line.
export const start_lined_server = async how => {
    const line = await start_line();
    const server = await start_server({...how, origin: line.origin});
    line.port = server.port;
    return {line, server};
};

// A page of somebody's own with the widget on it, under the strict policy, at an address of the server's.
export const embedder = ({attributes = '', lang = 'en', dir = 'ltr', head = '', body = ''} = {}) => `<!doctype html>
<html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>A clinic</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}
<script type="module" src="/widget.js"></script></head>
<body><main><h1>A clinic</h1><p><a href="#below">A link of the page</a></p>${body}</main>
<gait-keeper ${attributes}><a href="/">Call us</a></gait-keeper></body></html>`;

export const put_page = (page, origin, html, path = '/embedder', policy = strict_policy) =>
    page.route(origin + path, route => route.fulfill({
        contentType: 'text/html; charset=utf-8', body: html, headers: {'Content-Security-Policy': policy},
    }));

// Opens a page with the widget on it and notes what must never happen.
export const visit = async (context, origin, how = {}) => {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const noted = {problems: [], requests: [], frames: []};
    page.on('pageerror', error => noted.problems.push(String(error)));
    page.on('request', request => noted.requests.push(request.url()));
    page.on('websocket', socket => {
        noted.requests.push(socket.url());
        socket.on('framesent', ({payload}) => noted.frames.push(JSON.parse(payload)));
    });
    await page.addInitScript(() => {
        window.violations = [];
        document.addEventListener('securitypolicyviolation', event => window.violations.push(event.violatedDirective));
    });
    how.before?.();
    if (how.clock) await page.clock.install();
    await put_page(page, origin, embedder(how));
    await page.goto(origin + '/embedder');
    await page.waitForFunction(() => customElements.get('gait-keeper'));
    const widget = page.locator('gait-keeper').first();
    return {page, noted, widget, ...parts_of(widget)};
};

export const parts_of = widget => ({
    launcher: widget.locator('[part=launcher]'),
    panel: widget.locator('[part=panel]'),
    input: widget.locator('[part=input]'),
    mine: widget.locator('.mine'),
    replies: widget.locator('li.theirs:not(:first-child)'),
    root: widget.locator('.root'),
});

export const ask = async ({input, page}, text) => {
    await input.fill(text);
    await input.press('Enter');
    await page.waitForFunction(text => [...document.querySelectorAll('gait-keeper')].some(w => w.shadowRoot.textContent.includes(text)), text);
};

export const shot = (page, name, options = {}) => page.screenshot({path: join(shots, `${name}.png`), animations: 'disabled', ...options});

export const connected = ({widget}, state = 'open') => widget.locator(`.root[data-state=${state}]`).waitFor({state: 'attached'});
