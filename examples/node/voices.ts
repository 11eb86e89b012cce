// The code under test: reads a gated dataset, or says how to get access.

import { HubApiError, downloadFile } from "@huggingface/hub";

/** Which Hub, and as whom. */
export interface Connection {
  hubUrl: string;
  accessToken?: string;
}

/** The reader must ask for access first. */
export class NoAccess extends Error {}

/** What is said in the recordings. */
export async function texts(connection: Connection): Promise<string[]> {
  try {
    const file = await downloadFile({ ...connection, repo: { type: "dataset", name: "acme/voices" }, path: "train.csv" });
    const rows = (await file!.text()).trim().split("\n").slice(1);
    return rows.map((row) => row.split(",")[1]!);
  } catch (error) {
    if (error instanceof HubApiError && [401, 403].includes(error.statusCode)) {
      throw new NoAccess(`Ask for access at ${connection.hubUrl}/datasets/acme/voices`);
    }
    throw error;
  }
}
