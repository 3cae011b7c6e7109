/** How the exchange with Keras refuses what it cannot do right. */

/** Which function was called, and which layer it is at. */
export interface Place {
  caller: string;
  name: string;
  className: string;
}

/** The layer in words. */
function layerText({ name, className }: Place): string {
  return `layer '${name}' of class ${className}`;
}

/** The error for a layer, or an option of it, that one of the two sides does not have. */
export function noEquivalent(place: Place, what: string, remedy: string): TypeError {
  const other = place.caller === 'exportKeras' ? 'Keras' : 'this library';
  return new TypeError(
    `${place.caller}: expected layers that ${other} has too; got ${layerText(place)}${what && ` with ${what}`}, ` +
      `which ${other} has no equivalent for; ${remedy}.`,
  );
}

/** The error for a file that is not what Keras writes. */
export function damaged(caller: string, expected: string, got: string, cause?: unknown): Error {
  return new Error(
    `${caller}: expected ${expected}; got ${got}; the file is damaged or of another format, so save it again.`,
    cause === undefined ? {} : { cause },
  );
}
