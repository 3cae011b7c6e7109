/** Tells when elements come near the part of a page that is on screen, and when they have gone. */

/** How near, in pixels above and below. */
const MARGIN = 600;
/** What is passed in a hurry is left alone: time near, in ms, before an element counts as there. */
const STAY = 80;
/** Time away, in ms, before an element counts as gone. */
const AWAY = 2000;

export interface Visit {
  enter(): void;
  leave?(): void;
}

/** Calls `enter` whenever an element has come near, `leave` when it has gone. @returns ends the watch */
export function watchNear(element: Element, { enter, leave }: Visit): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHere = false;
  const observer = new IntersectionObserver(
    (entries) => {
      clearTimeout(timer);
      const isNear = entries.at(-1)?.isIntersecting ?? false;
      if (isNear === isHere) return;
      timer = setTimeout(
        () => {
          isHere = isNear;
          if (isNear) enter();
          else leave?.();
        },
        isNear ? STAY : AWAY,
      );
    },
    // JupyterLab scrolls a part of its page: that part clips without `scrollMargin`, which TypeScript does not know yet.
    { rootMargin: `${MARGIN}px 0px`, scrollMargin: `${MARGIN}px 0px` } as IntersectionObserverInit,
  );
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
