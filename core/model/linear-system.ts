/** Symmetric positive definite systems by Cholesky's factor: A = L·Lᵀ. Matrices are row-major, lower half read. */

/** A pivot below this share of the largest diagonal counts as zero: the columns repeat one another. */
const PIVOT_TOLERANCE = 1e-12;

export type CholeskyRoot = { readonly size: number; readonly lower: Float64Array };

/** The lower factor of a symmetric matrix, or null when it isn't positive definite. O(size³). */
export function choleskyOf(matrix: Float64Array, size: number): CholeskyRoot | null {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] ?? 0) * (lower[j * size + k] ?? 0);
      if (i === j) {
        if (!(sum > PIVOT_TOLERANCE * (matrix[i * size + i] ?? 0))) return null;
        lower[i * size + i] = Math.sqrt(sum);
      } else lower[i * size + j] = sum / (lower[j * size + j] ?? 1);
    }
  }
  return { size, lower };
}

/** Solves A·x = right. */
export function solveCholesky(root: CholeskyRoot, right: Float64Array): Float64Array {
  const { size, lower } = root;
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - (lower[i * size + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * size + i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i] = (x[i] ?? 0) - (lower[k * size + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * size + i] ?? 1);
  }
  return x;
}

/** The diagonal of the inverse: the variances of a fit. */
export function inverseDiagonal(root: CholeskyRoot): Float64Array {
  return Float64Array.from({ length: root.size }, (_, at) => {
    const unit = new Float64Array(root.size);
    unit[at] = 1;
    return solveCholesky(root, unit)[at] ?? Number.NaN;
  });
}
