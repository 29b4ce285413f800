// Lets `node --import ./typescript-loader.mjs` run the TypeScript sources, worker threads included:
// tsx by itself registers in the main thread only, and Feedmill's database and cleaner live in threads.
import { register } from 'tsx/esm/api';

register();
