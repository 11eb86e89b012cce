// @huggingface/hub, in words that every version of it knows.
import * as hub from "@huggingface/hub";

const hubUrl = process.env.HF_ENDPOINT;
const as = (user) => ({ hubUrl, credentials: { accessToken: `hf_${user}` }, accessToken: `hf_${user}` });
const dataset = (name) => ({ type: "dataset", name });

const cell = async (name, run) => {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`failed ${name}: ${String(error.message ?? error).split("\n").join(" ").slice(0, 300)}`);
  }
};
const is = (got, wanted) => {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
};
const text = async (answer) => (answer && typeof answer.text === "function" ? answer.text() : String(answer));

await cell("whoAmI", async () => is((await hub.whoAmI(as("ana"))).name, "ana"));
await cell("listDatasets", async () => {
  const names = [];
  for await (const each of hub.listDatasets({ ...as("ana"), search: { owner: "ana" } })) names.push(each.name);
  is(names.sort(), ["ana/gated", "ana/open"]);
});
await cell("listFiles", async () => {
  const paths = [];
  for await (const file of hub.listFiles({ ...as("cy"), repo: dataset("ana/gated") })) paths.push(file.path);
  is(paths.includes("train.csv"), true);
});
await cell("downloadFile", async () => {
  for (const repo of ["ana/open", "ana/gated"]) {
    const file = await hub.downloadFile({ ...as("cy"), repo: dataset(repo), path: "train.csv" });
    is((await text(file)).startsWith("speaker,text"), true);
  }
});
await cell("gated_is_refused", async () => {
  let failed = false;
  try {
    failed = (await hub.downloadFile({ ...as("bo"), repo: dataset("ana/gated"), path: "train.csv" })) === null;
  } catch (error) {
    failed = error.statusCode === 403;
  }
  is(failed, true);
});
await cell("create_upload_delete", async () => {
  const repo = dataset("ana/new");
  await hub.createRepo({ ...as("ana"), repo });
  await hub.uploadFile({ ...as("ana"), repo, file: { path: "a.csv", content: new Blob(["a,b\n"]) } });
  const large = new Uint8Array(300_000).map((_, at) => (at * 7919) % 251);
  await hub.uploadFile({ ...as("ana"), repo, file: { path: "b.bin", content: new Blob([large]) } });
  const back = await hub.downloadFile({ ...as("ana"), repo, path: "b.bin" });
  is(new Uint8Array(await back.arrayBuffer()).length, large.length);
  await hub.deleteFile({ ...as("ana"), repo, path: "a.csv" });
  await hub.deleteRepo({ ...as("ana"), repo });
});
if (hub.checkRepoAccess) {
  await cell("checkRepoAccess", async () => hub.checkRepoAccess({ ...as("cy"), repo: dataset("ana/open") }));
}
if (hub.createCollection) {
  await cell("collections", async () => {
    const { slug } = await hub.createCollection({ ...as("ana"), collection: { title: "Speech", namespace: "ana" } });
    await hub.deleteCollection({ ...as("ana"), slug });
  });
}
