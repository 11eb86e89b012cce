//! `docs/fidelity.md` and the tests that prove it name the same behaviours.

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
fn every_listed_behaviour_has_a_test_and_every_marked_test_a_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/fidelity.md")).unwrap();
    let listed: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|id| !["id", "---"].contains(id))
        .map(str::to_owned)
        .collect();
    let mut marked = BTreeSet::new();
    marks(&root.join("tests"), &mut marked);
    assert_eq!(listed, marked);
}
