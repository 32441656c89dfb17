// nlp.js as its manual shows it. Protocol: see README.md beside this file. argv: TRAIN.tsv TEST.txt
const fs = require('fs');
const { performance } = require('perf_hooks');
const { dockStart } = require('@nlpjs/basic');

console.log = console.error; // the library reports each epoch; stdout is the protocol's
const say = (line) => process.stdout.write(line + '\n');
const lines = (path) => fs.readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');

async function main([trainPath, testPath]) {
  const dock = await dockStart({ settings: { nlp: { autoSave: false, log: false, forceNER: false } }, use: ['Basic'] });
  const nlp = dock.get('nlp');
  nlp.addLanguage('en');
  for (const line of lines(trainPath)) {
    const [intent, text] = line.split('\t');
    nlp.addDocument('en', text, intent);
  }
  let begin = performance.now();
  await nlp.train();
  say(`train_seconds ${((performance.now() - begin) / 1000).toFixed(3)}`);
  const messages = lines(testPath);
  for (const text of messages.slice(0, 200)) await nlp.process('en', text); // let the compiler warm
  for (const text of messages) {
    begin = performance.now();
    const answer = await nlp.process('en', text);
    const took = (performance.now() - begin) * 1000;
    const best = answer.classifications.slice(0, 3).map((c) => `\t${c.intent}\t${c.score.toFixed(6)}`);
    say(took.toFixed(3) + best.join(''));
  }
}

main(process.argv.slice(2));
