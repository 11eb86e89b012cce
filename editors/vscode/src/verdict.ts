/** What the status bar says about a card. */

export type Level = "error" | "warning" | "info";

export interface Verdict {
  text: string;
  tooltip: string;
  level: Level | "clean";
}

export function verdict(levels: readonly Level[]): Verdict {
  const count = (level: Level) => levels.filter((each) => each === level).length;
  const [errors, warnings, notes] = [count("error"), count("warning"), count("info")];
  if (errors > 0) {
    return { text: `$(error) card: ${plural(errors, "error")}`, tooltip: "The Hub or a client would reject this card.", level: "error" };
  }
  if (warnings > 0) {
    return { text: `$(warning) card: ${plural(warnings, "warning")}`, tooltip: "The card is accepted, but not all of it is read as written.", level: "warning" };
  }
  const tooltip = notes > 0 ? `The Hub and its clients accept this card; ${plural(notes, "note")}.` : "The Hub and its clients accept this card.";
  return { text: "$(check) card", tooltip, level: notes > 0 ? "info" : "clean" };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
