/** PNG files, read back by a decoder of our own and by known checksums. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, inflateSync } from 'node:zlib';
import { pngFile } from '../../src/host/png';

/** Type, body and checksum of each chunk. */
function chunksOf(file: Buffer): { type: string; body: Buffer; sum: string }[] {
  const chunks = [];
  for (let at = 8; at < file.length;) {
    const end = at + 8 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    chunks.push({
      type,
      body: file.subarray(at + 8, end),
      sum: file.toString('hex', end, end + 4),
    });
    at = end + 4;
  }
  return chunks;
}

const packed = deflateSync(Uint8Array.of(0, 0x10)); // one row of two palette indices, 4 bits each

test('a palette picture has header, palette, rows and end, with the checksums of the format', () => {
  const file = pngFile({
    ...{ width: 2, height: 1, bitDepth: 4, colorType: 'palette', packed },
    palette: Uint8Array.of(255, 0, 0, 0, 0, 255),
  });
  assert.equal(file.toString('hex', 0, 8), '89504e470d0a1a0a');
  const chunks = chunksOf(file);
  assert.deepEqual(chunks.map(({ type }) => type), ['IHDR', 'PLTE', 'IDAT', 'IEND']); // prettier-ignore
  assert.deepEqual([...(chunks[0]?.body ?? [])], [0, 0, 0, 2, 0, 0, 0, 1, 4, 3, 0, 0, 0]);
  assert.deepEqual([...inflateSync(chunks[2]?.body ?? Buffer.alloc(0))], [0, 0x10]);
  // python3 -c "import zlib; print(hex(zlib.crc32(b'PLTE\xff\x00\x00\x00\x00\xff')))", and so on
  assert.deepEqual(
    [chunks[0]?.sum, chunks[1]?.sum, chunks[3]?.sum],
    ['060c62b9', '6ca1fd8e', 'ae426082'],
  );
});

test('a picture with opacity has no palette', () => {
  const file = pngFile({ width: 5, height: 3, bitDepth: 8, colorType: 'color with opacity', packed }); // prettier-ignore
  const chunks = chunksOf(file);
  assert.deepEqual(chunks.map(({ type }) => type), ['IHDR', 'IDAT', 'IEND']); // prettier-ignore
  assert.deepEqual([...(chunks[0]?.body.subarray(8) ?? [])], [8, 6, 0, 0, 0]);
});
