/** The extension: one server for the window, a panel and a status bar item. */

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";

import { find } from "./binary";
import { selector } from "./documents";
import { FormPanel } from "./panel";
import { Status } from "./status";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const panel = new FormPanel(() => client);
  context.subscriptions.push(
    panel,
    new Status(),
    vscode.commands.registerCommand("cardlint.showForm", () => panel.show()),
    vscode.commands.registerCommand("cardlint.restart", () => restart(context)),
    vscode.commands.registerCommand("cardlint.fixAll", fixAll),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("cardlint.path")) void restart(context);
    }),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  try {
    const binary = await find({
      setting: vscode.workspace.getConfiguration("cardlint").get("path", ""),
      workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      path: process.env["PATH"] ?? "",
      extension: context.extensionPath,
    });
    const options: LanguageClientOptions = { documentSelector: selector, outputChannelName: "cardlint" };
    const server = { command: binary.command, args: ["lsp"], transport: TransportKind.stdio };
    client = new LanguageClient("cardlint", "cardlint", server, options);
    client.outputChannel.appendLine(`${binary.version}: ${binary.command} (${binary.from})`);
    await client.start();
  } catch (error) {
    client = undefined;
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`cardlint: ${message}`);
  }
}

async function restart(context: vscode.ExtensionContext): Promise<void> {
  await client?.stop();
  client = undefined;
  await start(context);
}

async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.cardlint", apply: "first" });
}
