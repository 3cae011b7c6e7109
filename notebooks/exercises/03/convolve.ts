/** The chapter's `convolve`: one image, one square kernel, stride 1, no padding. */
export function convolve(x: number[][], kernel: number[][]): number[][] {
  const range = (size: number) => [...Array(size).keys()];
  const product = (i: number, j: number) =>
    kernel.flatMap((row, u) => row.map((weight, v) => weight * x[i + u][j + v]));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return range(x.length - kernel.length + 1).map((i) =>
    range(x[0].length - kernel.length + 1).map((j) => sum(product(i, j))),
  );
}
