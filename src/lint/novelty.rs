//! Which diagnostics of a card are new.

use std::collections::HashMap;

use super::Checked;
use super::omitted::Identity;
use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// The diagnostics that no earlier version of the card had, by rule, message and the start of the text that they are about:
/// lines may have moved. Of several alike, as many are new as there were fewer in each version. Those that are only counted
/// are compared where [`check_to_compare`](super::check_to_compare) has found them.
///
/// ```
/// use cardlint::{lint::{Options, check_to_compare, novelty::only_new}, source::SourceFile};
///
/// let card = |text: &str| {
///     let card = SourceFile::new("README.md", text);
///     let checked = check_to_compare(&card, &Options::default());
///     (card, checked)
/// };
/// let before = card("---\nlicense: nosuch\n---\n");
/// let (after, checked) = card("---\npretty_name: Voices\nlicense: nosuch\ntask_ids: [singing]\n---\n");
/// let new = only_new(&after, checked, &[before]).diagnostics;
/// assert_eq!(new.iter().map(|found| found.rule.id).collect::<Vec<_>>(), ["unknown-task-id"]);
/// ```
pub fn only_new(card: &SourceFile, checked: Checked, before: &[(SourceFile, Checked)]) -> Checked {
    let mut known: HashMap<Key, usize> = HashMap::new();
    for (card, Checked { diagnostics, omitted }) in before {
        let mut here: HashMap<Key, usize> = HashMap::new();
        let kept = diagnostics.iter().map(|diagnostic| key(&identity(card, diagnostic)));
        for key in kept.chain(omitted.identities.iter().map(key)) {
            *here.entry(key).or_default() += 1;
        }
        for (key, count) in here {
            let most = known.entry(key).or_default();
            *most = count.max(*most);
        }
    }
    let mut is_new = |identity: &Identity| match known.get_mut(&key(identity)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let Checked { mut diagnostics, mut omitted } = checked;
    diagnostics.retain(|diagnostic| is_new(&identity(card, diagnostic)));
    omitted.keep(is_new);
    Checked { diagnostics, omitted }
}

type Key = (&'static str, u64);

fn key(identity: &Identity) -> Key {
    (identity.rule, identity.hash)
}

fn identity(card: &SourceFile, diagnostic: &Diagnostic) -> Identity {
    Identity::of(diagnostic, card.slice(diagnostic.at))
}
