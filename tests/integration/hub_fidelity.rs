//! `docs/fidelity.md`, the code that decides and the tests that prove it name the same behaviours.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn marks(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            marks(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().filter_map(|line| line.trim().strip_prefix("// fidelity: "));
            found.extend(lines.map(str::to_owned));
        }
    }
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
    let marked = |folder: &str| {
        let mut found = BTreeSet::new();
        marks(&root.join(folder), &mut found);
        found
    };
    assert_eq!(listed, marked("src"), "where it is decided");
    assert_eq!(listed, marked("tests"), "where it is tested");
}
