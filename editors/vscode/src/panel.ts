/** The side panel with the gate form of the card that is being edited. */

import { randomBytes } from "node:crypto";

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { isCard } from "./documents";
import { type GateForm, gateForm, page } from "./form";

export class FormPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  /** The page that is shown: a new one only where the form has changed, so that scrolling stays. */
  private html = "";
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: () => LanguageClient | undefined) {
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.later()),
      vscode.window.onDidChangeTextEditorSelection(() => this.later()),
      vscode.workspace.onDidChangeTextDocument(() => this.later()),
    ];
  }

  show(): void {
    if (this.panel === undefined) {
      const options = { enableScripts: true, localResourceRoots: [] };
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.panel = vscode.window.createWebviewPanel("cardlint.form", "Gate form", column, options);
      this.panel.onDidDispose(() => {
        this.panel = undefined;
        this.html = "";
      });
    }
    this.panel.reveal(undefined, true);
    void this.update();
  }

  /** Updates the panel when the editor is at rest for a moment. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.update(), 60);
  }

  private async update(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const client = this.client();
    if (this.panel === undefined || client === undefined || editor === undefined || !isCard(editor.document.fileName)) return;
    const textDocument = { uri: client.code2ProtocolConverter.asUri(editor.document.uri) };
    const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
    const form = await client.sendRequest<GateForm | null>(gateForm, { textDocument, position });
    if (this.panel === undefined) return;
    this.panel.title = `Gate form: ${vscode.workspace.asRelativePath(editor.document.uri)}`;
    const html = (form?.html ?? "") + (form?.style ?? "");
    if (html !== this.html || html === "") {
      this.html = html;
      this.panel.webview.html = page(form, randomBytes(16).toString("base64"));
    } else {
      await this.panel.webview.postMessage({ active: form?.active ?? null });
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
