// The journey of a joint evaluation: the provider answers its draft, the evaluator settles it, and the results are read by the officer and the
// board. It goes through the demo of journeys.test.mjs, which takes it in.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { button, done, expectGood, expectPdf, fetched, link, main, origin, signIn } from './lib.mjs';

const NAME = 'Gemensam utvärdering 2024';

test('a joint evaluation: the provider answers, the evaluator settles, every authority and the board read the results', async () => {
  const rektor = await signIn('rektor', { phone: true });
  await rektor.goto(`${origin}/h/eklunda/utvardering-hos-oss`);
  await expectGood(rektor);
  await link(rektor, NAME).first().click();
  await expectGood(rektor);
  assert.match(await main(rektor).innerText(), /Svara senast|svara senast/);
  await button(rektor, 'Skicka svaret').click();
  await rektor.locator('[role=alert], .error-summary').first().waitFor();
  await expectGood(rektor);
  await rektor.locator('textarea[name=svar-text]').fill('Vi delar bilden och har börjat med studieplanerna.');
  await button(rektor, 'Skicka svaret').click();
  await main(rektor).getByText('Vi delar bilden och har börjat').first().waitFor();
  await expectGood(rektor);

  const evaluator = await signIn('evaluator');
  await evaluator.goto(`${origin}/h/eklunda-lan/utvarderingar`);
  await expectGood(evaluator);
  await link(evaluator, NAME).click();
  await expectGood(evaluator);
  await link(evaluator, 'Nordflod Vuxenlärande AB').click();
  // The answer is carried in the background.
  for (let tries = 0; !/Vi delar bilden/.test(await main(evaluator).innerText()); tries += 1) {
    assert.ok(tries < 40, 'the answer did not come to the one that leads');
    await evaluator.waitForTimeout(250);
    await evaluator.reload();
  }
  await expectGood(evaluator);
  await button(evaluator, 'Fastställ första besöket').click();
  await main(evaluator).getByText('Första besöket fastställt').first().waitFor();
  await expectGood(evaluator);

  const coordinator = await signIn('regional-coordinator');
  await coordinator.goto(`${origin}/h/eklunda-lan/utvarderingar`);
  await link(coordinator, NAME).click();
  await link(coordinator, /^Kriterier/).click();
  await expectGood(coordinator);
  await coordinator.goBack();
  await link(coordinator, 'Resultat: alla anordnare och kriterier').click();
  await expectGood(coordinator);
  assert.match(await main(coordinator).innerText(), /Behöver utvecklas[\s\S]*blev[\s\S]*God/);
  expectPdf(await fetched(coordinator, link(coordinator, 'Hämta som PDF')));

  const officer = await signIn('quality-officer');
  await officer.goto(`${origin}/h/eklunda/gemensam-utvardering`);
  await expectGood(officer);
  await link(officer, NAME).click();
  await expectGood(officer);
  await link(officer, 'Hantverksbron Yrkesskolor AB').click();
  await expectGood(officer);
  assert.match(await main(officer).innerText(), /Gör till brist/);

  const board = await signIn('board-reader', { phone: true });
  await board.goto(`${origin}/h/eklunda/rapporter`);
  await link(board, 'Gemensamma utvärderingar').click();
  await expectGood(board);
  await link(board, NAME).click();
  await link(board, /Resultatet som lämnades ut/).click();
  await expectGood(board);
  assert.match(await main(board).innerText(), /Hantverksbron[\s\S]*Delvis åtgärdad/);
  for (const page of [rektor, evaluator, coordinator, officer, board]) await done(page);
});
