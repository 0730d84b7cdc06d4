// The checks themselves are checked: they pass a good page and fail a bad one.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { expectAccessible, expectCalm, expectNoSidewaysScroll, openBrowser, openPage, tabTo } from './lib.mjs';

const GOOD = `<!doctype html><html lang="sv"><head><title>Provsida</title><meta name="viewport" content="width=device-width">
<style>:focus-visible{outline:3px solid #04564f}</style></head><body><main><h1>Provsida</h1><p>En rad text.</p>
<label for="namn">Namn</label> <input id="namn"> <button>Spara</button></main></body></html>`;
const BAD = `<!doctype html><html><head><title></title></head><body><main><h1>Prov</h1><input><img src="data:,">
<p style="color:#bbb;background:#fff">Svag text</p><div style="width:2000px">bred</div>
<button style="outline:none">Utan ram</button></main></body></html>`;

let server, browser, url;

before(async () => {
  server = createServer((request, response) => {
    const pages = { '/good': GOOD, '/bad': BAD };
    const found = pages[request.url];
    response.writeHead(request.url === '/broken' ? 500 : found ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    });
    response.end(found ?? '<!doctype html><title>-</title>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
});

for (const options of [{}, { phone: true }, { script: false }, { dark: true, phone: true }]) {
  test(`a good page passes every check with ${JSON.stringify(options)}`, async () => {
    const page = await openPage(browser, { origin: url, ...options });
    await page.goto(`${url}/good`);
    await expectAccessible(page, options);
    await expectNoSidewaysScroll(page);
    assert.equal(await tabTo(page, 'button'), 2);
    expectCalm(page);
    await page.context().close();
  });
}

test('a bad page fails every check', async () => {
  const page = await openPage(browser, { origin: url, phone: true });
  await page.goto(`${url}/bad`);
  await assert.rejects(expectAccessible(page), /html-has-lang[^]*label/);
  await assert.rejects(expectNoSidewaysScroll(page), /px wide/);
  await assert.rejects(tabTo(page, 'button'), /does not show that it has the focus/);
  await page.context().close();
});

test('an answer of 500 and a request that leaves the origin are noticed', async () => {
  const page = await openPage(browser, { origin: 'http://127.0.0.1:1' });
  await page.goto(`${url}/broken`);
  assert.throws(() => expectCalm(page), /left its origin[^]*500 from/);
  await page.context().close();
});
