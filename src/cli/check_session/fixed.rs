//! What was fixed, for people.

use indexmap::IndexMap;

use super::CheckedCard;

/// What was fixed in a card: `README.md: fixed language-case: write `pt``, a line for each rule.
pub(in crate::cli) fn fixes(checked: &CheckedCard) -> String {
    let mut rules: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for fix in &checked.fixes {
        rules.entry(fix.rule).or_default().push(&fix.title);
    }
    let lines = rules.into_iter().map(|(rule, titles)| match titles[..] {
        [title] => format!("{}: fixed {rule}: {title}\n", checked.source.name),
        _ => format!("{}: fixed {rule} ({} times)\n", checked.source.name, titles.len()),
    });
    lines.collect()
}
