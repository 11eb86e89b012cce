//! `docs/fidelity.md`, the code that decides and the tests that prove it name the same behaviours.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::run::files_below;

fn marks(folder: &Path) -> BTreeSet<String> {
    let texts = files_below(folder, "rs").into_iter().map(|path| fs::read_to_string(path).unwrap());
    let marks = |text: String| -> Vec<String> {
        text.lines().filter_map(|line| line.trim().strip_prefix("// fidelity: ")).map(str::to_owned).collect()
    };
    texts.flat_map(marks).collect()
}

#[test]
fn every_listed_behaviour_is_marked_in_the_code_and_in_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/fidelity.md")).unwrap();
    let listed: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|id| !["id", "---"].contains(id))
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, marks(&root.join("src")), "where it is decided");
    assert_eq!(listed, marks(&root.join("tests")), "where it is tested");
}
