import { type Fixture } from './fixture.js';

/** The one place that decides where the guarded text comes from. */
export const fixedText = (fixture: Fixture): string => fixture.after;
