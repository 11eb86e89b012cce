/** The verdict on the card that is being edited, in the status bar. */

import * as vscode from "vscode";

import { isCard } from "./documents";
import { type Level, verdict } from "./verdict";

const levels: Record<vscode.DiagnosticSeverity, Level> = {
  [vscode.DiagnosticSeverity.Error]: "error",
  [vscode.DiagnosticSeverity.Warning]: "warning",
  [vscode.DiagnosticSeverity.Information]: "info",
  [vscode.DiagnosticSeverity.Hint]: "info",
};

const backgrounds: Partial<Record<string, string>> = {
  error: "statusBarItem.errorBackground",
  warning: "statusBarItem.warningBackground",
};

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("cardlint.verdict", vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.item.name = "cardlint";
    this.item.command = "workbench.actions.view.problems";
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
      vscode.languages.onDidChangeDiagnostics(() => this.update()),
    ];
    this.update();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isCard(document.fileName)) {
      this.item.hide();
      return;
    }
    const ours = vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === "cardlint");
    const { text, tooltip, level } = verdict(ours.map((diagnostic) => levels[diagnostic.severity]));
    const background = backgrounds[level];
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
