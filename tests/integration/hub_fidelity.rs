//! Each behavior of `docs/fidelity.md` is decided in one place, and its row names the tests that fail when it changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::run::files_below;

const MARK: &str = "// fidelity: ";

/// By id, what `name` makes of the lines after each mark in a folder.
fn marks(folder: &Path, name: impl Fn(&Path, &str) -> Option<String>) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files_below(folder, "rs") {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            let Some(id) = line.strip_prefix(MARK) else { continue };
            let names = lines[at..].iter().find_map(|line| name(&path, line));
            found.entry(id.to_owned()).or_default().extend(names);
        }
    }
    found
}

/// The test that a line begins.
fn test_name(path: &Path, line: &str) -> Option<String> {
    let name = line.strip_prefix("fn ")?.split('(').next()?;
    Some(format!("{}::{name}", path.file_stem()?.to_str()?))
}

/// The rows of the page's tables: each id with its cells.
fn rows(text: &str) -> Vec<(String, Vec<String>)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = rows.map(|row| row.split(" | ").map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|cells| cells[0] != "id").map(|cells| (cells[0].clone(), cells)).collect()
}

#[test]
fn every_row_names_the_tests_that_fail_when_the_behavior_changes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("docs/fidelity.md");
    let text = fs::read_to_string(&page).unwrap();
    let tests = marks(&root.join("tests/integration"), test_name);
    let decided = marks(&root.join("src"), |_, _| None);
    let listed: Vec<String> = rows(&text).into_iter().map(|(id, _)| id).collect();
    for id in decided.keys().chain(tests.keys()) {
        assert!(listed.contains(id), "`{id}` is marked and not in docs/fidelity.md");
    }
    let mut written = text.clone();
    for (id, cells) in rows(&text) {
        assert!(decided.contains_key(&id), "{id}: no line of src is marked `{MARK}{id}`");
        let names = tests.get(&id).unwrap_or_else(|| panic!("{id}: no test is marked `{MARK}{id}`"));
        let named: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| {} | {} | {} | {} |", cells[0], cells[1], cells[2], named.join(", "));
        written = written.replace(&format!("| {} |", cells.join(" | ")), &row);
    }
    if std::env::var_os("CARDLINT_BLESS").is_some() {
        fs::write(&page, &written).unwrap();
        return;
    }
    let other: Vec<&str> = written.lines().filter(|line| !text.lines().any(|old| old == *line)).collect();
    assert!(other.is_empty(), "these rows name other tests (CARDLINT_BLESS=1 writes them): {other:#?}");
}
