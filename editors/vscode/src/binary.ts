/** Which program serves: that of the setting, that on the PATH, or the one that comes with the extension. */

import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const program = process.platform === "win32" ? "cardlint.exe" : "cardlint";

export interface Places {
  /** The setting `cardlint.path`; empty where it is not set. */
  setting: string;
  /** The folder that a relative setting counts from. */
  workspace: string | undefined;
  /** The value of the variable PATH. */
  path: string;
  /** The folder of the extension. */
  extension: string;
}

export interface Binary {
  command: string;
  from: "setting" | "PATH" | "bundled";
  /** What it says to `--version`. */
  version: string;
}

/** Finds the program; an error says what was tried and what to do. */
export async function find(places: Places): Promise<Binary> {
  if (places.setting !== "") {
    const command = isAbsolute(places.setting) ? places.setting : join(places.workspace ?? "", places.setting);
    if (!(await isProgram(command))) {
      throw new Error(`the setting cardlint.path names ${command}, which is not a program`);
    }
    return { command, from: "setting", version: await version(command) };
  }
  for (const folder of places.path.split(delimiter).filter((folder) => folder !== "")) {
    const command = join(folder, program);
    if (await isProgram(command)) return { command, from: "PATH", version: await version(command) };
  }
  const command = join(places.extension, "bin", program);
  if (await isProgram(command)) return { command, from: "bundled", version: await version(command) };
  throw new Error("cardlint is not on the PATH: install it (`cargo install --path .` in its checkout), or set cardlint.path");
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function version(command: string): Promise<string> {
  try {
    const { stdout } = await run(command, ["--version"], { timeout: 10_000 });
    return stdout.trim();
  } catch (error) {
    throw new Error(`${command} does not run: ${error instanceof Error ? error.message : String(error)}`);
  }
}
