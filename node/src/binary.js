// Where the `cardlint` program is.

import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const EXE = process.platform === "win32" ? ".exe" : "";

/** The npm package that holds the program for this platform. */
export const PLATFORM_PACKAGE = `@cardlint/hub-${process.platform}-${process.arch}`;

export function findBinary() {
  const given = process.env.CARDLINT;
  if (given) {
    const found = given.includes("/") || given.includes("\\") ? runnable(given) : onPath(given);
    if (found) return found;
    throw new Error(`the environment variable CARDLINT is set to ${given}, which is not a program`);
  }
  const found = inPackage() ?? onPath("cardlint");
  if (found) return found;
  throw new Error(
    `cannot find the cardlint program: the optional package ${PLATFORM_PACKAGE} is not installed, and cardlint is not on` +
      " PATH. Install one of them, or set the environment variable CARDLINT to the program's path",
  );
}

function inPackage() {
  const require = createRequire(import.meta.url);
  try {
    return runnable(require.resolve(`${PLATFORM_PACKAGE}/bin/cardlint${EXE}`));
  } catch {
    return undefined;
  }
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const found = folder && runnable(join(folder, name.endsWith(EXE) ? name : name + EXE));
    if (found) return found;
  }
  return undefined;
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}
