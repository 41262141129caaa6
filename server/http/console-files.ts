/**
 * The console's files at `/`, open to all: they hold no facts. Built files carry a hash in their name and are kept by
 * browsers for ever; the page itself is asked for each time. Every address that is no file and no route is a page of the
 * console, so it gets index.html and finds its way from there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Headers } from './call.ts';
import { answerNotFound } from './reply/not-found.ts';

const YEAR_S = 31_536_000;
/** Styles are written into the page by the component library, so they can't be held to files; scripts can. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
const pageHeaders: Headers = {
  'content-security-policy': PAGE_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Serves a folder at `/` and answers what nothing else takes. Without a built console only the API is there. */
export async function registerConsole(app: FastifyInstance, folder: string | null): Promise<void> {
  const hasConsole = folder !== null && existsSync(join(folder, 'index.html'));
  if (hasConsole) {
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/',
      index: 'index.html',
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.headers(pageHeaders);
        reply.header('cache-control', cachingOf(path));
      },
    });
  }
  app.setNotFoundHandler((request, reply) =>
    hasConsole && isPage(request) ? sendPage(reply) : answerNotFound(request, reply),
  );
}

function cachingOf(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
}

/** A GET that isn't of the API and doesn't name a file. */
function isPage({ method, url }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0] ?? '';
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !path.startsWith('/v1/') && path !== '/v1' && !/\.[a-z0-9]+$/i.test(path);
}

async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(200).sendFile('index.html');
}
