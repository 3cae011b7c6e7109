/** Runs other scripts of the site: pages opened as files may neither fetch nor import. */

/** Folder of this script, which ends with a slash. */
const STATIC = ((script) => (script instanceof HTMLScriptElement ? script.src : location.href))(
  document.currentScript,
);

/** @param file below `_static` */
export function addressOf(file: string): string {
  return new URL(file, STATIC).href;
}

/** Runs a script once it is loaded. @param file below `_static` */
export function loadScript(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const src = addressOf(file);
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });
}
