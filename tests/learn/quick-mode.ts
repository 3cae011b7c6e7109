/** Runs something as `npm run notebooks -- --quick` does. */
export function inQuickMode<T>(run: () => T): T {
  return withSettings('1', run);
}

/** Runs something as a page of the site does. */
export function onPage<T>(run: () => T): T {
  return withSettings('page', run);
}

function withSettings<T>(chosen: string, run: () => T): T {
  process.env['DLTS_QUICK'] = chosen;
  try {
    return run();
  } finally {
    delete process.env['DLTS_QUICK'];
  }
}
