//! Every kind of file that can be staged as README.md.

use std::os::unix::fs::symlink;

use super::{Repo, bad, good, os};

#[test]
fn odd_paths() {
    let repo = Repo::guarded();
    repo.git(&["config", "core.quotePath", "true"]).ok();
    let folders: [&[u8]; 5] = [b"a space", "é".as_bytes(), b"new\nline", b"not-\xff-utf8", b"\"quoted\"\ttab"];
    for (number, folder) in folders.into_iter().enumerate() {
        let path = std::path::Path::new(os(folder)).join("README.md");
        repo.write(path, bad(&format!("path-{number}")));
    }
    repo.git(&["add", "."]).ok();
    let text = repo.cardlint(&["hook", "run", "pre-commit"]).text;
    for name in ["a space/README.md (staged)", "é/README.md (staged)", r"new\nline", r"not-\xff-utf8", r"\ttab"] {
        assert!(text.contains(name), "{name} in {text}");
    }
    repo.refused(&["commit", "-m", "x"]);
}

#[test]
fn only_readme_md_is_a_card() {
    let repo = Repo::guarded();
    for name in ["x/readme.md", "README", "MY-README.md", "README.md.txt", "x/README.md/file"] {
        repo.stage(name, bad("other"));
    }
    repo.git(&["commit", "-m", "x"]).ok();
}

/// As a walk over the folder says it.
#[test]
fn a_card_at_the_top_that_is_called_otherwise_is_told() {
    let repo = Repo::guarded();
    repo.stage("readme.md", good());
    repo.git(&["commit", "-m", "it warns"]).ok();
    repo.stage("README.MD", "# Some program\n");
    assert_eq!(repo.cardlint(&["check", "--staged"]).text, "no cards to check\n");
    assert!(repo.cardlint(&["check", "--since", "HEAD"]).text.contains("no cards"));
    repo.stage("readme.md", bad("other"));
    let text = repo.cardlint(&["check", "--staged"]).text;
    assert!(text.contains("the Hub ignores a card in `readme.md`") && text.contains("[unknown-license]"), "{text}");
}

#[test]
fn a_path_only_intended_to_be_added_is_not_in_the_commit() {
    let repo = Repo::guarded();
    repo.write("README.md", bad("intended"));
    repo.git(&["add", "-N", "README.md"]).ok();
    repo.stage("a.txt", "a");
    repo.git(&["commit", "-m", "x"]).ok();
    repo.refused(&["commit", "-a", "-m", "x"]);
}

#[test]
fn symbolic_links_and_changes_of_type() {
    let repo = Repo::guarded();
    repo.write("card.md", bad("behind-a-link"));
    symlink("card.md", repo.path("README.md")).expect("a link");
    repo.git(&["add", "README.md"]).ok();
    repo.git(&["commit", "-m", "a link"]).ok();
    std::fs::remove_file(repo.path("README.md")).expect("removed");
    repo.stage("README.md", bad("typed"));
    repo.refused(&["commit", "-m", "a file"]);
    std::fs::remove_file(repo.path("README.md")).expect("removed");
    symlink("card.md", repo.path("README.md")).expect("a link");
    repo.git(&["add", "README.md"]).ok();
    repo.git(&["commit", "-m", "a link again"]).ok();
}

#[test]
fn a_link_whose_target_is_the_text_of_a_card_becomes_a_file_of_the_same_bytes() {
    let repo = Repo::guarded();
    let id = repo.git_with(&["hash-object", "-w", "--stdin"], bad("same").as_bytes()).text;
    let stage = |mode: &str| {
        repo.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{},README.md", id.trim())]).ok();
    };
    stage("120000");
    repo.git(&["commit", "-m", "a link"]).ok();
    stage("100644");
    repo.refused(&["commit", "-m", "a file"]);
}

#[test]
fn modes_renames_copies_and_deletions() {
    let repo = Repo::guarded();
    repo.stage("a/README.md", bad("moved"));
    repo.stage("b/README.md", bad("deleted"));
    repo.stage("c/README.md", bad("mode"));
    repo.commit_unjudged();
    repo.git(&["mv", "a", "z"]).ok();
    repo.refused(&["commit", "-m", "renamed"]);
    repo.stage("y/README.md", bad("moved"));
    repo.refused(&["commit", "-m", "copied"]);
    repo.git(&["rm", "-q", "b/README.md"]).ok();
    repo.git(&["commit", "-m", "deleted"]).ok();
    repo.git(&["update-index", "--chmod=+x", "c/README.md"]).ok();
    repo.refused(&["commit", "-m", "executable"]);
}

#[test]
fn a_readme_that_is_no_card_passes() {
    let repo = Repo::guarded();
    repo.stage("README.md", "# A project\n\nWithout front matter.\n");
    repo.stage("latin1/README.md", b"# Caf\xe9\n");
    repo.stage("utf16/README.md", b"\xff\xfe#\0 \0x\0\n\0");
    repo.stage("empty/README.md", "");
    repo.stage("binary/README.md", b"\0\x01\x02");
    let text = repo.git(&["commit", "-q", "-m", "x"]).ok();
    assert_eq!(text, "");
}

