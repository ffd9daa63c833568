import type { DefaultTheme } from 'vitepress';
import { rules } from '../../src/rules/index.js';
import { type Page, pageAt, pagesIn } from './pages.js';

interface Section {
  readonly text: string;
  readonly items: Page[];
}

/** Pages under docs/ itself that do not belong to the guides. */
const REFERENCE = ['/settings', '/libraries', '/how-it-works', '/performance', '/faq'];

/** Those of them that the bar above has no room for. */
const BESIDE = ['/settings', '/performance'];

const top = pagesIn('');
const isReference = ({ link }: Page): boolean => REFERENCE.includes(link);

const guides: Section = { text: 'Guides', items: [...pagesIn('guides'), ...top.filter((page) => !isReference(page))] };
const ruleSection: Section = { text: 'Rules', items: Object.keys(rules).map((name) => pageAt(`rules/${name}`)) };
const recipes: Section = { text: 'Recipes', items: pagesIn('recipes') };
const reference: Section = { text: 'Reference', items: REFERENCE.flatMap((link) => top.filter((page) => page.link === link)) };
const playground: Page = { text: 'Playground', link: '/playground' };

export const sidebar: DefaultTheme.SidebarItem[] = [guides, ruleSection, recipes, { ...reference, items: [...reference.items, playground] }];

/** A section opens at its first page. */
const opening = ({ text, items }: Section, under: string): DefaultTheme.NavItem[] =>
  items.slice(0, 1).map(({ link }) => ({ text, link, activeMatch: `^/${under}/` }));

const isGuide = guides.items.map(({ link }) => link).join('|');

export const nav: DefaultTheme.NavItem[] = [
  ...guides.items.slice(0, 1).map(({ link }) => ({ text: 'Guides', link, activeMatch: `^(?:${isGuide})` })),
  ...opening(ruleSection, 'rules'),
  ...opening(recipes, 'recipes'),
  // The bar is full, and the others are one click away in the sidebar.
  ...reference.items.filter(({ link }) => !BESIDE.includes(link)),
  playground,
];
