/** Which files the server is told of: what a document selector of VS Code says, in one place. */

export const selector = [
  { scheme: "file", pattern: "**/[Rr][Ee][Aa][Dd][Mm][Ee].[Mm][Dd]" },
  { scheme: "file", pattern: "**/cardlint.toml" },
  { scheme: "file", pattern: "**/pyproject.toml" },
  { scheme: "file", pattern: "**/hub.yaml" },
  { scheme: "file", pattern: "**/.eval_results/*.yaml" },
  { scheme: "file", pattern: "**/eval.yaml" },
];

/** Whether a path is that of a card. */
export function isCard(path: string): boolean {
  return /(^|[\\/])README\.md$/.test(path);
}
