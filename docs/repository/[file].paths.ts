import { contentOf, shownFiles } from '../.vitepress/repository.js';

export default {
  paths: () => shownFiles().map(({ file, slug }) => ({ params: { file: slug }, content: contentOf(file) })),
};
