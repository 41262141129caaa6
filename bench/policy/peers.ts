/**
 * The other engines. They are installed when a benchmark first asks for them, into bench/peers/policy, at the exact versions
 * of its package.json, so that the packages of Plimsoll never hold them. There is no lock file: one that names packages
 * of platforms which a registry doesn't have makes `npm ci` fail on every platform. Where npm can't bring them, they are
 * said to be not installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALL_MS = 180_000;
const folder = fileURLToPath(new URL('../peers/policy/', import.meta.url));
const requirePeer = createRequire(join(folder, 'package.json'));

const isInstalled = (): boolean => existsSync(join(folder, 'node_modules', '.package-lock.json'));

/** Installs what is missing; done once, before any engine is opened. */
export function installPeers(): void {
  if (isInstalled()) return;
  process.stderr.write('installing the other engines into bench/peers/policy (once)\n');
  const words = [
    'install',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
  ];
  const { status } = spawnSync('npm', words, {
    cwd: folder,
    timeout: INSTALL_MS,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.stderr.write('npm could not bring them; they are left out\n');
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