#[test]
fn a_manager_that_names_every_readme_may_name_what_is_no_card() {
    let repo = Repo::init(&[]);
    repo.write("README.md", b"# Caf\xe9\n");
    repo.write("a/README.md", "# A project\n");
    repo.cardlint(&["check", "--cards-only", "README.md", "a/README.md"]).ok();
    repo.write("a/README.md", bad("named"));
    let ran = repo.cardlint(&["check", "--cards-only", "README.md", "a/README.md"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text);
    let ran = repo.cardlint(&["check", "--cards-only", "nowhere/README.md"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
}

/// pre-commit and prek put the names of files behind the options, and no `--` between.
#[test]
fn a_path_that_begins_with_a_dash_is_a_path() {
    let repo = Repo::init(&[]);
    for name in ["-dash/README.md", "--fix/README.md", "-q/README.md", "--README.md"] {
        repo.write(name, bad("dashed"));
        let ran = repo.cardlint(&["check", "--cards-only", "--format", "concise", name]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.text);
        assert!(ran.text.starts_with(&format!("{name}:2:10: error[unknown-license]")), "{name}: {}", ran.text);
    }
    // What is an option stays one, and what is neither is a mistake.
    repo.write("--diff", bad("called-as-an-option"));
    repo.write("README.md", "---\nlicense: MIT\n---\n");
    assert!(repo.cardlint(&["check", "--diff", "README.md"]).text.contains("+license: mit"));
    let ran = repo.cardlint(&["check", "-nowhere/README.md"]);
    assert!(ran.code == Some(2) && ran.text.contains("unexpected argument"), "{}", ran.text);
    assert!(repo.cardlint(&["check", "--", "--diff"]).text.contains("bad-called-as-an-option"));
}

#[test]
fn the_configuration_can_require_front_matter_and_leave_paths_out() {
    let repo = Repo::guarded();
    repo.write("cardlint.toml", "require-front-matter = [\"sets/**\"]\nexclude = [\"drafts/**\"]\n");
    repo.stage("README.md", "# A project\n");
    repo.stage("drafts/README.md", bad("draft"));
    repo.git(&["commit", "-m", "x"]).ok();
    repo.stage("sets/one/README.md", "# No metadata\n");
    let ran = repo.git(&["commit", "-m", "x"]);
    assert!(!ran.success && ran.text.contains("sets/one/README.md (staged)"), "{}", ran.text);
}

#[test]
fn a_card_that_is_not_utf8_is_stopped() {
    for text in [&b"---\nlicense: mit\nname: caf\xe9\n---\n"[..], b"\xff\xfe-\0-\0-\0\n\0a\0:\0 \x001\0\n\0"] {
        let repo = Repo::guarded();
        repo.stage("README.md", text);
        let ran = repo.git(&["commit", "-m", "x"]);
        assert!(!ran.success);
        assert!(ran.text.contains("README.md (staged)") && ran.text.contains("UTF-"), "{}", ran.text);
    }
}

#[test]
fn a_pointer_of_lfs_is_told() {
    let repo = Repo::guarded();
    let id = "0".repeat(64);
    repo.stage("README.md", format!("version https://git-lfs.github.com/spec/v1\noid sha256:{id}\nsize 12\n"));
    let text = repo.git(&["commit", "-m", "x"]).text;
    assert!(text.contains("LFS pointer") && text.contains("README.md (staged)"), "{text}");
}

#[test]
fn a_conflict_that_is_left_in_the_text_is_reported_and_blocks_nothing() {
    let repo = Repo::guarded();
    repo.stage("README.md", format!("{}<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> side\n", good()));
    let text = repo.git(&["commit", "-m", "x"]).ok();
    assert!(text.contains("README.md (staged):5:1") && text.contains("warning[merge-conflict]"), "{text}");
    repo.stage("README.md", format!("{}```\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> side\n```\n", good()));
    assert_eq!(repo.git(&["commit", "-q", "-m", "an example"]).ok(), "");
}

#[test]
fn data_files_are_looked_for_in_the_commit() {
    let repo = Repo::guarded();
    let card = "---\nlicense: mit\nconfigs:\n- config_name: default\n  data_files: train.csv\n---\n# x\n";
    repo.stage("sets/one/README.md", card);
    repo.write("sets/one/train.csv", "a\n1\n");
    let before = repo.cardlint(&["check", "--staged"]).text;
    repo.git(&["add", "."]).ok();
    let after = repo.cardlint(&["check", "--staged"]).text;
    assert!(before.contains("train.csv"), "the file is not staged: {before}");
    assert!(!after.contains("train.csv"), "the file is staged: {after}");
}

#[test]
fn a_missing_object_is_an_error_and_no_pass() {
    let repo = Repo::guarded();
    let id = "1".repeat(40);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{id},README.md")]).ok();
    let ran = repo.cardlint(&["hook", "run", "pre-commit"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("cannot read `README.md`"), "{}", ran.text);
}
