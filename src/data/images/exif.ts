/** The one thing in a photograph's EXIF data that changes what a network sees: how the camera was held. */

const [MARKER, EXIF, SCAN] = [0xff, 0xe1, 0xda];
const ORIENTATION = 0x0112;

/** The orientation in a TIFF block: a byte order, then a list of tags of twelve bytes each. */
function orientationInTiff(tiff: DataView): number {
  const little = tiff.getUint16(0) === 0x4949;
  const list = tiff.getUint32(4, little);
  const count = tiff.getUint16(list, little);
  for (let entry = 0; entry < count; entry++) {
    const at = list + 2 + 12 * entry;
    if (tiff.getUint16(at, little) === ORIENTATION) return tiff.getUint16(at + 8, little);
  }
  return 1;
}

/** Where the EXIF block's TIFF data lie in a JPEG file, from and to. */
function findTiff(bytes: Uint8Array): [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 < bytes.length && bytes[at] === MARKER && bytes[at + 1] !== SCAN;) {
    const size = view.getUint16(at + 2);
    const isExif = bytes[at + 1] === EXIF && view.getUint32(at + 4) === 0x45786966; // 'Exif'
    if (isExif) return [at + 10, Math.min(at + 2 + size, bytes.length)];
    at += 2 + size;
  }
  return undefined;
}

/**
 * How a JPEG has to be turned to stand upright: 1 as it is, 3 by half a turn, 6 a quarter clockwise, 8 a quarter
 * counterclockwise, 2, 4, 5, 7 mirrored. Phones save what their sensor saw and this number.
 *
 * @returns 1 to 8; 1 where nothing is said or the block is broken.
 * @see CIPA DC-008, Exchangeable image file format, section 4.6.4, tag 274.
 */
export function exifOrientation(bytes: Uint8Array): number {
  try {
    const [from, to] = findTiff(bytes) ?? [0, 0];
    if (to === 0) return 1;
    const found = orientationInTiff(new DataView(bytes.buffer, bytes.byteOffset + from, to - from));
    return found >= 1 && found <= 8 ? found : 1;
  } catch {
    return 1; // offsets that point outside of the block
  }
}
