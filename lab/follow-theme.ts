/** Calls back when JupyterLab turns light or dark, once its new colors are there. @returns ends it */
export function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(() => void requestAnimationFrame(changed));
  observer.observe(document.body, {
    attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name'],
  });
  return () => observer.disconnect();
}
