//! Which diagnostics of a card are new.

use std::collections::HashMap;

use super::Checked;
use super::omitted::Identity;
use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// The diagnostics that no earlier version of the card had, by rule, what the message names, and the start of the text that they are about:
/// lines may have moved. Of several alike, as many are new as there were fewer in each version. Those that are only counted
/// are compared where [`check_to_compare`](super::check_to_compare) has found them.
///
/// ```
/// use cardlint::{card::Card, lint::{Options, check_to_compare, novelty::only_new}, source::SourceFile};
///
/// let card = |text: &str| {
///     let card = Card::read(SourceFile::new("README.md", text), None);
///     let checked = check_to_compare(&card, &Options::default());
///     (card.source, checked)
/// };
/// let before = card("---\nlicense: nosuch\n---\n");
/// let (after, checked) = card("---\npretty_name: Voices\nlicense: nosuch\ntask_ids: [singing]\n---\n");
/// let new = only_new(&after, checked, &[before]).diagnostics;
/// assert_eq!(new.iter().map(|found| found.rule.id).collect::<Vec<_>>(), ["unknown-task-id"]);
/// ```
pub fn only_new(card: &SourceFile, checked: Checked, before: &[(SourceFile, Checked)]) -> Checked {
    let mut known = Known::default();
    for (card, checked) in before {
        let mut here: HashMap<Key, usize> = HashMap::new();
        for (rule, hash, _) in identities(card, checked) {
            *here.entry((rule, hash)).or_default() += 1;
        }
        for (key, count) in here {
            let most = known.0.entry(key).or_default();
            *most = count.max(*most);
        }
    }
    let mut checked = checked;
    known.remove_from(card, &mut checked);
    checked
}

/// The diagnostics that a card may have without their being new, and how many of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(HashMap<Key, usize>);

type Key = (&'static str, u64);

impl Known {
    pub(super) fn add(&mut self, rule: &'static str, hash: u64, count: usize) {
        *self.0.entry((rule, hash)).or_default() += count;
    }

    /// Removes these from a card's diagnostics; what remains here, the card does not have.
    pub(super) fn remove_from(&mut self, card: &SourceFile, checked: &mut Checked) {
        let mut is_new = |identity: &Identity| match self.0.get_mut(&(identity.rule, identity.hash)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        checked.diagnostics.retain(|diagnostic| is_new(&identity(card, diagnostic)));
        checked.omitted.keep(is_new);
    }

    /// How many of one are left.
    pub(super) fn left(&self, rule: &'static str, hash: u64) -> usize {
        self.0.get(&(rule, hash)).copied().unwrap_or_default()
    }
}

/// What each diagnostic is known by: its rule, a hash that is the same on every machine, and its message if that is kept.
pub(super) fn identities<'a>(
    card: &'a SourceFile,
    checked: &'a Checked,
) -> impl Iterator<Item = (&'static str, u64, Option<&'a str>)> {
    let kept = checked.diagnostics.iter().map(|each| (identity(card, each), Some(each.message.as_str())));
    let omitted = checked.omitted.identities.iter().map(|identity| (*identity, None));
    kept.chain(omitted).map(|(identity, message)| (identity.rule, identity.hash, message))
}

fn identity(card: &SourceFile, diagnostic: &Diagnostic) -> Identity {
    Identity::of(diagnostic, card.slice(diagnostic.at))
}
