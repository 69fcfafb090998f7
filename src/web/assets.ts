import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';

/** The stylesheet, the script and the pictures, as files beside this one. */
export const assets = (): RequestHandler =>
  express.static(fileURLToPath(new URL('./assets', import.meta.url)), {
    index: false,
    redirect: false,
    cacheControl: false,
    // Asked for again each time, sent again only when they have changed.
    setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
  });
