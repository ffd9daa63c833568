import { expect, test } from 'vitest';
import { librariesPage } from './libraries-page.js';

test('the page of libraries says what the models say', async () => {
  await expect(librariesPage()).toMatchFileSnapshot('../../docs/libraries.md');
});
