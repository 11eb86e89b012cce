//! What was fixed, for people.

use indexmap::IndexMap;

use super::CheckedCard;

/// How many different fixes of a rule are named for each card.
const MAX_NAMED: usize = 20;

/// What was fixed in a card: ``README.md: fixed language-case: write `pt`, write `fr` (2 times)``, a line for each rule.
pub(in crate::cli) fn fixes(checked: &CheckedCard) -> String {
    let mut rules: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
    for fix in &checked.fixes {
        *rules.entry(fix.rule).or_default().entry(&fix.title).or_default() += 1;
    }
    let line = |(rule, titles): (&str, IndexMap<&str, usize>)| {
        let named = titles.iter().take(MAX_NAMED).map(|(title, times)| match times {
            1 => (*title).to_owned(),
            _ => format!("{title} ({times} times)"),
        });
        let rest = match titles.len().saturating_sub(MAX_NAMED) {
            0 => String::new(),
            rest => format!(", and {rest} more"),
        };
        format!("{}: fixed {rule}: {}{rest}\n", checked.source.name, named.collect::<Vec<_>>().join(", "))
    };
    rules.into_iter().map(line).collect()
}
