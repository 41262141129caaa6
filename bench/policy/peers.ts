/**
 * The other engines. They are installed when they are first asked for, into bench/peers/policy by its own lock file, so
 * that the packages of Plimsoll never hold them. Where npm can't bring them, they are said to be not installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALL_MS = 180_000;
const folder = fileURLToPath(new URL('../peers/policy/', import.meta.url));
const requirePeer = createRequire(join(folder, 'package.json'));

/** Installs what is missing. False: npm could not bring it. */
export function installPeers(): boolean {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return true;
  process.stdout.write('installing the other engines into bench/peers/policy (once)\n');
  const words = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', words, { cwd: folder, timeout: INSTALL_MS, stdio: 'ignore' });
  return status === 0;
}

/** A package of the peers as the caller knows it; null when it isn't installed or doesn't run on this machine. */
export function loadPeer(name: string): unknown {
  try {
    return requirePeer(name) as unknown;
  } catch {
    return null;
  }
}

/** The version that is installed. */
export function peerVersion(name: string): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  return existsSync(file) ? (requirePeer(file) as { readonly version: string }).version : '';
}
