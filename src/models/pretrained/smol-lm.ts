/** SmolLM2-135M-Instruct: a small language model that answers (chapter 07). */
import { ggufTokenizer, readGguf, type ByteLevelTokenizer } from '../../data';
import { packageFiles, SMOL_LM } from '../../data/packages';
import type { tf } from '../../engine';
import { checkOptions } from '../../host/options';
import { gptFromGguf } from './gguf-llama';

/** Options of {@link loadSmolLm}. */
export interface SmolLmOptions {
  /** Folder that holds `SmolLM2-135M-Instruct.Q4_1.gguf` already. Default: fetched once, then kept. */
  path?: string;
}

/** What {@link loadSmolLm} gives. */
export interface SmolLm {
  /** From token ids `[B, T]` to next-token logits `[B, T, 49152]`; 30 blocks of `createGpt`. Dispose it. */
  model: tf.LayersModel;
  tokenizer: ByteLevelTokenizer;
  /** Token that ends every message: pass it to `generate`. */
  stopToken: number;
}

/** One turn of a conversation. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

const CALLER = 'loadSmolLm';
const BEGIN = '<|im_start|>';
const END = '<|im_end|>';
/** What the model is told where a conversation begins without a system message. */
const SYSTEM = 'You are a helpful AI assistant named SmolLM, trained by Hugging Face';

/**
 * SmolLM2 with 135 million parameters, trained to follow instructions, with its tokenizer.
 *
 * The file, 93 MB, is fetched on first use. Its weights are stored in 4 bits each; here they are float32 again, 538 MB.
 *
 * @param options see {@link SmolLmOptions}
 * @returns an ordinary model and its tokenizer; caller disposes the model.
 * @throws Error if the file cannot be fetched or is damaged; RangeError for an option that does not exist.
 * @see Ben Allal et al. 2025. https://arxiv.org/abs/2502.02737
 * @example
 * const answer = async (question: string) => {
 *   const { model, tokenizer, stopToken } = await loadSmolLm();
 *   const prompt = tokenizer.encode(chatPrompt([{ role: 'user', content: question }]));
 *   return tokenizer.decode(await generate(model, prompt, { temperature: 0, stopToken }));
 * };
 */
export async function loadSmolLm(options: SmolLmOptions = {}): Promise<SmolLm> {
  checkOptions(CALLER, options, { path: true } satisfies Record<keyof SmolLmOptions, true>);
  const name = 'SmolLM2-135M-Instruct.Q4_1.gguf';
  const { [name]: bytes } = await packageFiles(CALLER, SMOL_LM, { path: options.path });
  const file = readGguf(bytes);
  const tokenizer = ggufTokenizer(file);
  const [stopToken = 0] = tokenizer.encode(END);
  return { model: gptFromGguf(CALLER, file), tokenizer, stopToken };
}

/**
 * A conversation as SmolLM2 was trained to read it, up to where its next answer begins.
 *
 * @param messages in their order; without a system message at the beginning, the model's own is put there
 * @returns the text to encode.
 * @example
 * const prompt = chatPrompt([{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hi!' }]);
 * prompt.split('\n', 2); // [ '<|im_start|>system', 'Be brief.<|im_end|>' ]
 */
export function chatPrompt(messages: readonly ChatMessage[]): string {
  const first: ChatMessage[] =
    messages[0]?.role === 'system' ? [] : [{ role: 'system', content: SYSTEM }];
  const turns = [...first, ...messages].map(
    ({ role, content }) => `${BEGIN}${role}\n${content}${END}\n`,
  );
  return `${turns.join('')}${BEGIN}assistant\n`;
}
