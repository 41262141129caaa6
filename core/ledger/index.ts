export { formatCheckpoint, parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
export type { Checkpoint, CheckpointVerdict } from './checkpoint.ts';
export { commit, commitText, PERSONAL_MEMBER, SALT_BYTES, verifyCommitment } from './commitment.ts';
export { emptyRange, extendRange, rangeFromJson, rangeRoot, rangeToJson } from './compact-range.ts';
export type { CompactRange } from './compact-range.ts';
export { emptyRoot, HASH_BYTES, hashLeafBytes, hashNode, portableHashes } from './hash.ts';
export type { Hashes } from './hash.ts';
export { leafBytes, leafHash, leafText, MAX_LEAF_BYTES, parseLeaf } from './leaf.ts';
export type { Leaf } from './leaf.ts';
export { createSigner, formatVkey, keyIdOf, parseNote, parseVkey, signNote, verifyNote } from './note.ts';
export type { Note, NoteKey, NoteSigner, NoteVerdict } from './note.ts';
export { rootOfInclusion, verifyConsistency, verifyInclusion } from './proof.ts';
export type { ConsistencyClaim, InclusionClaim } from './proof.ts';
export { consistencyPlan, inclusionPlan, rootPlan } from './proof-plan.ts';
export type { ProofPlan } from './proof-plan.ts';
export { parseReceipt } from './receipt.ts';
export type { Opening, Receipt } from './receipt.ts';
export type { ReceiptStepCode, ReceiptStepStatus } from './receipt-text.ts';
export { verifyReceipt } from './receipt-verdict.ts';
export type { ReceiptStep, ReceiptVerdict } from './receipt-verdict.ts';
export { ed25519Algorithm, ed25519FromSeed } from './signature.ts';
export type { SignatureAlgorithm } from './signature.ts';
export {
  hashesAtLevel,
  hashesIn,
  MAX_TILE_LEVEL,
  readPlan,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  tileWidth,
} from './tile.ts';
export type { TileId, TileMissing, TileSource } from './tile.ts';
export { edgeRoot, edgeTiles, emptyEdge, growTiles, openEdge } from './tile-growth.ts';
export type { Tile, TileEdge } from './tile-growth.ts';
