/**
 * The cheapest faults of accessibility, looked for in the page as it stands: controls without a name, pictures without
 * words, ids used twice, fields without labels, no main part, no language. It is no proof that a page is accessible.
 */
import type { Page } from 'playwright-core';

export async function findFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const show = (element: Element) => element.outerHTML.slice(0, 120);
    const isSeen = (element: Element) => element.checkVisibility();
    const nameOf = (element: Element) => {
      const labelled = (element.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join('');
      const own =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
      const label = [...(own ?? [])].map((one) => one.textContent).join('');
      return [
        element.getAttribute('aria-label'),
        labelled,
        label,
        element.textContent,
        element.getAttribute('title'),
      ]
        .join('')
        .trim();
    };
    for (const element of document.querySelectorAll(
      'button, a[href], input, textarea, [role="img"], [role="grid"]',
    ))
      if (isSeen(element) && nameOf(element) === '') faults.push(`no name: ${show(element)}`);
    for (const image of document.querySelectorAll('img'))
      if (!image.hasAttribute('alt')) faults.push(`no alt: ${show(image)}`);
    const seen = new Set<string>();
    for (const { id } of document.querySelectorAll('[id]')) {
      if (seen.has(id)) faults.push(`id twice: ${id}`);
      seen.add(id);
    }
    if (document.querySelectorAll('main').length !== 1) faults.push('not exactly one main part');
    if (document.querySelectorAll('h1').length !== 1) faults.push('not exactly one h1');
    if (document.documentElement.lang === '') faults.push('no language');
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page scrolls sideways');
    return faults;
  });
}
