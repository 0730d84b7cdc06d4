// What the journeys share: a running Tertial, a browser, and the checks every page has to pass.

import { spawn } from 'node:child_process';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

/** Screen sizes that the pages are made for. */
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The rules of WCAG 2.0, 2.1 and 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts `tertial COMMAND…` and waits until it answers. The words `{port}` and `{data}` in the arguments are filled in.
 * Gives the address, the data folder, `output()` with everything it has printed, and `stop()`.
 */
export async function startTertial(args = ['demo', '--data', '{data}', '--port', '{port}'], { patience = 300_000, env = {} } = {}) {
  const binary = process.env.TERTIAL_BIN;
  assert.ok(binary, 'TERTIAL_BIN names the binary to test; cargo xtask test sets it');
  const port = await freePort();
  const data = await mkdtemp(join(tmpdir(), 'tertial-journey-'));
  const words = args.map((word) => word.replace('{port}', String(port)).replace('{data}', data));
  const child = spawn(binary, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let printed = '';
  let ended = null;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const exit = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve((ended = signal ?? code))).once('error', (error) => resolve((ended = error.message))),
  );
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
    child.kill('SIGKILL');
    process.off('exit', killed);
    await rm(data, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + patience;
  for (;;) {
    if (ended !== null) {
      await stop();
      throw new Error(`tertial ${words.join(' ')} ended (${ended}):\n${printed}`);
    }
    if (await fetch(url, { redirect: 'manual' }).then(() => true, () => false)) break;
    if (Date.now() > until) {
      await stop();
      throw new Error(`tertial ${words.join(' ')} did not answer within ${patience / 1000} s:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, data, output: () => printed, stop };
}

/** Opens Debian's Chromium, or the one that CHROMIUM names. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A page of its own session. `phone` gives a phone's width and touch, `script: false` turns JavaScript off, `dark` asks
 * for the dark colours. Errors in the page, requests to other origins and answers from 500 up are gathered in
 * `page.complaints`; `expectCalm` looks at them.
 */
export async function openPage(browser, { phone = false, script = true, dark = false, origin = null, ...more } = {}) {
  const context = await browser.newContext({
    viewport: phone ? PHONE : DESKTOP,
    hasTouch: phone,
    isMobile: phone,
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    acceptDownloads: true,
    ...more,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`error in the page: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const elsewhere = origin !== null && /^https?:/.test(request.url()) && !request.url().startsWith(`${origin}/`);
    if (elsewhere) page.complaints.push(`left its origin: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) page.complaints.push(`${response.status()} from ${response.url()}`);
  });
  return page;
}

/** Expects that nothing was complained about since the page was opened. */
export function expectCalm(page) {
  assert.deepEqual(page.complaints, []);
}

let axeSource = null;

/**
 * Expects no violation of WCAG 2.2 A and AA. Where the page runs without JavaScript its markup is looked at in a page
 * of its own, since the rules themselves are JavaScript.
 */
export async function expectAccessible(page, { script = true } = {}) {
  axeSource ??= await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  if (!script) return expectMarkupAccessible(page);
  // Not as a script element: the pages' content security policy refuses those, as it should.
  await page.evaluate(`(() => { const module = undefined, exports = undefined, define = undefined;\n${axeSource}\n})()`);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), WCAG);
  assert.ok(result.passes.length > 0, `axe found nothing to look at on ${page.url()}`);
  const told = result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}\n  ${node.html}\n  ${node.failureSummary}`),
  );
  assert.equal(told.length, 0, `${page.url()} breaks ${told.length} accessibility rules:\n${told.join('\n')}`);
}

async function expectMarkupAccessible(page) {
  const context = await page.context().browser().newContext({
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
  });
  try {
    const twin = await context.newPage();
    await twin.goto(page.url());
    await expectAccessible(twin);
  } finally {
    await context.close();
  }
}

/** Expects that nothing has to be scrolled sideways to be read (WCAG 1.4.10). */
export async function expectNoSidewaysScroll(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `${page.url()}: the page is ${content} px wide in a window of ${window} px`);
}

/**
 * Tabs until the wanted control has the focus, as somebody without a mouse does, and expects to see where one is on the
 * way. `wanted` is a CSS selector. Then `press` is pressed, if it is given.
 */
export async function tabTo(page, wanted, { press = null, atMost = 200 } = {}) {
  const seen = [];
  for (let step = 0; step < atMost; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate((selector) => {
      const element = document.activeElement;
      if (!element || element === document.body) return { name: 'the page itself', there: false, visible: true };
      const outlined = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) > 0;
      // The whole entry of a list may be what is marked, when its one link has the focus.
      const entry = element.closest('li, tr');
      const marked = outlined(element) || getComputedStyle(element).boxShadow !== 'none' || (entry !== null && outlined(entry));
      const name = `${element.tagName.toLowerCase()} "${(element.innerText || element.name || element.id || '').trim().slice(0, 40)}"`;
      return { name, there: element.matches(selector), visible: marked };
    }, wanted);
    assert.ok(at.visible, `${page.url()}: ${at.name} does not show that it has the focus`);
    if (at.there) {
      if (press !== null) await page.keyboard.press(press);
      return step + 1;
    }
    seen.push(at.name);
  }
  throw new Error(`${page.url()}: ${wanted} was not reached by ${atMost} presses of Tab; passed:\n${seen.slice(0, 60).join('\n')}`);
}

