//! `cardlint init`: what it writes is clean, and what was there stays.

use std::fs;
use std::path::Path;

use crate::run::{Ran, finish, folder, program};

fn init(folder: &Path, words: &[&str]) -> Ran {
    finish(program(folder).arg("init").args(words), b"")
}

/// What `check` says about the card that is there now.
fn is_clean(folder: &Path) {
    let ran = finish(program(folder).args(["check", "--warnings-as-errors", "README.md"]), b"");
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, fs::read_to_string(folder.join("README.md")).unwrap());
}

const EVERYTHING: &[&str] =
    &["--name", "Voices: the corpus", "--license", "cc-by-4.0", "--language", "Portuguese,no", "--task", "translation"];

#[test]
fn a_new_card_says_what_was_given_and_is_clean() {
    for (words, expected) in [
        (
            EVERYTHING.to_vec(),
            "---\npretty_name: \"Voices: the corpus\"\nlicense: cc-by-4.0\nlanguage:\n- pt\n- \"no\"\ntask_categories:\n- translation\n---\n\n# Voices: the corpus\n",
        ),
        (
            [EVERYTHING, &["--repo-type", "model"]].concat(),
            "---\nlicense: cc-by-4.0\nlanguage:\n- pt\n- \"no\"\npipeline_tag: translation\n---\n\n# Voices: the corpus\n",
        ),
    ] {
        let folder = folder(&[]);
        let ran = init(folder.path(), &words);
        assert_eq!((ran.code, ran.err.as_str()), (0, "wrote ./README.md\n"));
        let text = fs::read_to_string(folder.path().join("README.md")).unwrap();
        assert!(text.starts_with(expected), "{text}");
        is_clean(folder.path());
    }
}

#[test]
fn a_gate_is_added_and_every_other_byte_stays() {
    let card = "---\r\nlicense: mit   # as the code\r\n\r\nx-own:  [a,b]\r\n---\r\n# T\r\n\r\n";
    let folder = folder(&[("README.md", card)]);
    let words =
        ["--gate", "--prompt", "One.\nTwo: three.", "--fields", "country,consent", "--field", "Your = team=text"];
    assert_eq!(init(folder.path(), &words).code, 0);
    let text = fs::read_to_string(folder.path().join("README.md")).unwrap();
    let added = "extra_gated_prompt: |\r\n  One.\r\n  Two: three.\r\nextra_gated_fields:\r\n  Country: country\r\n  \
                 I agree to use this dataset only as its license allows: checkbox\r\n  \"Your = team\": text\r\n";
    assert_eq!(text, card.replace("---\r\n# T", &format!("{added}---\r\n# T")));
    is_clean(folder.path());
}

#[test]
fn the_usual_gate_is_clean_for_both_kinds_of_repo() {
    for kind in ["dataset", "model"] {
        let folder = folder(&[("README.md", "# A text without metadata\n")]);
        let ran = init(folder.path(), &["--gate", "--license", "mit", "--repo-type", kind]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let text = fs::read_to_string(folder.path().join("README.md")).unwrap();
        assert!(
            text.starts_with("---\nlicense: mit\n") && text.ends_with("\n---\n# A text without metadata\n"),
            "{text}"
        );
        assert!(text.contains("  Affiliation: text\n  Country: country\n  Purpose:\n    type: select\n"), "{text}");
        assert!(text.contains(&format!("this {kind}")) && !text.contains("{{"), "{text}");
        is_clean(folder.path());
    }
}

#[test]
fn a_diff_shows_it_and_writes_nothing() {
    let folder = folder(&[("README.md", "---\nlicense: mit\n---\n")]);
    let ran = init(folder.path(), &["--diff", "--language", "en"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("\n license: mit\n+language:\n+- en\n ---\n"), "{}", ran.out);
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "---\nlicense: mit\n---\n");
    let empty = crate::run::folder(&[]);
    assert!(init(empty.path(), &["--diff", "--license", "mit"]).out.starts_with("--- /dev/null\n+++ ./README.md\n"));
    assert!(!empty.path().join("README.md").exists());
}

#[test]
fn an_organizations_template_is_kept_but_for_what_was_given() {
    let template = "---\nlicense: mit\nlanguage:\n- de\n- fr\ntags: [acme]\n---\n# {{ name }}, a {{ kind }} of ACME\n";
    let folder = folder(&[("acme.md", template)]);
    let words = ["--template", "acme.md", "--name", "Voices", "--language", "en"];
    assert_eq!(init(folder.path(), &words).code, 0);
    assert_eq!(
        fs::read_to_string(folder.path().join("README.md")).unwrap(),
        "---\nlicense: mit\ntags: [acme]\npretty_name: Voices\nlanguage:\n- en\n---\n# Voices, a dataset of ACME\n"
    );
    let again = init(folder.path(), &words);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("already exists"), "{}", again.err);
}

#[test]
fn what_cannot_be_written_is_said_and_the_card_stays() {
    let card = "---\nlicense: mit\n---\n";
    for (text, words, said) in [
        (card, vec!["--license", "apache-2.0"], "`license` is already set in line 2"),
        (card, vec!["--language", "Klingonese"], "`Klingonese` is not a language"),
        (card, vec!["--task", "translaton"], "did you mean `translation`?"),
        (card, vec!["--gate", "--fields", "contry"], "did you mean `country`?"),
        (card, vec!["--gate", "--field", "Company=txt"], "`txt` is not a field type"),
        (card, vec!["--repo-type", "space", "--language", "en"], "datasets and models"),
        (card, vec![], "nothing to add to ./README.md"),
        ("---\nlicense: [\n---\n", vec!["--language", "en"], "the front matter cannot be read"),
        ("---\ntags: [a]\n---\n", vec!["--license", "aapache-2.0"], "unknown-license"),
    ] {
        let folder = folder(&[("README.md", text)]);
        let ran = init(folder.path(), &words);
        assert_eq!(ran.code, 2, "{words:?}");
        assert!(ran.err.contains(said), "{words:?}: {}", ran.err);
        assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), text);
    }
}
