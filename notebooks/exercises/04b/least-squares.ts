/** Least squares, as the notebook writes it. */

export function leastSquares(x: number[][], y: number[]): number[] {
  const columns = x[0].map((_, j) => j);
  const equations = columns.map((j) => [
    ...columns.map((k) => x.reduce((sum, row) => sum + row[j] * row[k], 0)),
    x.reduce((sum, row, n) => sum + row[j] * y[n], 0),
  ]);
  columns.forEach((k) => {
    const pivot = equations[k].map((value) => value / equations[k][k]);
    equations.forEach((row, j) => {
      equations[j] = j === k ? pivot : row.map((value, m) => value - row[k] * pivot[m]);
    });
  });
  return equations.map((row) => row[columns.length]);
}
