/** The breast-cancer table of scikit-learn, with a line of names and the diagnosis in words. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const PACKAGE = 'scikit-learn==1.9.1';
const ENTRY = 'sklearn/datasets/data/breast_cancer.csv';
const MEASURES = [
  ...['radius', 'texture', 'perimeter', 'area', 'smoothness'],
  ...['compactness', 'concavity', 'concavePoints', 'symmetry', 'fractalDimension'],
];
const HEADER = [
  ...['Mean', 'Error', 'Worst'].flatMap((kind) => MEASURES.map((measure) => measure + kind)),
  'diagnosis',
];

/** Fetches the wheel and unpacks it below `folder`. @param {string} folder */
export function fetchScikitLearn(folder) {
  const wheel = [
    '--only-binary=:all:',
    '--python-version=3.11',
    '--platform=manylinux_2_28_x86_64',
  ];
  const options = ['--no-deps', '--quiet', '--dest', folder, ...wheel, PACKAGE];
  execFileSync('python3', ['-m', 'pip', 'download', ...options], { stdio: 'inherit' });
  const name = 'scikit_learn-1.9.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl';
  execFileSync('python3', ['-m', 'zipfile', '-e', path.join(folder, name), folder]);
}

/** @param {(file: string) => string} read */
export function breastCancer(read) {
  const [, ...rows] = read(ENTRY).trim().split(/\r?\n/);
  const named = rows.map((row) =>
    row.replace(/,([01])$/, (_, y) => `,${y === '0' ? 'malignant' : 'benign'}`),
  );
  return [HEADER.join(','), ...named, ''].join('\n');
}
