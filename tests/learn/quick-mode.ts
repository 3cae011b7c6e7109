/** Runs something as `npm run notebooks -- --quick` does. */
export function inQuickMode<T>(run: () => T): T {
  process.env['DLTS_QUICK'] = '1';
  try {
    return run();
  } finally {
    delete process.env['DLTS_QUICK'];
  }
}
