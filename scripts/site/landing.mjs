// @ts-check
/** The first page of the site, from the chapter list and the measured results. */

/** @typedef {import('../site.mjs').Chapter} Chapter */
/** @typedef {{ chapter: string, results: { name: string, value: number, unit?: string }[] }} Result */

const INTRODUCTION = `# Deep Learning in TypeScript

A course of notebooks in TypeScript, from linear regression to the Transformer. Every idea is built from plain tensors,
checked by numbers, and then trained on real data, on your own CPU. You need TypeScript or JavaScript, and school
mathematics. No Python.

\`\`\`sh
npm start    # sets up everything, opens JupyterLab on the first notebook
npm test     # checks everything
\`\`\`

Reading is enough to follow: all outputs are stored in these pages, figures can be turned and zoomed, exercises have
folded hints and solutions. To run a chapter, download its notebook with the button at the top of its page into the
folder \`notebooks\` of the course, and open it with \`npm start\`.
`;

/**
 * @param {Chapter[]} chapters
 * @param {Result[]} results
 * @returns {string} MyST Markdown
 */
export function landingPage(chapters, results) {
  const cards = chapters.map((chapter) =>
    card(
      chapter,
      results.find((result) => result.chapter === chapter.id),
    ),
  );
  const pages = chapters.map(({ slug }) => slug).join('\n');
  return [
    INTRODUCTION,
    '## What you will build\n',
    `<div class="course-cards">\n${cards.join('\n')}\n</div>\n`,
    `\`\`\`{toctree}\n:hidden:\n:caption: Chapters\n\n${pages}\n\`\`\`\n`,
    '```{toctree}\n:hidden:\n:caption: Reference\n:glob:\n\napi/README\napi/*\napi/**/*\n```\n',
  ].join('\n');
}

/** @param {Chapter} chapter @param {Result | undefined} result */
function card({ id, slug, title, summary, readMinutes, runMinutes }, result) {
  const best =
    result?.results.find(({ name }) => /accuracy|loss|error/i.test(name)) ?? result?.results[0];
  const measured = best
    ? ` · ${best.name}: ${Number(best.value.toPrecision(4))}${best.unit ? ` ${best.unit}` : ''}`
    : '';
  return [
    '<div class="course-card">',
    `<h3><a href="${slug}.html">${id} ${title}</a></h3>`,
    `<p>${summary}</p>`,
    `<p class="course-facts">${readMinutes} min to read · ${runMinutes} min to run${measured}</p>`,
    '</div>',
  ].join('\n');
}
