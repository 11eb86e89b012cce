//! Comments silence rules on their line, on the next one, or in the whole card; idle ones are reported.

use cardlint::card::{Card, RepoType};
use cardlint::lint::fix::fix;
use cardlint::lint::{Options, lint, verdict};
use cardlint::rule::RepoFiles;
use cardlint::source::SourceFile;

fn judged(metadata: &str) -> Vec<String> {
    let source = SourceFile::new("README.md", format!("---\n{metadata}\n---\n"));
    let line = |at| source.position(at).line;
    lint(&source, &Options::default()).iter().map(|told| format!("{}:{}", line(told.at.start), told.rule.id)).collect()
}

fn fixed(metadata: &str) -> String {
    let source = SourceFile::new("README.md", format!("---\n{metadata}\n---\n"));
    fix(&source, &Options::default(), true).source.text
}

#[test]
fn a_comment_silences_its_line() {
    assert_eq!(judged("license: MIT # cardlint: ignore[unknown-license]"), [""; 0]);
    assert_eq!(judged("license: MIT # cardlint: ignore[ unknown-license , ] because"), [""; 0]);
    assert_eq!(judged("license: MIT #cardlint:ignore[unknown-license]"), [""; 0]);
    assert_eq!(judged("license: MIT # ignore[unknown-license]"), ["2:unknown-license"]);
    let above = "tags: [a] # cardlint: ignore[unknown-license]\nlicense: MIT";
    assert_eq!(judged(above), ["2:unused-suppression", "3:unknown-license"]);
}

#[test]
fn a_comment_that_stands_alone_silences_the_next_line() {
    assert_eq!(judged("# cardlint: ignore[unknown-license]\nlicense: MIT"), [""; 0]);
    assert_eq!(judged("# cardlint: ignore[unknown-license]\n# why\n\nlicense: MIT"), [""; 0]);
    let two_below = "# cardlint: ignore[unknown-license]\ntags: [a]\nlicense: MIT";
    assert_eq!(judged(two_below), ["2:unused-suppression", "4:unknown-license"]);
    let last = "license: MIT\n# cardlint: ignore[unknown-license]";
    assert_eq!(judged(last), ["2:unknown-license", "3:unused-suppression"]);
}

#[test]
fn a_comment_silences_the_whole_card() {
    assert_eq!(judged("license: MIT\ntags: [a]\n# cardlint: ignore-file[unknown-license]"), [""; 0]);
    assert_eq!(judged("tags: [a] # cardlint: ignore-file[unknown-license]"), ["2:unused-suppression"]);
    assert_eq!(
        judged("license: mit # cardlint: ignore[null-value]\n# cardlint: ignore-file[unused-suppression]"),
        [""; 0]
    );
}

#[test]
fn only_the_named_rules_are_silent() {
    let two = "license: MIT # cardlint: ignore[null-value, unknown-license]";
    assert_eq!(judged(two), ["2:unused-suppression"]);
    assert_eq!(fixed(two), "---\nlicense: MIT # cardlint: ignore[unknown-license]\n---\n");
    let second = "license: MIT # cardlint: ignore[unknown-license, null-value] why";
    assert_eq!(fixed(second), "---\nlicense: MIT # cardlint: ignore[unknown-license] why\n---\n");
}

#[test]
fn idle_comments_are_taken_away() {
    assert_eq!(fixed("license: mit  # cardlint: ignore[null-value, empty-value]"), "---\nlicense: mit\n---\n");
    assert_eq!(fixed("# cardlint: ignore[null-value]\nlicense: mit"), "---\nlicense: mit\n---\n");
}

#[test]
fn an_idle_comment_goes_by_itself_only_where_it_is_certainly_idle() {
    let safely_in = |options: &Options, metadata: &str| {
        let source = SourceFile::new("README.md", format!("---\n{metadata}\n---\n"));
        lint(&source, options).iter().filter_map(|told| told.fix.as_ref()).map(|fix| fix.safe).next()
    };
    let safely = |metadata: &str| safely_in(&Options::default(), metadata);
    assert_eq!(safely("license: mit # cardlint: ignore[null-value]"), Some(true));
    assert_eq!(safely("license: mit # cardlint: ignore[null-value] as agreed"), Some(false), "with a reason");
    assert_eq!(safely("license: mit # cardlint: ignore[data-files-no-match]"), Some(false), "nobody knows the files");
    let files = RepoFiles::new(|| Some(vec!["data/train.csv".to_owned()]));
    let listed = Options { repo_type: Some(RepoType::Dataset), files: Some(files), ..Options::default() };
    assert_eq!(safely_in(&listed, "license: mit # cardlint: ignore[data-files-no-match]"), Some(true));
    assert_eq!(safely_in(&listed, "license: mit # cardlint: ignore[data-files-no-match] as agreed"), Some(false));
}

#[test]
fn a_comment_must_name_rules_that_exist() {
    assert_eq!(judged("license: mit # cardlint: ignore[]"), ["2:unknown-suppression"]);
    assert_eq!(judged("license: MIT # cardlint: ignore[license]"), ["2:unknown-license", "2:unknown-suppression"]);
    assert_eq!(
        judged("license: MIT # cardlint: ignore[unknown-licence]"),
        ["2:unknown-license", "2:unknown-suppression"]
    );
}

#[test]
fn a_comment_that_is_not_understood_is_told() {
    for comment in ["ignore", "ignore unknown-license", "ingore[unknown-license]", "ignore-line[unknown-license]"] {
        let told = ["2:unknown-license", "2:unknown-suppression"];
        assert_eq!(judged(&format!("license: MIT # cardlint: {comment}")), told, "{comment}");
    }
    let two = "license: MIT # cardlint: ignore[unknown-license] # cardlint: ignore[null-value]";
    assert_eq!(judged(two), ["2:unknown-license", "2:unknown-suppression"]);
    assert_eq!(judged("license: MIT # Cardlint: ignore[unknown-license]"), [""; 0]);
    assert_eq!(judged("license: mit # as cardlint: says"), [""; 0]);
}

#[test]
fn a_line_of_a_text_is_no_comment() {
    let told = judged("extra_gated_prompt: |\n  # cardlint: ignore-file[unknown-license]\nlicense: MIT");
    assert_eq!(told, ["4:unknown-license"]);
}

#[test]
fn comments_do_not_silence_the_hub() {
    let card = SourceFile::new("README.md", "---\nlicense: MIT # cardlint: ignore[unknown-license]\n---\n");
    assert_eq!(verdict(&Card::read(card, None)).errors.len(), 1);
}