/** Those whose navigation is walked through, in the order in which the demo names them. */
export const ROLES = [
  'provider-editor',
  'rektor',
  'provider-management',
  'quality-officer',
  'process-owner',
  'registrar',
  'board-reader',
  'administrator',
  'auditor',
];

/** The demo that the journeys go through, the browser they go in, its sign-in links and its address. */
export let tertial, browser, links, origin;

/** Makes the demo once, for all journeys of a file. */
export async function openDemo() {
  [tertial, browser] = await Promise.all([startTertial(), openBrowser()]);
  links = await signInLinks(tertial);
  origin = new URL(links.rektor).origin;
}

export async function closeDemo() {
  await browser?.close();
  await tertial?.stop();
}

/**
 * The first sign-in link of each role: a line that begins with the role, then a line with the address. The officer of the second
 * authority, who stands last, is `second-officer`.
 */
async function signInLinks(server) {
  const until = Date.now() + 60_000;
  for (;;) {
    const found = {};
    for (const [, role, url] of server.output().matchAll(/^ +([a-z-]+) {2,}\S.*\n +(http\S+)\n/gm)) {
      if (role === 'quality-officer' && found[role]) found['second-officer'] = url;
      found[role] ??= url;
    }
    if ([...ROLES, 'second-officer', 'student'].every((role) => found[role])) return found;
    assert.ok(Date.now() < until, `the demo did not print a link for every role:\n${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A page of its own session, signed in as the role by its link. */
export async function signIn(role, options = {}) {
  const page = await openPage(browser, { origin, ...options });
  page.setDefaultTimeout(20_000);
  await page.goto(links[role]);
  await page.locator('main button').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/lank/'));
  return page;
}

/** What every page has to pass, looked at where a journey stands. */
export async function expectGood(page, options = {}) {
  await expectAccessible(page, options);
  await expectNoSidewaysScroll(page);
}

/** Nothing was complained about, and the session is over. A 422 is how a page with faults answers; browsers note it. */
export async function done(page) {
  page.complaints = page.complaints.filter((complaint) => !/status of 422/.test(complaint));
  expectCalm(page);
  await page.context().close();
}

/** What is fetched at the link, with the session of the page. */
export async function fetched(page, link) {
  const answer = await page.context().request.get(new URL(await link.getAttribute('href'), page.url()).href);
  assert.equal(answer.status(), 200, answer.url());
  return answer.body();
}

export function expectPdf(bytes) {
  assert.equal(bytes.subarray(0, 5).toString('latin1'), '%PDF-');
  assert.match(bytes.subarray(-32).toString('latin1'), /%%EOF/);
}

export const link = (page, name, options = {}) => page.getByRole('link', { name, ...options });
export const button = (page, name, options = {}) => page.getByRole('button', { name, ...options });
export const main = (page) => page.locator('main');

/** The panel under the summary, opened; the first of that name in `within`, else on the page. */
export async function panel(page, name, within = main(page)) {
  const one = within.locator('details.panel').filter({ has: page.locator('summary', { hasText: name }) }).first();
  if ((await one.getAttribute('open')) === null) await one.locator('summary').click();
  return one;
}
