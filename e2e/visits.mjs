// The journey of a visit's protocol: two write it at once, one of them without a network. It goes through the demo of
// journeys.test.mjs, which takes it in.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { button, done, expectGood, expectPdf, fetched, link, main, origin, signIn } from './lib.mjs';

/** The field of the protocol, and the line that says how it is saved. */
const field = (page, name) => page.locator(`[name="${name}"]`);
const told = (page, name) => page.locator(`[id="lage-${name}"]`);
const waitFor = (page, name, words) => told(page, name).filter({ hasText: words }).waitFor();

/** Plans a visit today at the provider, by the form; gives its address. */
async function plan(page) {
  await page.goto(`${origin}/h/eklunda/besok`);
  await page.waitForURL(/\/besok\/ar\/2024$/);
  await expectGood(page);
  await link(page, 'Planera besök', { exact: true }).first().click();
  await page.locator('select[name=anordnare]').selectOption({ label: 'Vårdlinden Utbildning AB' });
  await button(page, 'Gå vidare').click();
  await page.locator('input[name=dag]').fill('2024-11-25');
  await page.locator('input[name=plats]').fill('Lasarettsvägen 3');
  await expectGood(page);
  await button(page, 'Planera besök').click();
  await page.waitForURL(/\/besok\/[0-9a-f-]{36}$/);
  await expectGood(page);
  return page.url();
}

test('two write the protocol of a visit, one without a network, and nothing is lost', async () => {
  const anna = await signIn('quality-officer');
  const bertil = await signIn('process-owner', { phone: true });
  const visit = await plan(anna);
  await link(anna, 'Öppna protokollet').click();
  await anna.waitForURL(/\/protokoll$/);
  await anna.locator('[data-redo]').filter({ hasText: 'går att öppna utan nät' }).waitFor();
  await expectGood(anna);
  await bertil.goto(`${visit}/protokoll`);
  await bertil.locator('[data-redo]').filter({ hasText: 'går att öppna utan nät' }).waitFor();
  await expectGood(bertil);

  // Anna loses the network, and writes on. Every field says where it is.
  await anna.context().setOffline(true);
  await field(anna, 'sammanfattning').fill('Annas bild av besöket.');
  await waitFor(anna, 'sammanfattning', 'Sparad här på enheten');
  await field(anna, 'text-larare-1').fill('Alla är behöriga.');
  await waitFor(anna, 'text-larare-1', 'Sparad här på enheten');
  await field(anna, 'slag-larare-1').selectOption({ label: 'Beröm' });
  await waitFor(anna, 'slag-larare-1', 'Sparad här på enheten');
  // The page opens again without a network, with what was written.
  await anna.reload();
  await waitFor(anna, 'sammanfattning', 'Sparad här på enheten');
  assert.equal(await field(anna, 'sammanfattning').inputValue(), 'Annas bild av besöket.');
  assert.equal(await field(anna, 'slag-larare-1').inputValue(), 'berom');
  await field(anna, 'sammanfattning').fill('Annas bild av besöket, med mer.');
  await waitFor(anna, 'sammanfattning', 'Sparad här på enheten');

  // Bertil, with a network, writes in the same field and in another.
  await field(bertil, 'sammanfattning').fill('Bertils bild av besöket.');
  await waitFor(bertil, 'sammanfattning', 'Skickad');
  await bertil.locator('[name="svar-lokaler"][value="delvis"]').check();
  await waitFor(bertil, 'svar-lokaler', 'Skickad');

  // The network is back: what can be merged is, and the rest stands side by side.
  await anna.context().setOffline(false);
  await waitFor(anna, 'text-larare-1', 'Skickad');
  await waitFor(anna, 'sammanfattning', 'Krockar');
  await anna.locator('p[data-lage]').filter({ hasText: 'Allt är skickat' }).waitFor();
  assert.equal(await field(anna, 'sammanfattning').inputValue(), 'Annas bild av besöket, med mer.', 'her own words stay in sight');
  assert.ok(await anna.locator('[name="svar-lokaler"][value="delvis"]').isChecked(), 'what Bertil wrote elsewhere has come');
  await expectGood(anna);
  await told(anna, 'sammanfattning').getByRole('link').click();
  await anna.waitForURL(/\/krockar$/);
  await expectGood(anna);
  const words = await main(anna).innerText();
  for (const said of ['Bertils bild av besöket.', 'Annas bild av besöket, med mer.']) assert.ok(words.includes(said), words);
  await button(anna, /^Behåll båda/).click();
  await anna.waitForURL(/\/protokoll$/);
  const both = 'Bertils bild av besöket.\n\nAnnas bild av besöket, med mer.';
  assert.equal(await field(anna, 'sammanfattning').inputValue(), both);
  await bertil.reload();
  assert.equal(await field(bertil, 'sammanfattning').inputValue(), both);
  assert.equal(await field(bertil, 'text-larare-1').inputValue(), 'Alla är behöriga.');
  assert.equal(await field(bertil, 'slag-larare-1').inputValue(), 'berom');

  await anna.goto(visit);
  await expectGood(anna);
  assert.match(await main(anna).innerText(), /Alla är behöriga\./);
  expectPdf(await fetched(anna, link(anna, 'Protokollet som PDF')));
  await link(anna, 'Underlag', { exact: true }).click();
  await expectGood(anna);

  // Words that have not been sent are told wherever their writer is, with the way to where they are sent from.
  await anna.goto(`${visit}/protokoll`);
  // What the page sends fails in the page itself: a request that a service worker lets through is not always seen by the browser's routes.
  await anna.evaluate(() => {
    const real = window.fetch;
    window.fetch = (at, how) => (how?.method === 'POST' ? Promise.reject(new TypeError('no network')) : real(at, how));
  });
  await field(anna, 'text-larare-1').fill('Alla är behöriga, utom en.');
  await waitFor(anna, 'text-larare-1', 'Sparad här på enheten');
  await anna.goto(`${origin}/start`);
  await main(anna).getByText('1 ändring i protokoll från besök finns bara på den här enheten').waitFor();
  await expectGood(anna);
  await link(anna, 'Öppna protokollet så skickas det som går').click();
  await anna.waitForURL(/\/protokoll$/);
  await waitFor(anna, 'text-larare-1', 'Skickad');
  await anna.goto(`${origin}/start`);
  assert.doesNotMatch(await main(anna).innerText(), /finns bara på den här enheten/);

  // Signing out takes away what lies on the device.
  const kept = () => anna.evaluate(async () => [(await caches.keys()).filter((name) => name.startsWith('tertial-besok')), (await indexedDB.databases()).length]);
  assert.deepEqual((await kept())[0].length, 1);
  await anna.locator('.user-menu > summary').click();
  await button(anna, 'Logga ut').click();
  await anna.waitForURL(/\/logga-in/);
  assert.deepEqual(await kept(), [[], 0]);
  // Without a network is no fault of the page.
  anna.complaints = anna.complaints.filter((complaint) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(complaint));
  await done(anna);
  await done(bertil);
});

