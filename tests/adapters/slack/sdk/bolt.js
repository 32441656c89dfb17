// Slack's own SDK. Its HTTP client wants a global that Node 18 keeps in a module.
import {File} from 'node:buffer';

globalThis.File ??= File;
export const bolt = (await import('@slack/bolt')).default;
