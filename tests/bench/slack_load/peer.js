// What a team would otherwise run: Bolt with its HTTP receiver and one listener.
//   node peer.js SECRET
globalThis.File ??= (await import('node:buffer')).File;
const {default: bolt} = await import('@slack/bolt');

const app = new bolt.App({
    signingSecret: process.argv[2], logLevel: 'error',
    authorize: async () => ({botToken: 'xoxb-bench', botId: 'BBOT', botUserId: 'UBOT'}),
});
app.event('app_mention', async () => {});
const server = await app.start(0);
console.log(`listening on ${server.address().port}`);
