/** Modules that JupyterLab shares with its extensions. */

/** By name and version. */
export type Shared = Record<string, Record<string, SharedModule>>;

interface SharedModule {
  get(): Promise<() => unknown>;
  /** Set once somebody uses this version. */
  loaded?: unknown;
}

/**
 * The version in use, which must be the one that JupyterLab itself runs on: a widget of another copy would not be one.
 *
 * @throws Error if JupyterLab does not share the module
 */
export async function sharedModule(shared: Shared, name: string): Promise<unknown> {
  const versions = Object.values(shared[name] ?? {});
  const used = versions.find(({ loaded }) => loaded) ?? versions[0];
  if (!used)
    throw new Error(
      `dlts-figures: expected JupyterLab to share ${name}; got ${Object.keys(shared).length} other modules; JupyterLab 4 is needed.`,
    );
  return (await used.get())();
}
