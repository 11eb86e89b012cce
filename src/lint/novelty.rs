//! Which diagnostics of a card are new.

use std::collections::HashMap;

use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// The diagnostics that no earlier version of the card had, by rule, message and the start of the text that they are about:
/// lines may have moved. Of several alike, as many are new as there were fewer in each version.
///
/// ```
/// use cardlint::{lint::{Options, lint, novelty::only_new}, source::SourceFile};
///
/// let card = |text: &str| {
///     let card = SourceFile::new("README.md", text);
///     let found = lint(&card, &Options::default());
///     (card, found)
/// };
/// let before = card("---\nlicense: nosuch\n---\n");
/// let (after, found) = card("---\npretty_name: Voices\nlicense: nosuch\ntask_ids: [singing]\n---\n");
/// let new = only_new(&after, found, &[before]);
/// assert_eq!(new.iter().map(|found| found.rule.id).collect::<Vec<_>>(), ["unknown-task-id"]);
/// ```
pub fn only_new(
    card: &SourceFile,
    diagnostics: Vec<Diagnostic>,
    before: &[(SourceFile, Vec<Diagnostic>)],
) -> Vec<Diagnostic> {
    let mut known: HashMap<Key, usize> = HashMap::new();
    for (card, diagnostics) in before {
        let mut here: HashMap<Key, usize> = HashMap::new();
        for diagnostic in diagnostics {
            *here.entry(key(card, diagnostic)).or_default() += 1;
        }
        for (key, count) in here {
            let most = known.entry(key).or_default();
            *most = count.max(*most);
        }
    }
    let mut is_new = |diagnostic: &Diagnostic| match known.get_mut(&key(card, diagnostic)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    diagnostics.into_iter().filter(|diagnostic| is_new(diagnostic)).collect()
}

type Key = (&'static str, String, String);

fn key(card: &SourceFile, diagnostic: &Diagnostic) -> Key {
    let line = card.slice(diagnostic.at).lines().next().unwrap_or_default().trim();
    (diagnostic.rule.id, diagnostic.message.clone(), line.to_owned())
}
