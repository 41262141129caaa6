/** Symmetric positive definite systems by Cholesky's factor: A = L·Lᵀ. Matrices are row-major, lower half read. */

/** A pivot below this share of the largest diagonal counts as zero: the columns repeat one another. */
const PIVOT_TOLERANCE = 1e-12;

export type CholeskyRoot = { readonly size: number; readonly lower: Float64Array };

/** The lower factor of a symmetric matrix, or null when it isn't positive definite. O(size³). */
export function choleskyOf(matrix: Float64Array, size: number): CholeskyRoot | null {
  const { root } = factored(matrix, size);
  return root;
}

/** The first column that those before it make up, or null where none does. */
export function repeatedColumn(matrix: Float64Array, size: number): number | null {
  return factored(matrix, size).repeated;
}

function factored(
  matrix: Float64Array,
  size: number,
): { readonly root: CholeskyRoot | null; readonly repeated: number | null } {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      if (i === j) {
        if (!(sum > PIVOT_TOLERANCE * (matrix[i * size + i] ?? 0))) return { root: null, repeated: i };
        lower[i * size + i] = Math.sqrt(sum);
      } else lower[i * size + j] = sum / (lower[j * size + j] ?? 1);
    }
  }
  return { root: { size, lower }, repeated: null };
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

/** The inverse of the factor, lower and row-major: A⁻¹ = (L⁻¹)ᵀ·L⁻¹. O(size³). */
export function inverseLower({ size, lower }: CholeskyRoot): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    const line = i * size;
    const pivot = 1 / (lower[line + i] as number);
    for (let k = 0; k < i; k += 1) {
      const factor = (lower[line + k] as number) * pivot;
      if (factor === 0) continue;
      for (let j = 0, from = k * size; j <= k; j += 1)
        inverse[line + j] = (inverse[line + j] as number) - factor * (inverse[from + j] as number);
    }
    inverse[line + i] = pivot;
  }
  return inverse;
}
