//! `[[policy]]`: an organization's own JSON Schema is checked over its cards, in its own words.

use std::path::Path;

use crate::run::{Ran, finish, folder, program};

fn check(schema: &str, card: &str) -> Ran {
    check_files(&[("policy.schema.json", schema), ("README.md", card)])
}

fn check_files(files: &[(&str, &str)]) -> Ran {
    let config = [("cardlint.toml", "[[policy]]\nschema = \"policy.schema.json\"\n")];
    let cards = folder(&[&config[..], files].concat());
    let mut ran = finish(program(cards.path()).args(["check", "--format", "concise", "-q", "README.md"]), b"");
    ran.err = ran.err.replace(&format!("{}/", cards.path().canonicalize().unwrap().display()), "");
    ran
}

#[test]
fn the_example_reports_what_its_readme_says() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policy");
    let ran = finish(program(&example).args(["check", "--format", "concise", "."]), b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    insta::assert_snapshot!(ran.out);
    let ran = finish(program(&example).args(["check", "--format", "full", "-q", "datasets/songs"]), b"");
    insta::assert_snapshot!(ran.out);
}

#[test]
fn a_violation_is_at_its_bytes_in_the_words_of_the_schema() {
    let card = "---\nlicense: mit\ncontact: {team: a b, size: 0}\ntags: [a, b, a]\ndate: 2024-01-31\n---\n";
    for (schema, expected) in [
        // Without words of the schema's own.
        (r#"{"required": ["owner"]}"#, "1:1: error[policy] missing key `owner`"),
        (
            r#"{"required": ["owner"], "properties": {"owner": {"title": "the team"}}}"#,
            "1:1: error[policy] missing key `owner` (the team)",
        ),
        (
            r#"{"properties": {"contact": {"required": ["mail"]}}}"#,
            "3:10: error[policy] missing key `mail` in `contact`",
        ),
        (
            r#"{"properties": {"license": {"const": "apache-2.0"}}}"#,
            "2:10: error[policy] `license`: expected `apache-2.0`, found `mit`",
        ),
        (
            r#"{"properties": {"license": {"enum": ["a", "b"]}}}"#,
            "2:10: error[policy] `license`: `mit` is not one of the allowed values",
        ),
        (
            r#"{"properties": {"license": {"type": "array"}}}"#,
            "2:10: error[policy] `license`: expected a list, found `mit`",
        ),
        (
            r#"{"properties": {"contact": {"properties": {"team": {"pattern": "^[a-z]+$", "title": "team"}}}}}"#,
            "3:17: error[policy] `contact.team`: `a b` is not a valid team",
        ),
        (
            r#"{"properties": {"contact": {"properties": {"team": {"format": "email"}}}}}"#,
            "3:17: error[policy] `contact.team`: `a b` does not match the schema",
        ),
        (
            r#"{"properties": {"contact": {"additionalProperties": false, "properties": {"team": true}}}}"#,
            "3:22: error[policy] unknown key `size` in `contact`",
        ),
        (
            r#"{"properties": {"tags": {"items": {"not": {"const": "b"}}}}}"#,
            "4:11: error[policy] `tags[1]` is not allowed",
        ),
        (r#"{"properties": {"tags": false}}"#, "4:1: error[policy] `tags` is not allowed"),
        (r#"{"properties": {"tags": {"minItems": 5}}}"#, "4:7: error[policy] `tags` is too short"),
        (
            r#"{"properties": {"license": {"type": "integer"}}}"#,
            "2:10: error[policy] `license`: expected a whole number, found `mit`",
        ),
        (
            r#"{"properties": {"license": {"type": ["number", "boolean"]}}}"#,
            "2:10: error[policy] `license`: expected a number or a boolean, found `mit`",
        ),
        (r#"{"properties": {"license": {"minLength": 5}}}"#, "2:10: error[policy] `license` is too short"),
        (r#"{"properties": {"tags": {"uniqueItems": true}}}"#, "4:7: error[policy] `tags` is too long"),
        (
            r#"{"properties": {"date": {"type": "string"}}}"#,
            "5:7: error[policy] `date`: expected a string, found the date `2024-01-31`",
        ),
        // With them.
        (
            r#"{"properties": {"license": {"const": "a", "x-message": "{label} must not be {value}", "x-fix": "ask"}}}"#,
            "2:10: error[policy] license must not be mit: help",
        ),
        (
            r#"{"required": ["a"], "properties": {"a": {"x-message": "say who {key} is"}}}"#,
            "1:1: error[policy] say who a is",
        ),
        (
            r#"{"properties": {"license": {"enum": ["a"], "x-message": {"enum": "by kind", "other": "else"}}}}"#,
            "2:10: error[policy] by kind",
        ),
        // What is said about a whole is not said about its parts.
        (
            r#"{"title": "policy", "x-message": "no", "properties": {"license": {"pattern": "^x"}}}"#,
            "2:10: error[policy] `license`: `mit` does not match the schema",
        ),
        // Through references.
        (
            r##"{"properties": {"license": {"$ref": "#/$defs/l"}}, "$defs": {"l": {"const": "x", "x-message": "not x"}}}"##,
            "2:10: error[policy] not x",
        ),
        (
            r#"{"properties": {"tags": {"$ref": "gate.schema.json#/properties/extra_gated_heading"}}}"#,
            "4:7: error[policy] `tags`: expected a string, found a list",
        ),
        (
            r#"{"properties": {"license": {"anyOf": [{"const": "a"}, {"const": "b"}]}}}"#,
            "2:10: error[policy] `license`: `mit` does not match the schema",
        ),
        (r#"{"properties": {"default": {"const": 1}}, "required": ["enum"]}"#, "1:1: error[policy] missing key `enum`"),
    ] {
        let ran = check(schema, card);
        let first = ran.out.lines().find(|line| line.contains("[policy]")).unwrap_or_default();
        assert!(
            first.trim_start_matches("README.md:").starts_with(expected.trim_end_matches(": help")),
            "{schema}\n{}{}",
            ran.out,
            ran.err
        );
        assert_eq!(ran.out.matches("[policy]").count(), 1, "{schema}\n{}", ran.out);
    }
    for schema in [r#"{"required": ["license"]}"#, "{}", r#"{"properties": {"date": {"type": "object"}}}"#] {
        assert_eq!(check(schema, card).out.matches("[policy]").count(), 0, "{schema}");
    }
}

#[test]
fn the_help_is_the_fix_or_the_description_of_the_schema() {
    for (schema, help) in [
        (
            r#"{"properties": {"license": {"const": "a", "description": "why", "x-fix": "write `a`"}}}"#,
            "help: write `a`",
        ),
        (r#"{"properties": {"license": {"const": "a", "description": "why"}}}"#, "help: why"),
        (r#"{"properties": {"license": {"const": "a"}}}"#, "help: `policy.schema.json` requires it"),
        (r#"{"required": ["a"], "properties": {"a": {"description": "whom to ask"}}}"#, "help: whom to ask"),
    ] {
        let cards = folder(&[
            ("cardlint.toml", "[[policy]]\nschema = \"policy.schema.json\"\n"),
            ("policy.schema.json", schema),
            ("README.md", "---\nlicense: mit\n---\n"),
        ]);
        let ran = finish(program(cards.path()).args(["check", "README.md"]), b"");
        assert!(ran.out.contains(help), "{schema}\n{}", ran.out);
    }
}

#[test]
fn sections_of_the_text_can_be_required() {
    let schema =
        r#"{"x-sections": ["Intended use", ["Limits", "Limitations"], {"title": "Who", "x-message": "say who"}]}"#;
    let card = |text: &str| format!("---\nlicense: mit\n---\n{text}");
    for (text, expected) in [
        ("# V\n\n## Intended Use\n\na\n\n### Limitations:\n\nb\n\nWho\n---\n\nc\n", ""),
        ("# V\n## 🎯 intended use ##\na\n## LIMITS\n### More\nb\n# Who\nc\n", ""),
        (
            "",
            "README.md:3:1: missing section `Intended use`\nREADME.md:3:1: missing section `Limits`\nREADME.md:3:1: say who\n",
        ),
        (
            "\nV\n```\n## Intended use\n```\n    ## Intended use\n## Limits\n\n[More Information Needed]\n\n<!-- later -->\n## Who\nc\n",
            "README.md:5:1: missing section `Intended use`\nREADME.md:10:1: the section `Limits` has no text\n",
        ),
        ("## Intended use\na\n## Limits\nb\n##Who\n", "README.md:4:1: say who\n"),
    ] {
        let ran = check(schema, &card(text).replace('\n', "\r\n"));
        let said = ran.out.replace("error[policy] ", "");
        assert_eq!(said, expected, "{text}");
    }
}

#[test]
fn a_policy_is_for_some_cards_and_has_a_level() {
    let config = "[[policy]]\nschema = \"p.json\"\ninclude = [\"a/**\"]\nrepo-types = [\"model\", \"space\"]\nlevel = \"info\"\n\n[[policy]]\nschema = \"q.json\"\nlevel = \"off\"\n";
    let (model, dataset) = ("---\npipeline_tag: text-generation\n---\n", "---\nlicense: mit\n---\n");
    let cards = folder(&[
        ("cardlint.toml", config),
        ("p.json", r#"{"required": ["owner"]}"#),
        ("q.json", r#"{"required": ["other"]}"#),
        ("a/README.md", model),
        ("a/b/README.md", dataset),
        ("c/README.md", model),
        ("d/README.md", "---\nlicense: [\n---\n"),
    ]);
    let ran =
        finish(program(cards.path()).args(["check", "--format", "concise", "-q", "--select", "policy", "."]), b"");
    assert_eq!((ran.code, ran.out.as_str()), (0, "a/README.md:1:1: info[policy] missing key `owner`\n"));
    let ran = finish(program(cards.path()).args(["check", "-q", "--ignore", "policy", "a"]), b"");
    assert_eq!(ran.out, "");
}

#[test]
fn a_card_that_cannot_be_read_has_other_problems() {
    for card in ["# Voices\n", "---\nlicense: [\n---\n"] {
        let out = check(r#"{"required": ["owner"], "x-sections": ["Uses"]}"#, card).out;
        assert!(!out.contains("[policy]"), "{out}");
    }
}

#[test]
fn a_text_that_is_too_short_is_told_from_none() {
    let schema = r#"{"properties": {"contact": {"minLength": 3, "minItems": 2, "minProperties": 2}}}"#;
    let (short, empty) = ("`contact` is too short", "`contact` is empty");
    let short_ones = ["ab", "[a]", "{a: b}"].map(|contact| (contact, short));
    let empty_ones = ["''", "[]", "{}"].map(|contact| (contact, empty));
    let long_ones = ["abc", "[a, b]", "{a: b, c: d}"].map(|contact| (contact, ""));
    for (contact, said) in [short_ones, empty_ones, long_ones].concat() {
        let out = check(schema, &format!("---\nlicense: mit\ncontact: {contact}\n---\n")).out;
        assert_eq!(out.trim_end().strip_prefix("README.md:3:10: error[policy] ").unwrap_or(&out), said);
    }
}

#[test]
fn a_schema_refers_to_files_above_its_folder() {
    let cards = folder(&[
        ("conf/cardlint.toml", "[[policy]]\nschema = \"own/policy.json\"\n"),
        ("conf/own/policy.json", r#"{"$ref": "../../shared.json"}"#),
        ("shared.json", r#"{"required": ["owner"]}"#),
        ("conf/README.md", "---\nlicense: mit\n---\n"),
    ]);
    let ran = finish(program(&cards.path().join("conf")).args(["check", "--format", "concise", "-q", "."]), b"");
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("README.md:1:1: error[policy] missing key `owner`\n", ""));
}

#[test]
fn a_comment_ignores_a_violation() {
    let schema = r#"{"properties": {"license": {"const": "a"}}}"#;
    assert_eq!(check(schema, "---\nlicense: mit # cardlint: ignore[policy] agreed\n---\n").out, "");
}

#[test]
fn a_schema_that_cannot_be_used_is_an_error_at_its_place() {
    let error = |schema: &str, others: &[(&str, &str)]| {
        let files = [&[("policy.schema.json", schema), ("README.md", "---\nlicense: mit\n---\n")][..], others].concat();
        let ran = check_files(&files);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{schema}: {}", ran.err);
        ran.err.strip_prefix("error: cardlint.toml:2:10: `schema`: ").unwrap_or(&ran.err).trim_end().to_owned()
    };
    for (schema, expected) in [
        ("{\n  \"type\": ,}", "policy.schema.json:2:11: not JSON: expected value"),
        ("[]", "policy.schema.json: not a JSON Schema: expected an object"),
        (r#"{"type": "text"}"#, "policy.schema.json: not a valid JSON Schema at `#/type`: "),
        (r#"{"properties": {"a": {"pattern": "("}}}"#, "policy.schema.json: not a valid JSON Schema at `#"),
        (
            r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#,
            "policy.schema.json: `$schema` is \"http://json-schema.org/draft-07/schema#\", expected",
        ),
        (r##"{"$ref": "#"}"##, "policy.schema.json: endless `$ref`: `#` leads to `#`"),
        (
            r##"{"properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}"##,
            "policy.schema.json: endless `$ref`: `#/$defs/a` leads to `#/$defs/a/allOf/0` leads to `#/$defs/b` leads to `#/$defs/b/not` leads to `#/$defs/a`",
        ),
        (r##"{"$ref": "#/$defs/a"}"##, "policy.schema.json: `$ref` at `#` leads nowhere: `#/$defs/a`"),
        (r##"{"$ref": "#a"}"##, "policy.schema.json: `$ref` to `#a`: expected `#/…`"),
        (
            r#"{"$ref": "https://acme.example/a.json"}"#,
            "policy.schema.json: `$ref` to `https://acme.example/a.json`: cardlint does not read schemas from the network",
        ),
        (r#"{"$ref": "nosuch.json"}"#, "policy.schema.json: `$ref` to `nosuch.json`: no such file"),
        (r#"{"$ref": "gate.schema.json#/nosuch"}"#, "policy.schema.json: `$ref` at `#` leads nowhere: "),
        (r#"{"not": {"$ref": "nosuch.json"}}"#, "policy.schema.json: `$ref` to `nosuch.json`: no such file"),
        (
            r#"{"properties": {"x-a": {"$ref": "nosuch.json"}}}"#,
            "policy.schema.json: `$ref` to `nosuch.json`: no such file",
        ),
        (r##"{"properties": {"x-a": {"$ref": "#/properties/x-a"}}}"##, "policy.schema.json: endless `$ref`: "),
        (r##"{"additionalProperties": {"$ref": "#/additionalProperties"}}"##, "policy.schema.json: endless `$ref`: "),
        (r##"{"prefixItems": [{"$ref": "#/prefixItems/0"}]}"##, "policy.schema.json: endless `$ref`: "),
        (r##"{"dependentSchemas": {"a": {"$ref": "#"}}}"##, "policy.schema.json: endless `$ref`: "),
        (r##"{"$dynamicRef": "#a"}"##, "policy.schema.json: `$dynamicRef` is not supported"),
        (r#"{"x-sections": "Uses"}"#, "policy.schema.json: `x-sections`: expected a list"),
        (r#"{"x-sections": [[]]}"#, "policy.schema.json: `x-sections`: expected a list"),
        (r#"{"x-sections": ["Uses", "*"]}"#, "policy.schema.json: `x-sections`: expected a list"),
        (r#"{"x-sections": [{"name": "Uses"}]}"#, "policy.schema.json: `x-sections`: expected a list"),
    ] {
        let said = error(schema, &[]);
        assert!(said.starts_with(expected), "{schema}\n{said}");
    }
    // Through another file, and back.
    let said = error(
        r#"{"$ref": "a/b.json"}"#,
        &[("a/b.json", r#"{"allOf": [{"$ref": "c.json"}]}"#), ("a/c.json", r#"{"$ref": "../policy.schema.json"}"#)],
    );
    assert!(
        said.starts_with("policy.schema.json: endless `$ref`: `#` leads to `#/$defs/a~1b.json` leads to "),
        "{said}"
    );
    let said = error(r#"{"$ref": "a.json"}"#, &[("a.json", "{")]);
    assert!(said.starts_with("a.json:1:1: not JSON: "), "{said}");
    for (config, expected) in [
        ("policy = 1", "1:10: `policy`: expected tables, `[[policy]]`, found a number"),
        ("[[policy]]", "1:1: `policy`: missing `schema`"),
        ("[[policy]]\nschema = \"nosuch.json\"", "2:10: `schema`: nosuch.json: no such file"),
        ("[[policy]]\nschema = 1", "2:10: `schema`: expected the path of a file, found a number"),
        ("[[policy]]\nrepo-types = [\"x\"]\nschema = \"p.json\"", "2:15: unknown repo type `x`"),
        ("[[policy]]\nsettings = {gated = \"autos\"}", "2:21: unknown mode `autos`\n  help: did you mean `auto`?"),
        ("[[policy]]\nschema = \"p.json\"\nlevels = 1", "3:1: unknown key `levels`\n  help: did you mean `level`?"),
    ] {
        let cards = folder(&[("cardlint.toml", config), ("p.json", "{}"), ("README.md", "---\nlicense: mit\n---\n")]);
        let ran = finish(program(cards.path()).args(["check", "--config", "cardlint.toml", "."]), b"");
        assert!(
            ran.code == 2 && ran.err.starts_with(&format!("error: cardlint.toml:{expected}")),
            "{config}\n{}",
            ran.err
        );
    }
}

#[test]
fn settings_of_repos_can_be_required() {
    for settings in ["gated = \"auto\"", "gated = \"manual\"", "gated = true", "gated = false", "private = true"] {
        let config = format!("[[policy]]\nsettings = {{{settings}}}\n");
        let ran = check_files(&[("cardlint.toml", config.as_str()), ("README.md", "---\nlicense: mit\n---\n")]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{settings}");
    }
}

#[test]
fn values_in_a_schema_are_no_references() {
    for schema in [
        r#"{"properties": {"license": {"enum": ["mit", {"$ref": "nosuch.json"}]}}, "x-note": {"$ref": "nosuch.json"}}"#,
        r##"{"properties": {"a": {"const": {"$ref": "#/properties/a/const"}}}, "x-a": {"$ref": "#/x-a"}}"##,
    ] {
        let ran = check(schema, "---\nlicense: mit\n---\n");
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (0, "", ""), "{schema}");
    }
}

#[test]
fn a_schema_may_refer_to_itself_further_down() {
    let schema = r##"{"properties": {"a": {"$ref": "#"}, "b": {"const": 1}}}"##;
    let ran = check(schema, "---\nlicense: mit\na: {a: {a: {b: 2}}}\n---\n");
    assert!(
        ran.out.contains("README.md:3:16: error[policy] `a.a.a.b`: expected `1`, found the number `2`"),
        "{}",
        ran.out
    );
}

#[test]
fn a_schema_may_refer_to_files_beside_it() {
    let ran = check_files(&[
        ("policy.schema.json", r#"{"properties": {"license": {"$ref": "parts/license.json#/$defs/l"}}}"#),
        ("parts/license.json", r#"{"$id": "https://acme.example/x", "$defs": {"l": {"$ref": "more.json"}}}"#),
        ("parts/more.json", r#"{"const": "a", "x-message": "from more"}"#),
        ("README.md", "---\nlicense: mit\n---\n"),
    ]);
    assert_eq!(ran.out, "README.md:2:10: error[policy] from more\n");
    // cardlint's own are beside each.
    let ran = check_files(&[
        ("policy.schema.json", r#"{"properties": {"contact": {"$ref": "parts/contact.json"}}}"#),
        ("parts/contact.json", r#"{"$ref": "gate.schema.json#/properties/extra_gated_heading"}"#),
        ("README.md", "---\nlicense: mit\ncontact: 5\n---\n"),
    ]);
    assert!(ran.out.starts_with("README.md:3:10: error[policy] "), "{ran:?}");
}