test('what is written in two tabs at once is kept, and so are the last words before a page is left', async () => {
  const anna = await signIn('quality-officer');
  await anna.goto(`${await plan(anna)}/protokoll`);
  await anna.locator('[data-redo]').filter({ hasText: 'går att öppna utan nät' }).waitFor();

  // The page is left in the middle of a word, before anything has been stored.
  await field(anna, 'narvarande').click();
  await anna.keyboard.type('Rektor och två lärare', { delay: 5 });
  await anna.evaluate(() => location.reload());
  await waitFor(anna, 'narvarande', 'Skickad');
  assert.equal(await field(anna, 'narvarande').inputValue(), 'Rektor och två lärare');

  // A second tab, opened before the first was written in, has not seen what stands there.
  const other = await anna.context().newPage();
  await other.goto(anna.url());
  await other.locator('[data-redo]').filter({ hasText: 'går att öppna utan nät' }).waitFor();
  await anna.context().setOffline(true);
  await field(anna, 'sammanfattning').fill('Ur den första fliken.');
  await waitFor(anna, 'sammanfattning', 'Sparad här på enheten');
  await field(other, 'sammanfattning').fill('Ur den andra fliken.');
  await waitFor(other, 'sammanfattning', 'Sparad här på enheten');
  await anna.context().setOffline(false);
  for (const [page, words] of [[anna, 'Ur den första fliken.'], [other, 'Ur den andra fliken.']]) {
    await waitFor(page, 'sammanfattning', 'Krockar');
    assert.equal(await field(page, 'sammanfattning').inputValue(), words);
  }
  await other.close();
  await told(anna, 'sammanfattning').getByRole('link').click();
  await anna.waitForURL(/\/krockar$/);
  const words = await main(anna).innerText();
  for (const said of ['Ur den första fliken.', 'Ur den andra fliken.']) assert.ok(words.includes(said), words);
  anna.complaints = anna.complaints.filter((complaint) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(complaint));
  await done(anna);
});

test('a provider reads the draft of a protocol and replies, and the authority settles it', async () => {
  const officer = await signIn('quality-officer');
  await officer.goto(`${origin}/h/eklunda/besok/ar/2024`);
  await main(officer).locator('tr', { hasText: 'Tallgläntans' }).getByRole('link', { name: /november/ }).click();
  await officer.waitForURL(/\/besok\/[0-9a-f-]{36}$/);
  await expectGood(officer);
  assert.match(await main(officer).innerText(), /Utkast hos anordnaren/);
  const board = await signIn('board-reader');
  await board.goto(`${origin}/h/eklunda/rapporter`);
  await link(board, 'Årets besök hos anordnarna').click();
  await board.waitForURL(/\/besoksprotokoll\/2024$/);
  await expectGood(board);
  const compiled = await main(board).innerText();
  assert.match(compiled, /Sal 14 på Hamngatan/);
  assert.doesNotMatch(compiled, /Någon skriven rutin för klagomål finns inte/, 'a draft is not for the board');
  expectPdf(await fetched(board, link(board, 'Hämta som PDF')));
  const rektor = await signIn('rektor');
  await rektor.goto(`${origin}/h/eklunda/besok-hos-oss`);
  await expectGood(rektor);
  await main(rektor).getByRole('link', { name: /19 mars 2024/ }).click();
  await expectGood(rektor);
  assert.match(await main(rektor).innerText(), /Elementen byttes den 22 mars\./);
  for (const page of [officer, board, rektor]) await done(page);
});
