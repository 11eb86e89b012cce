// What js-yaml reads of cards, as the Hub finds their front matter: a JSON string a line in, the value or null a line out.
import readline from "node:readline";
import yaml from "js-yaml";

const FENCED = /^(\s*---[\r\n]+)([\S\s]*?)([\r\n]+---(\r\n|\n|$))/;

for await (const line of readline.createInterface({ input: process.stdin })) {
    const block = FENCED.exec(JSON.parse(line));
    let value = "null";
    try {
        value = JSON.stringify((block && yaml.load(block[2])) ?? null);
    } catch {
        // What cannot be read, and what holds itself, has nothing to lose.
    }
    console.log(value);
}
