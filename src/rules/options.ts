// The options of the rules, as users write them. By themselves, so that the types of the package come without those of the
// parsers and trees that the rules work with. tests/hosts/option-types.test.ts holds them against the rules' schemas.

/** How the guard is written that the fix inserts. */
export interface RequirePerUserConnectionLimitOptions {
  /** The number that the inserted guard uses, 1 to 10: 3 unless given. */
  readonly limit?: number;
  /** Insert the guard with `--fix` (`auto`, unless given), offer it as a suggestion only, or not at all. */
  readonly fix?: 'auto' | 'suggest' | 'off';
}

/** The range in which an enforced limit must lie. */
export interface MaxConnectionsPerUserOptions {
  /** The lowest limit that is accepted: 1 unless given. */
  readonly min?: number;
  /** The highest limit that is accepted: 10 unless given. */
  readonly max?: number;
}
