//! The schema of the configuration, derived from the rules.

use serde_json::{Map, Value as Json, json};

use super::VOCABULARIES;
use crate::rules;

/// The JSON Schema of `cardlint.toml`; `schemas/config.schema.json` is its text.
pub fn schema() -> Json {
    let groups = rules::groups().iter().map(|group| {
        let description = format!("Every rule of the group `{}`; a rule's own level takes precedence.", group.name);
        (group.name.to_owned(), json!({ "description": description, "$ref": "#/$defs/level" }))
    });
    let levels: Map<String, Json> = rules::all()
        .map(|rule| {
            let level = json!({ "description": rule.summary(), "default": rule.severity, "$ref": "#/$defs/level" });
            (rule.id.to_owned(), level)
        })
        .chain(groups)
        .collect();
    let words = |name: &str| json!({ "title": format!("additional {name}"), "$ref": "#/$defs/strings" });
    let additional: Map<String, Json> = VOCABULARIES.iter().map(|name| ((*name).to_owned(), words(name))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "config.schema.json",
        "title": "cardlint's configuration",
        "description": "cardlint.toml, or [tool.cardlint] in a pyproject.toml.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "extend": {
                "description": "The configurations that this one builds on: of a list, a later one takes precedence.",
                "examples": [
                    "../shared/cardlint.toml",
                    { "git": "https://github.com/acme/cards", "rev": "v1.0", "path": "cardlint.toml" },
                ],
                "oneOf": [{ "$ref": "#/$defs/extended" }, { "type": "array", "items": { "$ref": "#/$defs/extended" } }],
            },
            "repo-type": {
                "description": "The repo type of every card; without it, it is detected per card.",
                "enum": ["dataset", "model", "space"],
            },
            "exclude": {
                "description": "Globs of paths to skip in directory walks, relative to the directory of this file.",
                "examples": [["archive/**"]],
                "$ref": "#/$defs/strings",
            },
            "require-front-matter": {
                "description": "Whether, or under which globs, a README.md without front matter is an error even in a directory walk.",
                "default": false,
                "type": ["boolean", "array"],
                "items": { "type": "string" },
            },
            "rules": {
                "description": "The level of a rule, or of a group of rules.",
                "type": "object",
                "additionalProperties": false,
                "properties": levels,
            },
            "per-file-ignores": {
                "description": "Rules, or groups of rules, to ignore under a glob.",
                "examples": [{ "drafts/**": ["null-value"] }],
                "type": "object",
                "additionalProperties": { "type": "array", "items": { "$ref": "#/$defs/rule" } },
            },
            "additional": {
                "description": "Values that the Hub accepts, but that are not in the lists of this version.",
                "type": "object",
                "additionalProperties": false,
                "properties": additional,
            },
            "policy": {
                "description": "What cards, and the settings of their repos, have to be.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "anyOf": [{ "required": ["schema"] }, { "required": ["settings"] }],
                    "properties": {
                        "settings": {
                            "description": "What the settings of the repos have to be; checked by `cardlint check hf://…`.",
                            "examples": [{ "gated": "manual", "private": false }],
                            "type": "object",
                            "additionalProperties": false,
                            "properties": {
                                "gated": {
                                    "description": "How access requests are approved; true is either, false is a repo without.",
                                    "enum": ["auto", "manual", true, false],
                                },
                                "private": { "description": "Whether the repo is private.", "type": "boolean" },
                            },
                        },
                        "schema": {
                            "description": "The file with the schema (2020-12), relative to the directory of this file.",
                            "examples": ["policy.schema.json"],
                            "type": "string",
                        },
                        "include": {
                            "description": "Globs of the cards that it is for; without them, all.",
                            "$ref": "#/$defs/strings",
                        },
                        "repo-types": {
                            "description": "The types of the repos that it is for; without them, all.",
                            "type": "array",
                            "items": { "enum": ["dataset", "model", "space"] },
                        },
                        "level": {
                            "description": "The level of its violations.",
                            "default": "error",
                            "$ref": "#/$defs/level",
                        },
                    },
                },
            },
            "baseline": {
                "description": "The file with known findings, which are not reported; relative to the directory of this file.",
                "examples": ["cardlint-baseline.json"],
                "type": "string",
            },
            "gate": {
                "description": "The gate form that cards have to have.",
                "type": "object",
                "additionalProperties": false,
                "required": ["form"],
                "properties": {
                    "form": {
                        "description": "The file with the form, in YAML or JSON, or a card; relative to the directory of this file.",
                        "examples": ["gate.yaml"],
                        "type": "string",
                    },
                    "include": {
                        "description": "Globs of the cards that have to have it; without them, all.",
                        "examples": [["datasets/**"]],
                        "$ref": "#/$defs/strings",
                    },
                },
            },
        },
        "$defs": {
            "extended": {
                "oneOf": [
                    { "description": "The path of a file, relative to the directory of this file.", "type": "string" },
                    {
                        "description": "A file of a git repository.",
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["git", "rev"],
                        "properties": {
                            "git": { "description": "The URL or the path of the repository.", "type": "string" },
                            "rev": { "description": "A tag, or the full id of a commit.", "type": "string" },
                            "path": {
                                "description": "The file, from the top of the repository.",
                                "default": "cardlint.toml",
                                "type": "string",
                            },
                        },
                    },
                ],
            },
            "level": { "enum": ["error", "warning", "info", "off"] },
            "rule": { "enum": rules::names().collect::<Vec<_>>() },
            "strings": { "type": "array", "items": { "type": "string" } },
        },
    })
}
